import type { SiteConfiguration } from '../../../contract/site.ts';
import type { Choices } from '../simulated/random.ts';
import { PlayedDisk } from './databases.ts';
import { PlayedLocks } from './locks.ts';
import { PlayedNetwork } from './network.ts';
import { openTab, type PlayedTab } from './tab.ts';
import { type Turn, Turns } from './turns.ts';
import { PlayedWitness } from './witness.ts';

/** Steps before the dust settles. Our choice. */
const STEPS = 60;

/** What a history came to. */
export interface PlayedTold {
  readonly broken: readonly string[];
  readonly story: readonly string[];
  readonly choices: readonly number[];
  readonly arrived: number;
}

/** Two tabs of one browser with the snippet's own modules; every await is a turn, and `choices` picks the next. */
export async function playHistory(choices: Choices, wantsStory = false): Promise<PlayedTold> {
  const history = new PlayedHistory(choices, wantsStory);
  await history.tell();
  const { witness, story } = history;
  return { broken: [...witness.broken], story, choices: choices.made, arrived: witness.arrived };
}

interface Act {
  readonly weight: number;
  readonly name: string;
  readonly act: (tab: number) => unknown;
}

class PlayedHistory {
  readonly story: string[] = [];
  readonly witness: PlayedWitness;
  readonly #choices: Choices;
  readonly #wantsStory: boolean;
  readonly #turns = new Turns();
  readonly #disk: PlayedDisk;
  readonly #locks: PlayedLocks;
  readonly #network: PlayedNetwork;
  /** Two, each with the page that is in it now. */
  readonly #tabs: { page: number; calls: Set<string>; does: PlayedTab }[] = [];
  #pages = 0;
  readonly #frozen = new Set<number>();
  readonly #offline = new Set<number>();
  #mayFail = false;
  #hasFailed = false;
  #hasSkipped = false;
  #number = 0;
  #bytes = 1;
  #acts: readonly Act[] = [];

