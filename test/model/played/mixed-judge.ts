/**
 * Says of each event of a mixed history what became of it, from what lies on the disk and what is on the wire. Nothing here
 * asks the snippet: bounds and ages are those of the design, written out.
 */

import type { Recorded } from '../../../src/api.ts';
import type { PlayedBrowser } from './browser.ts';
import { BASE_URL } from './tab.ts';

const DAY_MS = 86_400_000;

/** Design 5.4: how many events may wait, and for how long. */
const UNDECIDED = { events: 200, ageMs: DAY_MS };
const GRANTED = { events: 1_000, ageMs: 3 * DAY_MS };

/** Design 5.5: events of one batch, the only ones that may wait beyond the bounds. */
const BATCH_EVENTS = 50;

const nameOf = (prefix: string) => `askfirst-${prefix}|${BASE_URL.slice(0, -1)}|anonymous`;

/** A waiting event, as it lies there. */
interface Row {
  readonly atMs: number;
  readonly isAttempted: boolean;
  readonly number: number;
  readonly epoch: string | undefined;
}

/** The decision, as it lies there. */
type RawDecision =
  | {
      readonly decision?: unknown;
      readonly day?: string;
      readonly epoch?: string;
      readonly endsWaiting?: boolean;
    }
  | undefined;

/** What a mixed history has met: a search that never reaches a bound shows nothing of it. */
export type Met = 'full-undecided' | 'full-granted' | 'too-old' | 'too-large' | 'refused' | 'failed' | 'arrived';

/** Watches one browser. What it finds broken it tells the browser's witness. */
export class MixedJudge {
  readonly met = new Set<Met>();
  readonly #browser: PlayedBrowser;
  /** Tracked, and nothing heard of it yet: when, by the device's clock. */
  readonly #open = new Map<number, number>();
  readonly #recorded = new Set<number>();
  readonly #dropped = new Set<number>();
  /** Recorded, and gone for a reason that can be seen. */
  readonly #gone = new Set<number>();
  readonly #arrived = new Set<number>();
  readonly #refusedAlone = new Set<number>();
  readonly #ids = new Map<number, string>();
  readonly #numbers = new Map<string, number>();
  /** Those that were on the way while the buffer was full: they may have gone in the very step in which they came. */
  readonly #overtaken = new Set<number>();
  #rows = new Map<string, Row>();
  #hasEverGranted = false;
  /** How wrong the clock was before its last jump: what is under way may still go by it. */
  clockErrorBeforeMs = 0;

  constructor(browser: PlayedBrowser) {
    this.#browser = browser;
    const { disk } = browser;
    const told = disk.onCommit;
    disk.onCommit = (database, page) => {
      told(database, page);
      if (database === nameOf('decision')) this.#hasEverGranted ||= this.#decision()?.decision === 'granted';
      if (database === nameOf('buffer')) this.#seesCommit();
    };
  }

