import type { Recorded } from '../../../src/api.ts';
import type { Choices } from '../simulated/random.ts';
import { type Failure, PlayedDisk } from './databases.ts';
import { PlayedLocks } from './locks.ts';
import { PlayedNetwork } from './network.ts';
import { SITE } from './site.ts';
import { openTab, type PlayedTab } from './tab.ts';
import { type Turn, Turns } from './turns.ts';
import { PlayedWitness } from './witness.ts';

/** Nobody rests longer than this, whatever the collector or a clock says (T-27). */
const LONGEST_REST_MS = 3_600_000;

/** What a played browser is made with. */
export interface BrowserParts {
  readonly choices: Choices;
  readonly wantsStory: boolean;
  /** Asked before every step of the disk. */
  readonly failure: Failure;
  /** How many turns may go by until everything has ended; more than that is taken for a page that never rests. */
  readonly maxTurns?: number;
}

/** A browser of two tabs with the snippet's own modules in them; `choices` picks which turn comes next. */
export class PlayedBrowser {
  readonly story: string[] = [];
  readonly turns = new Turns();
  readonly disk: PlayedDisk;
  readonly network: PlayedNetwork;
  readonly witness: PlayedWitness;
  readonly frozen = new Set<number>();
  readonly offline = new Set<number>();
  hasFailed = false;
  hasSkipped = false;
  /** By how much the device's clock is wrong. */
  clockErrorMs = 0;
  readonly #choices: Choices;
  readonly #wantsStory: boolean;
  readonly #maxTurns: number;
  readonly #locks: PlayedLocks;
  /** Each with the page that is in it now. */
  readonly #tabs: { page: number; calls: Set<string>; does: PlayedTab }[] = [];
  #mayFail = true;
  #pages = 0;
  #number = 0;
  #bytes = 1;

  constructor({ choices, wantsStory, failure, maxTurns = 5_000 }: BrowserParts) {
    this.#choices = choices;
    this.#wantsStory = wantsStory;
    this.#maxTurns = maxTurns;
    this.disk = new PlayedDisk(this.turns, (step) => {
      const error = this.#mayFail ? failure(step) : undefined;
      if (error !== undefined) this.hasFailed = true;
      return error;
    });
    this.#locks = new PlayedLocks(this.turns);
    this.network = new PlayedNetwork(this.turns);
    this.witness = new PlayedWitness(this.disk, this.turns);
    this.network.onStart = (exchange) => this.witness.seesStart(exchange);
    this.network.receive = (url, body) => this.witness.receive(url, body);
    for (const tab of [0, 1]) this.#open(tab);
  }

