import type { Choices } from '../simulated/random.ts';
import { PlayedBrowser } from './browser.ts';

/** Steps before the dust settles. Our choice. */
const STEPS = 60;

/** What a history came to. */
export interface PlayedTold {
  readonly broken: readonly string[];
  readonly story: readonly string[];
  readonly choices: readonly number[];
  readonly arrived: number;
}

interface Act {
  readonly weight: number;
  readonly name: string;
  readonly act: (tab: number) => unknown;
}

/** Two tabs of one browser with the snippet's own modules; every await is a turn, and `choices` picks the next. */
export async function playHistory(choices: Choices, wantsStory = false): Promise<PlayedTold> {
  let isFailing = false;
  const browser = new PlayedBrowser({
    choices,
    wantsStory,
    failure: () =>
      isFailing && choices.choose(50) === 0
        ? browser.pick(['UnknownError', 'QuotaExceededError', 'AbortError'])
        : undefined,
  });
  const acts = allActs(browser, choices, () => {
    isFailing = !isFailing;
  });
  const { witness, story } = browser;
  await begin(browser, choices.choose(4));
  for (let step = 0; step < STEPS && witness.broken.size === 0 && !choices.isOver; step += 1)
    if (choices.choose(100) >= 75 || !(await workAWhile(browser, choices))) await act(browser, choices, acts);
  if (witness.broken.size === 0) await browser.settle();
  return { broken: [...witness.broken], story, choices: choices.made, arrived: witness.arrived };
}

/** One page, or the browser, goes on for a while; few switches find more than many. */
async function workAWhile(browser: PlayedBrowser, choices: Choices): Promise<boolean> {
  const first = browser.pick(browser.due());
  if (first === undefined) return false;
  await browser.take(first);
  for (let left = choices.choose(24); left > 0; left -= 1) {
    const next = browser
      .due()
      .filter(({ page }) => page === undefined || page === first.page || first.page === undefined);
    const turn = browser.pick(next);
    if (turn === undefined) break;
    await browser.take(turn);
  }
  return true;
}

async function act(browser: PlayedBrowser, choices: Choices, acts: readonly Act[]): Promise<void> {
  const tab = choices.choose(2);
  let chosen = choices.choose(acts.reduce((sum, { weight }) => sum + weight, 0));
  for (const { weight, name, act } of acts) {
    chosen -= weight;
    if (chosen >= 0) continue;
    browser.note(`tab ${tab} or the world: ${name}`);
    act(tab);
    break;
  }
  await browser.pause();
}

/** Everything that can happen by itself, with weights of our choice. */
function allActs(browser: PlayedBrowser, choices: Choices, toggleFailing: () => void): readonly Act[] {
  const { frozen, offline, network, turns } = browser;
  const act = (weight: number, name: string, run: Act['act']): Act => ({ weight, name, act: run });
  const wait = (ms: number) => {
    turns.nowMs += ms;
    if (ms > 86_400_000) browser.hasSkipped = true;
  };
  return [
    act(1, 'nothing happens', () => undefined),
    act(16, 'track', (tab) => browser.track(tab)),
    act(9, 'grant', (tab) => browser.grant(tab, choices.choose(3) === 0 ? ['stock'] : ['improve', 'stock'])),
    act(9, 'deny', (tab) => browser.deny(tab)),
    act(12, 'flush', (tab) => browser.flush(tab)),
    ...[
      act(5, 'erase', (tab) => browser.erase(tab)),
      act(3, 'forget', (tab) => browser.forget(tab)),
      act(4, 'crash', (tab) => browser.reload(tab)),
      act(6, 'freeze', (tab) => frozen.add(tab)),
      act(5, 'thaw', (tab) => frozen.delete(tab)),
      act(3, 'offline or online', (tab) => offline.delete(tab) || offline.add(tab)),
      act(8, 'a second passes', () => wait(1_000)),
      act(2, 'twenty seconds pass', () => wait(20_000)),
      act(1, 'half a year passes', () => wait(200 * 86_400_000)),
      act(1, 'the decision is damaged', () => damage(browser)),
      act(5, 'a request is duplicated', () => browser.pick(network.exchanges)?.duplicate()),
      act(3, 'a request is lost', () => browser.pick(network.exchanges)?.lose()),
      act(4, 'read again', (tab) => browser.hear(tab)),
      act(4, 'the disk begins or ceases to fail', toggleFailing),
      // Each history leaves out about half of these, so that those it has meet more often (swarm testing).
    ].filter(() => choices.choose(2) === 1),
  ];
}

/** Many histories begin where it gets interesting: after a yes, after events, after a no. */
async function begin(browser: PlayedBrowser, chapter: number): Promise<void> {
  await browser.drain();
  if (chapter < 1) return;
  browser.note('once there was a yes');
  browser.grant(0, ['improve', 'stock']);
  await browser.drain();
  if (chapter < 2) return;
  browser.note('and events');
  for (let count = 0; count < 3; count += 1) browser.track(0);
  await browser.drain();
  browser.flush(0);
  await browser.drain();
  if (chapter < 3) return;
  browser.note('and a no');
  browser.deny(0);
}

/** Not while anybody may have read it: that no protocol could notice. */
function damage(browser: PlayedBrowser): void {
  const { disk, isIdle } = browser;
  if (!isIdle || browser.due().length > 0) return;
  const name = disk.names().find((each) => each.startsWith('askfirst-decision'));
  if (name === undefined) return;
  disk.damage(name, 'decision', { version: 9 });
  browser.witness.seesDamage();
}