  /** Of each event twice: when it is tracked, and what the snippet says became of it. */
  seesTrack = (number: number, result?: Recorded): void => {
    if (result === undefined) this.#open.set(number, this.#clocksMs()[0]);
    else {
      if ('recorded' in result) {
        this.#recorded.add(number);
        if (!this.#isKnown(number)) this.#seesUnseen(number);
      } else if (result.dropped !== 'denied') this.#dropped.add(number);
      this.#open.delete(number);
    }
  };

  /** What the collector said to a request, and whether that settles the events in it. */
  seesAnswer(url: string, body: string, status: number): void {
    if (status >= 500) this.met.add('failed');
    if (!url.endsWith('/events')) return;
    // The snippet's own body.
    const { events } = JSON.parse(body) as { events: { id: string; properties: { items: number } }[] };
    if (events.length > BATCH_EVENTS) this.#breaks('a batch of too many events was sent');
    if (status === 413) this.met.add('refused');
    for (const { id, properties } of events) {
      const number = properties.items;
      if ((this.#ids.get(number) ?? id) !== id || (this.#numbers.get(id) ?? number) !== number)
        this.#breaks('P10 one event was sent under two ids, or two under one');
      this.#ids.set(number, id);
      this.#numbers.set(id, number);
      if (status === 202) {
        this.met.add('arrived');
        this.#arrived.add(number);
      }
      if (status === 413 && events.length === 1) this.#refusedAlone.add(number);
    }
  }

  /** Everything is at rest, no page has died and nobody has said no: each loss is in the counts. */
  looksAtTheCounts(): void {
    const waiting = new Set([...this.#rows.values()].map(({ number }) => number));
    const lost = [...this.#recorded].filter((number) => !this.#arrived.has(number) && !waiting.has(number));
    const totals = this.#browser.disk.peek(nameOf('buffer')).find(({ key }) => key === 'dropped')?.value ?? {};
    let counted = 0;
    for (const [reason, number] of Object.entries(totals)) if (!reason.endsWith(' reported')) counted += Number(number);
    if (counted < lost.length + this.#dropped.size)
      this.#breaks(`P11 ${lost.length + this.#dropped.size} events were lost, and ${counted} are counted`);
  }

  /** After everything: each event that was recorded has arrived, waits, or went for a reason. */
  looksAtTheEnd(): void {
    for (const number of this.#recorded)
      if (!this.#arrived.has(number) && !this.#isKnown(number)) this.#breaks('P11 a recorded event is nowhere');
  }

  #isKnown(number: number): boolean {
    return this.#gone.has(number) || [...this.#rows.values()].some((row) => row.number === number);
  }

  /** It was never to be seen on the disk: it went in the step in which it came. */
  #seesUnseen(number: number): void {
    const trackedMs = this.#open.get(number) ?? 0;
    const isOld = this.#clocksMs().some((nowMs) => nowMs - trackedMs > UNDECIDED.ageMs);
    if (this.#arrived.has(number) || this.#overtaken.has(number) || isOld) this.#gone.add(number);
    else this.#breaks('P11 an event was said to be recorded, and is not there');
  }

  #seesCommit(): void {
    const before = this.#rows;
    this.#rows = this.#readRows();
    const waiting = [...this.#rows.values()].filter(({ isAttempted }) => !isAttempted);
    const most = (this.#hasEverGranted ? GRANTED : UNDECIDED).events;
    if (waiting.length > most) this.#breaks(`${waiting.length} events wait, and ${most} may`);
    if (this.#rows.size - waiting.length > BATCH_EVENTS) this.#breaks('more wait as attempted than a batch holds');
    if (this.#isFull(waiting.length)) for (const number of this.#open.keys()) this.#overtaken.add(number);
    const gone = [...before].filter(([token]) => !this.#rows.has(token)).map(([, row]) => row);
    const stayed = waiting.filter((row) => [...before.values()].some(({ number }) => number === row.number));
    const oldestMs = Math.min(...stayed.map(({ atMs }) => atMs));
    for (const row of gone) {
      this.#gone.add(row.number);
      const isOverflow = this.#isFull(waiting.length) && !row.isAttempted && row.atMs <= oldestMs;
      if (!isOverflow && !this.#mayGo(row)) this.#breaks('P11 an event that waited is gone, and for no reason');
    }
    if (gone.length > 0 && waiting.length === UNDECIDED.events && !this.#hasEverGranted) this.met.add('full-undecided');
    if (gone.length > 0 && waiting.length === GRANTED.events) this.met.add('full-granted');
  }

  /** Those that are too old when they come count as well, and go in the same step. */
  #isFull(waiting: number): boolean {
    const clocksMs = this.#clocksMs();
    const old = [...this.#open.values()].filter((atMs) => clocksMs.some((nowMs) => nowMs - atMs > UNDECIDED.ageMs));
    const bound = this.#grantStands() ? GRANTED : UNDECIDED;
    return waiting + old.length >= bound.events;
  }

  #mayGo({ atMs, number, epoch }: Row): boolean {
    if (this.#arrived.has(number)) return true;
    const decision = this.#decision();
    if (decision?.decision === 'denied') return true;
    if (this.#refusedAlone.has(number)) {
      this.met.add('too-large');
      return true;
    }
    const { ageMs } = this.#grantStands() ? GRANTED : UNDECIDED;
    if (this.#clocksMs().some((nowMs) => nowMs - atMs > ageMs)) {
      this.met.add('too-old');
      return true;
    }
    // Recorded under another yes, or under none where this one took nothing over.
    return epoch === undefined ? decision?.endsWaiting === false : epoch !== decision?.epoch;
  }

  /** A yes of a day that has not come yet does not stand (design 5.3); by either clock. */
  #grantStands(): boolean {
    const { decision, day } = this.#decision() ?? {};
    return (
      decision === 'granted' &&
      this.#clocksMs().every((nowMs) => new Date(nowMs).toISOString().slice(0, 10) >= (day ?? ''))
    );
  }

  #clocksMs(): readonly [nowMs: number, beforeMs: number] {
    const { turns, clockErrorMs } = this.#browser;
    return [turns.nowMs + clockErrorMs, turns.nowMs + this.clockErrorBeforeMs];
  }

  #decision(): RawDecision {
    // Looked at field by field.
    return this.#browser.disk.peek(nameOf('decision'))[0]?.value as RawDecision;
  }

  #readRows(): Map<string, Row> {
    const rows = new Map<string, Row>();
    for (const { key, value } of this.#browser.disk.peek(nameOf('buffer'))) {
      if (!Array.isArray(key)) continue;
      const [atMs, token, bytes] = key;
      // What the snippet wrote; a row without these fields ends the test, as it should.
      const { properties, epoch } = value as { properties: { items: number }; epoch?: string };
      const row = { atMs: Number(atMs), isAttempted: bytes === 0, number: properties.items, epoch };
      if (rows.has(String(token))) this.#breaks('P10 one event waits twice');
      rows.set(String(token), row);
    }
    return rows;
  }

  #breaks(what: string): void {
    this.#browser.witness.seesTrouble(what);
  }
}