  note(line: string): void {
    if (this.#wantsStory) this.story.push(line);
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.#choices.choose(items.length)];
  }

  due(): readonly Turn[] {
    return this.turns.due((page) => this.#tabs.some((tab, at) => tab.page === page && this.frozen.has(at)));
  }

  async take(turn: Turn): Promise<void> {
    this.note(`${turn.page === undefined ? 'browser' : `page ${turn.page}`}: ${turn.what}`);
    await this.turns.take(turn);
    this.disk.settle();
  }

  /** What has just been asked for begins with the promises that are settled by now. */
  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.disk.settle();
  }

  /** Until every call has come back and nothing is left to do but wait. */
  async drain(): Promise<void> {
    if (await this.#run(() => this.isIdle)) return;
    this.witness.seesTrouble(`something never ends: ${this.#tabs.flatMap(({ calls }) => [...calls]).join(', ')}`);
  }

  /** Until no page waits for a time to come either, whatever it waits to do. */
  async rest(): Promise<void> {
    await this.#run(() => this.turns.nextAtMs() === undefined);
  }

  /** Takes turns until none is due and it is over; the clock goes on to the next. False if that never comes. */
  async #run(isOver: () => boolean): Promise<boolean> {
    for (let turn = 0; turn < this.#maxTurns; turn += 1) {
      await this.pause();
      const next = this.pick(this.due());
      if (next !== undefined) {
        await this.take(next);
        continue;
      }
      if (isOver()) return true;
      const nextAtMs = this.turns.nextAtMs();
      if (nextAtMs === undefined) return false;
      this.turns.nowMs = nextAtMs;
    }
    return false;
  }

  /** No more faults: everything under way ends, pages are loaded anew, what may be sent is sent; then the last look. */
  async settle(): Promise<void> {
    this.note('the dust settles');
    this.#mayFail = false;
    this.frozen.clear();
    this.offline.clear();
    await this.drain();
    for (const tab of [0, 1]) this.reload(tab);
    await this.drain();
    for (let round = 0; round < 2; round += 1) {
      for (const tab of [0, 1]) this.flush(tab);
      await this.drain();
      // Where clocks were set, the end of a rest can lie ahead again; never by more than the longest rest there is.
      if (this.hasSkipped) this.turns.nowMs += LONGEST_REST_MS;
    }
    this.witness.looksAtTheEnd(!this.hasFailed && !this.hasSkipped);
  }

  /** No call is under way. */
  get isIdle(): boolean {
    return this.#tabs.every(({ calls }) => calls.size === 0);
  }

  track(tab: number): void {
    const number = this.#number;
    this.#call(tab, 'track', async (does) => {
      this.witness.seesTrack(number);
      const result = await does.track(number);
      if ('recorded' in result) this.witness.seesRecorded(number);
    });
  }

  /** Many at once, in one task; `told` hears of each, and hears again what became of it. */
  burst(tab: number, count: number, told: (number: number, result?: Recorded) => void): void {
    this.#call(tab, 'burst', (does) =>
      Promise.all(
        Array.from({ length: count }, async () => {
          this.#number += 1;
          const number = this.#number;
          this.witness.seesTrack(number);
          told(number);
          told(number, await does.track(number));
        }),
      ),
    );
    this.#number += 1;
  }

  grant(tab: number, purposes: readonly string[]): void {
    this.#decide(tab, 'granted', (does) => does.grant(purposes));
  }

  deny(tab: number): void {
    this.#decide(tab, 'denied', (does) => does.deny());
  }

  flush(tab: number): void {
    this.#call(tab, 'flush', (does) => does.flush());
  }

  erase(tab: number): void {
    this.#call(tab, 'erase', async (does) => {
      const order = this.witness.seesEraseAsked();
      if ('state' in (await does.erase())) this.witness.seesErasePromised(order);
      this.witness.seesEraseEnd();
    });
  }

  hear(tab: number): void {
    void this.#tab(tab).does.hear();
  }

  forget(tab: number): void {
    this.#call(tab, 'forget', async (does) => {
      // The list of what waits may reject where the disk does; the interface shows that it failed.
      const request = this.witness.seesForgetAsked();
      const number = await does.forgetFirst(request.onAsked).catch(() => undefined);
      request.onEnd();
      if (number !== undefined) this.witness.seesForgotten(number);
    });
  }

  /** The page is gone, from one moment to the next, and another is loaded. */
  reload(tab: number): void {
    const { page } = this.#tab(tab);
    this.turns.dropPage(page);
    this.disk.killPage(page);
    this.#locks.killPage(page);
    this.witness.seesPageDie(page);
    this.frozen.delete(tab);
    this.#open(tab);
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
      turns: this.turns,
      disk: this.disk,
      locks: this.#locks,
      network: this.network,
      site: SITE,
      random: (length) => this.#random(length),
      isOnline: () => !this.offline.has(number),
      now: () => this.turns.nowMs + this.clockErrorMs,
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

  #call(tab: number, name: string, call: (does: PlayedTab) => Promise<unknown>): void {
    const { calls, does } = this.#tab(tab);
    if (this.frozen.has(tab) || calls.size >= 4) return;
    const mark = `${name} ${this.#number} of tab ${tab}`;
    this.#number += 1;
    calls.add(mark);
    void call(does)
      .catch((error: unknown) => this.witness.seesTrouble(`${name} rejects with ${String(error)}`))
      .finally(() => calls.delete(mark));
  }

  #decide(tab: number, choice: 'granted' | 'denied', call: (does: PlayedTab) => Promise<unknown>): void {
    const { page } = this.#tab(tab);
    if (this.witness.isUnderWay(page, choice)) return;
    this.#call(tab, choice, async (does) => {
      this.witness.seesClick(page, choice);
      await call(does);
      this.witness.seesEnd(page, choice);
    });
  }
}
