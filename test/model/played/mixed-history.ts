import { createChoices } from '../simulated/random.ts';
import { PlayedBrowser } from './browser.ts';
import { type Met, MixedJudge } from './mixed-judge.ts';
import type { PlayedAnswer } from './network.ts';

/** One thing that happens in a mixed history. */
export type MixedAct =
  | { readonly does: 'track'; readonly tab: number; readonly count: number }
  | { readonly does: 'grant' | 'deny' | 'flush' | 'crash' | 'switch-to'; readonly tab: number }
  /** The collector from now on. `most`: a batch of more events is too large for it. */
  | { readonly does: 'collector'; readonly says: 'yes' | 500 | 503 | 413; readonly most: number }
  /** The device's clock is set by so much. */
  | { readonly does: 'clock'; readonly minutes: number }
  | { readonly does: 'wait'; readonly seconds: number }
  /** So many turns go by; all there are if there are fewer. */
  | { readonly does: 'work'; readonly turns: number }
  | { readonly does: 'rest' };

/** A history, and the seed by which its turns are chosen. */
export interface MixedHistory {
  readonly order: number;
  readonly acts: readonly MixedAct[];
}

/** What it came to. */
export interface MixedTold {
  readonly broken: readonly string[];
  readonly met: ReadonlySet<Met>;
}

/** A thousand events are some ten thousand turns. */
const MAX_TURNS = 200_000;

/** Two tabs of one browser with the snippet's own modules in them, and everything that goes wrong at once. */
export async function playMixed({ order, acts }: MixedHistory): Promise<MixedTold> {
  const browser = new PlayedBrowser({
    choices: createChoices(order),
    wantsStory: false,
    failure: () => undefined,
    maxTurns: MAX_TURNS,
  });
  const { witness, network, turns } = browser;
  // What the bounds take is no loss; the judge says which it is.
  browser.hasSkipped = true;
  const judge = new MixedJudge(browser);
  let trouble: MixedAct = { does: 'collector', says: 'yes', most: 0 };
  const honest = network.receive;
  network.receive = (url, body) => {
    const answer = refusal(trouble, url, body) ?? honest(url, body);
    judge.seesAnswer(url, body, answer.status);
    return answer;
  };
  await browser.drain();
  for (const act of acts) {
    if (witness.broken.size > 0) break;
    if (act.does === 'collector') trouble = act;
    else await carryOut(browser, judge, act);
    await browser.pause();
  }
  browser.frozen.clear();
  await browser.drain();
  if (!acts.some(({ does }) => does === 'crash' || does === 'deny')) {
    // Each page keeps its counts with the next event.
    for (const tab of [0, 1]) browser.burst(tab, 1, judge.seesTrack);
    await browser.drain();
    judge.looksAtTheCounts();
  }
  trouble = { does: 'collector', says: 'yes', most: 0 };
  setClock(browser, judge, clockThatGrants(browser));
  // Whoever was asked to rest has rested.
  turns.nowMs += 2 * 3_600_000;
  if (witness.broken.size === 0) await browser.settle();
  judge.looksAtTheEnd();
  return { broken: [...witness.broken], met: judge.met };
}

function refusal(trouble: MixedAct, url: string, body: string): PlayedAnswer | undefined {
  if (trouble.does !== 'collector' || trouble.says === 'yes') return undefined;
  if (trouble.says !== 413) return { status: trouble.says, body: undefined };
  // The snippet's own body.
  const { events } = JSON.parse(body) as { events?: readonly unknown[] };
  return url.endsWith('/events') && (events?.length ?? 0) > trouble.most ? { status: 413, body: undefined } : undefined;
}

async function carryOut(browser: PlayedBrowser, judge: MixedJudge, act: MixedAct): Promise<void> {
  const { turns, frozen } = browser;
  if (act.does === 'track') browser.burst(act.tab, act.count, judge.seesTrack);
  else if (act.does === 'grant') browser.grant(act.tab, ['improve', 'stock']);
  else if (act.does === 'deny') browser.deny(act.tab);
  else if (act.does === 'flush') browser.flush(act.tab);
  else if (act.does === 'crash') browser.reload(act.tab);
  else if (act.does === 'switch-to') {
    // A tab that nobody looks at may stand still.
    frozen.delete(act.tab);
    frozen.add(1 - act.tab);
  } else if (act.does === 'wait') turns.nowMs += act.seconds * 1_000;
  else if (act.does === 'clock') setClock(browser, judge, browser.clockErrorMs + act.minutes * 60_000);
  else if (act.does === 'rest') {
    frozen.clear();
    await browser.drain();
  } else if (act.does === 'work')
    for (let left = act.turns; left > 0; left -= 1) {
      const turn = browser.pick(browser.due());
      if (turn === undefined) break;
      await browser.take(turn);
    }
}

function setClock(browser: PlayedBrowser, judge: MixedJudge, errorMs: number): void {
  judge.clockErrorBeforeMs = browser.clockErrorMs;
  browser.clockErrorMs = errorMs;
}

/** Right, unless the yes was given on a day that has not come yet: then that day, so that the yes stands. */
function clockThatGrants({ disk, turns }: PlayedBrowser): number {
  const name = disk.names().find((each) => each.startsWith('askfirst-decision'));
  // Looked at before it is used.
  const decision = name === undefined ? undefined : (disk.peek(name)[0]?.value as { day?: string } | undefined);
  return decision?.day === undefined ? 0 : Math.max(0, Date.parse(decision.day) + 3_600_000 - turns.nowMs);
}
