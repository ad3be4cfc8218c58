/**
 * One person in one browser, as the rules have it: what they answered here, what waits, what was sent and must be stored. An
 * independent reading of design 5.3, 5.7 and 9; shares no code with the product.
 */
import { mondayOf } from '../../traffic/truth/expected-cells.ts';
import { toDay } from '../../traffic/truth/expected-events.ts';
import type { Note, Visit } from './visit.ts';

/** A row as the collector must have it. */
export interface StoredEvent {
  readonly day: string;
  readonly metric: string;
  readonly properties: Note['properties'];
  readonly first: boolean;
}

/** What a note of a metric is told apart by when its `first` is worked out; by nothing where it is not named. */
const DISTINCT: Readonly<Record<string, string>> = {
  'page.view': 'path',
  'visit.start': 'entry',
  'visit.pages': 'reached',
  'visit.seconds': 'reached',
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** Before an answer a note waits a day and no longer, after a yes three. */
const WAITS_MS = { undecided: DAY_MS, granted: 3 * DAY_MS, denied: 0 } as const;

/** What stands, and what became of it. */
export class Standing {
  decision: 'undecided' | 'granted' | 'denied' = 'undecided';
  /** A no that was said here, or one that was heard of. */
  deniedBy: 'own' | 'elsewhere' | undefined;
  /** Has the collector been told of the yes, by a token it takes? */
  isTold = false;
  /** The hour for which this browser has a pass. */
  passHour: number | undefined;
  visit: Visit | undefined;
  waiting: Note[] = [];
  /** What the collector must have of it now. */
  stored: StoredEvent[] = [];
  /** How many yeses, withdrawals of one, told noes and taken events there have been in all. */
  grants = 0;
  withdrawals = 0;
  noes = 0;
  taken = 0;
  #marks = new Set<string>();
  #sinceDay: string | undefined;
  readonly #timeZone: string;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** A yes ends the waiting: what is not too old goes with it. */
  grant(atMs: number): void {
    this.#dropOld(atMs);
    Object.assign(this, { decision: 'granted', deniedBy: undefined, isTold: false, passHour: undefined });
    this.grants += 1;
  }

  /** Notes something. What is too old by then goes. */
  note(notes: readonly Omit<Note, 'atMs'>[], atMs: number): void {
    this.waiting.push(...notes.map((note) => ({ ...note, atMs })));
    this.#dropOld(atMs);
  }

  /** A no destroys what waits and what was seen; if it follows a yes, all that was sent is erased. */
  deny(by: 'own' | 'elsewhere'): void {
    if (this.decision === 'granted') this.withdrawals += 1;
    Object.assign(this, { decision: 'denied', deniedBy: by, passHour: undefined, stored: [] });
    this.forget();
  }

  /** Somebody else is here now: what was left undecided goes, and the visit ends. */
  leave(): void {
    if (this.decision === 'granted') this.visit = undefined;
    else this.forget();
  }

  /** Nothing waits and nothing was seen. */
  forget(): void {
    Object.assign(this, { waiting: [], visit: undefined });
    this.#marks = new Set();
    this.#sinceDay = undefined;
  }

  /** What waits is sent, in the order in which it happened. */
  send(): void {
    for (const note of this.waiting) this.#sendOne(note);
    this.waiting = [];
  }

  #dropOld(atMs: number): void {
    const maxMs = WAITS_MS[this.decision];
    this.waiting = this.waiting.filter((note) => atMs - note.atMs <= maxMs);
  }

  #sendOne({ atMs, metric, properties }: Note): void {
    const day = toDay(atMs, this.#timeZone);
    const value = DISTINCT[metric] === undefined ? '' : properties[DISTINCT[metric]];
    const first = this.#isNew(`${day} ${metric} ${value}`);
    // A browser comes by once a day.
    if (metric === 'visit.day' && !first) return;
    this.#sinceDay ??= day;
    this.taken += 1;
    this.stored.push({
      day,
      metric,
      first,
      properties: metric !== 'visit.day' ? properties : this.#toVisitDay(day, this.#sinceDay),
    });
  }

  #toVisitDay(day: string, sinceDay: string): Note['properties'] {
    return {
      week: this.#isNew(`week ${mondayOf(day)}`),
      month: this.#isNew(`month ${day.slice(0, 7)}`),
      // Within one week nothing is older.
      age: day === sinceDay ? 'new' : 'week',
    };
  }

  #isNew(mark: string): boolean {
    const isNew = !this.#marks.has(mark);
    this.#marks.add(mark);
    return isNew;
  }
}