  constructor(choices: Choices, wantsStory: boolean) {
    this.#choices = choices;
    this.#wantsStory = wantsStory;
    this.#disk = new PlayedDisk(this.#turns, () => this.#failure());
    this.#locks = new PlayedLocks(this.#turns);
    this.#network = new PlayedNetwork(this.#turns);
    this.witness = new PlayedWitness(this.#disk, this.#turns);
    this.#network.onStart = (exchange) => this.witness.seesStart(exchange);
    this.#network.receive = (url, body) => this.witness.receive(url, body);
  }

  async tell(): Promise<void> {
    this.#acts = this.#allActs();
    for (const tab of [0, 1]) this.#open(tab);
    await this.#begin(this.#choices.choose(4));
    for (let step = 0; step < STEPS && this.witness.broken.size === 0 && !this.#choices.isOver; step += 1)
      if (this.#choices.choose(100) >= 75 || !(await this.#workAWhile())) await this.#act();
    if (this.witness.broken.size === 0) await this.#settle();
  }

  #note(line: string): void {
    if (this.#wantsStory) this.story.push(line);
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.#choices.choose(items.length)];
  }

  #failure(): string | undefined {
    if (!this.#mayFail || this.#choices.choose(50) !== 0) return undefined;
    this.#hasFailed = true;
    this.witness.seesDoubt();
    return this.#pick(['UnknownError', 'QuotaExceededError', 'AbortError']);
  }

  #due(): readonly Turn[] {
    return this.#turns.due((page) => this.#tabs.some((tab, at) => tab.page === page && this.#frozen.has(at)));
  }

  async #take(turn: Turn): Promise<void> {
    this.#note(`${turn.page === undefined ? 'browser' : `page ${turn.page}`}: ${turn.what}`);
    await this.#turns.take(turn);
    this.#disk.settle();
  }

  /** One tab, or the browser, goes on for a while. */
  async #workAWhile(): Promise<boolean> {
    const first = this.#pick(this.#due());
    if (first === undefined) return false;
    await this.#take(first);
    for (let left = this.#choices.choose(24); left > 0; left -= 1) {
      const next = this.#due().filter(
        ({ page }) => page === undefined || page === first.page || first.page === undefined,
      );
      const turn = this.#pick(next);
      if (turn === undefined) break;
      await this.#take(turn);
    }
    return true;
  }

  async #act(): Promise<void> {
    const tab = this.#choices.choose(2);
    let chosen = this.#choices.choose(this.#acts.reduce((sum, { weight }) => sum + weight, 0));
    for (const { weight, name, act } of this.#acts) {
      chosen -= weight;
      if (chosen >= 0) continue;
      this.#note(`tab ${tab} or the world: ${name}`);
      await act(tab);
      break;
    }
    // What the act asked for begins with the promises that are settled by now.
    await new Promise((resolve) => setImmediate(resolve));
    this.#disk.settle();
  }

  #allActs(): readonly Act[] {
    const act = (weight: number, name: string, run: Act['act']): Act => ({ weight, name, act: run });
    return [
      act(1, 'nothing happens', () => undefined),
      act(16, 'track', (tab) => this.#track(tab)),
      act(9, 'grant', (tab) => this.#decide(tab, 'granted', () => this.#tab(tab).does.grant(this.#purposes()))),
      act(9, 'deny', (tab) => this.#decide(tab, 'denied', () => this.#tab(tab).does.deny())),
      act(12, 'flush', (tab) => this.#call(tab, 'flush', () => this.#tab(tab).does.flush())),
      ...[
        act(3, 'forget', (tab) => this.#forget(tab)),
        act(4, 'crash', (tab) => this.#crash(tab)),
        act(6, 'freeze', (tab) => this.#frozen.add(tab)),
        act(5, 'thaw', (tab) => this.#frozen.delete(tab)),
        act(3, 'offline or online', (tab) => this.#offline.delete(tab) || this.#offline.add(tab)),
        act(8, 'a second passes', () => this.#wait(1_000)),
        act(2, 'twenty seconds pass', () => this.#wait(20_000)),
        act(1, 'half a year passes', () => this.#wait(200 * 86_400_000)),
        act(1, 'the decision is damaged', () => this.#damage()),
        act(5, 'a request is duplicated', () => this.#pick(this.#network.exchanges)?.duplicate()),
        act(3, 'a request is lost', () => this.#pick(this.#network.exchanges)?.lose()),
        act(4, 'read again', (tab) => void this.#tab(tab).does.hear()),
        act(4, 'the disk begins or ceases to fail', () => {
          this.#mayFail = !this.#mayFail;
        }),
        // Each history leaves out about half of these, so that those it has meet more often (swarm testing).
      ].filter(() => this.#choices.choose(2) === 1),
    ];
  }

  /** Many histories begin where it gets interesting. */
  async #begin(chapter: number): Promise<void> {
    await this.#drain();
    if (chapter < 1) return;
    this.#note('once there was a yes');
    this.#decide(0, 'granted', () => this.#tab(0).does.grant(['improve', 'stock']));
    await this.#drain();
    if (chapter < 2) return;
    this.#note('and events');
    for (let count = 0; count < 3; count += 1) this.#track(0);
    await this.#drain();
    this.#call(0, 'flush', () => this.#tab(0).does.flush());
    await this.#drain();
    if (chapter < 3) return;
    this.#note('and a no');
    this.#decide(0, 'denied', () => this.#tab(0).does.deny());
  }

  async #settle(): Promise<void> {
    this.#note('the dust settles');
    this.#mayFail = false;
    this.#frozen.clear();
    this.#offline.clear();
    await this.#drain();
    for (const tab of [0, 1]) this.#crash(tab);
    await this.#drain();
    for (let round = 0; round < 2; round += 1) {
      for (const tab of [0, 1]) this.#call(tab, 'flush', () => this.#tab(tab).does.flush());
      await this.#drain();
    }
    this.witness.looksAtTheEnd(!this.#hasFailed && !this.#hasSkipped);
  }

  /** Until every call has come back and nothing is left to do but wait. */
  async #drain(): Promise<void> {
    for (let turn = 0; turn < 5_000; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#disk.settle();
      const next = this.#pick(this.#due());
      if (next !== undefined) {
        await this.#take(next);
        continue;
      }
      if (this.#tabs.every(({ calls }) => calls.size === 0)) return;
      const nextAtMs = this.#turns.nextAtMs();
      if (nextAtMs === undefined) break;
      this.#turns.nowMs = nextAtMs;
    }
    const names = this.#tabs.flatMap(({ calls }) => [...calls]);
    this.witness.seesTrouble(`something never ends: ${names.join(', ')}`);
  }

  #tab(number: number): { page: number; calls: Set<string>; does: PlayedTab } {
    const tab = this.#tabs[number];
    if (tab === undefined) throw new Error(`There is no tab ${number}.`);
    return tab;
  }

  #open(number: number): void {
    this.#pages += 1;
    const page = this.#pages;
    const does = openTab(page, {
      turns: this.#turns,
      disk: this.#disk,
      locks: this.#locks,
      network: this.#network,
      site: SITE,
      random: (length) => this.#random(length),
      isOnline: () => !this.#offline.has(number),
    });
    this.#tabs[number] = { page, calls: new Set(), does };
  }

  #random(length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    // Different each time is all that is asked of it here.
    for (let at = 0; at < length; at += 1) {
      this.#bytes = (Math.imul(this.#bytes, 1_664_525) + 1_013_904_223) >>> 0;
      bytes[at] = this.#bytes >>> 24;
    }
    return bytes;
  }

  #call(tab: number, name: string, call: () => Promise<unknown>): boolean {
    const { calls } = this.#tab(tab);
    if (this.#frozen.has(tab) || calls.size >= 4) return false;
    const mark = `${name} ${this.#number} of tab ${tab}`;
    this.#number += 1;
    calls.add(mark);
    void call()
      .catch((error: unknown) => this.witness.seesTrouble(`${name} rejects with ${String(error)}`))
      .finally(() => calls.delete(mark));
    return true;
  }

  #track(tab: number): void {
    const number = this.#number;
    this.#call(tab, 'track', async () => {
      this.witness.seesTrack(number);
      const result = await this.#tab(tab).does.track(number);
      if ('recorded' in result) this.witness.seesRecorded(number);
    });
  }

  #decide(tab: number, choice: 'granted' | 'denied', call: () => Promise<unknown>): void {
    const { page } = this.#tab(tab);
    if (this.witness.isUnderWay(page, choice)) return;
    this.#call(tab, choice, async () => {
      this.witness.seesClick(page, choice);
      await call();
      this.witness.seesEnd(page, choice);
    });
  }

  #purposes(): readonly string[] {
    return this.#choices.choose(3) === 0 ? ['stock'] : ['improve', 'stock'];
  }

  #forget(tab: number): void {
    this.#call(tab, 'forget', async () => {
      // The list of what waits may reject where the disk does; the interface shows that it failed.
      const number = await this.#tab(tab)
        .does.forgetFirst()
        .catch(() => undefined);
      if (number !== undefined) this.witness.seesForgotten(number);
    });
  }

  #crash(tab: number): void {
    const { page } = this.#tab(tab);
    this.#turns.dropPage(page);
    this.#disk.killPage(page);
    this.#locks.killPage(page);
    this.witness.seesPageDie(page);
    this.#frozen.delete(tab);
    this.#open(tab);
  }

  #wait(ms: number): void {
    this.#turns.nowMs += ms;
    // A disk that takes too long to answer cannot be told from one that is damaged.
    this.witness.seesDoubt();
    if (ms > 86_400_000) this.#hasSkipped = true;
  }

  /** Not while anybody may have read it: that no protocol could notice. */
  #damage(): void {
    if (this.#tabs.some(({ calls }) => calls.size > 0) || this.#due().length > 0) return;
    const name = this.#disk.names().find((each) => each.startsWith('askfirst-decision'));
    if (name === undefined) return;
    this.#disk.damage(name, 'decision', { version: 9 });
    this.witness.seesDoubt();
  }
}

/** A site with one metric, whose property stands for the occurrence. */
const SITE: SiteConfiguration = {
  version: 1,
  basePath: '/askfirst',
  registry: {
    scope: 1,
    digest: 'd1',
    purposes: ['improve', 'stock'],
    paths: { templates: [], keep: [] },
    metrics: {
      'test.count': {
        purpose: 'improve',
        category: 'interaction',
        linkage: 'none',
        properties: { items: { type: 'count', most: 1_000_000 } },
        since: 1,
        expires: 'never',
      },
    },
  },
  timeZone: 'UTC',
  timePrecision: 'day',
  buffer: 'indexeddb',
  subjects: 'none',
  signals: { gpc: true, dnt: false },
  languages: ['en'],
  reopen: { en: 'Analytics choices' },
  ignore: [],
  files: { widget: 'widget.js', waiting: 'waiting.js' },
  development: false,
};
