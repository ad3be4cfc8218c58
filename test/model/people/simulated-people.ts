/**
 * The rules of signed-in people, written apart: which events the collector may hold after each step. Imports nothing of
 * what it judges. Everything asked for has been answered between two steps.
 */

/** One step of a history. Browsers and people are numbers. */
export type Step =
  | { readonly does: 'sign-in'; readonly browser: number; readonly person: number | undefined }
  | { readonly does: 'yes' | 'no' | 'no-here' | 'track'; readonly browser: number }
  | { readonly does: 'ceiling'; readonly isOff: boolean }
  | { readonly does: 'wait'; readonly minutes: number };

interface Standing {
  decision: 'undecided' | 'granted' | 'denied';
  /** Numbers of events that wait undecided. */
  waiting: number[];
  /** The hour for which a pass is here. */
  passHour: number | undefined;
}

/** What must be so. */
export class SimulatedPeople {
  nowMs: number;
  isOff = false;
  /** Events the collector holds, each with who sent it from where. */
  readonly held = new Map<number, string>();
  readonly #standing = new Map<string, Standing>();
  /** People whose yes stands. */
  readonly #rows = new Set<number>();
  readonly #here = new Map<number, number>();
  #events = 0;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  /** Takes a step; the number of the event, if it records one that may be kept. */
  take(step: Step): number | undefined {
    if (step.does === 'wait') this.nowMs += step.minutes * 60_000;
    if (step.does === 'ceiling') this.isOff = step.isOff;
    if (step.does === 'wait' || step.does === 'ceiling') {
      for (const [browser, person] of this.#here) {
        // What waits may be of a time when the organisation was off and the page did not know.
        if (this.isOff) this.#of(browser, person).waiting = [];
        this.#look(browser);
      }
      return undefined;
    }
    const { browser } = step;
    if (step.does === 'sign-in') {
      const before = this.#here.get(browser);
      if (before !== step.person && before !== undefined) this.#of(browser, before).waiting = [];
      if (step.person === undefined) this.#here.delete(browser);
      else this.#here.set(browser, step.person);
      this.#look(browser);
      return undefined;
    }
    const person = this.#here.get(browser);
    if (person === undefined) return undefined;
    const standing = this.#of(browser, person);
    if (step.does === 'track') {
      this.#events += 1;
      if (this.isOff || standing.decision === 'denied') return this.#events;
      if (standing.decision === 'undecided') standing.waiting.push(this.#events);
      else if (this.#look(browser)) this.held.set(this.#events, `${browser} ${person}`);
      return this.#events;
    }
    if (step.does === 'yes') {
      // A second yes is another grant: told again, and what an earlier one sent stays.
      standing.decision = 'granted';
      standing.passHour = undefined;
      if (this.isOff) return undefined;
      this.#rows.add(person);
      this.#look(browser);
      for (const event of standing.waiting) this.held.set(event, `${browser} ${person}`);
      standing.waiting = [];
      return undefined;
    }
    this.#withdraw(browser, person);
    if (step.does === 'no') this.#rows.delete(person);
    return undefined;
  }

  /** May this browser send now? It asks at most once an hour; where no row stands it stops and takes back what it sent. */
  #look(browser: number): boolean {
    const person = this.#here.get(browser);
    if (person === undefined || this.isOff) return false;
    const standing = this.#of(browser, person);
    if (standing.decision !== 'granted') return false;
    const hour = Math.floor(this.nowMs / 3_600_000);
    if (standing.passHour === hour) return true;
    if (this.#rows.has(person)) {
      standing.passHour = hour;
      return true;
    }
    this.#withdraw(browser, person);
    return false;
  }

  #withdraw(browser: number, person: number): void {
    const standing = this.#of(browser, person);
    standing.decision = 'denied';
    standing.waiting = [];
    standing.passHour = undefined;
    for (const [event, by] of this.held) if (by === `${browser} ${person}`) this.held.delete(event);
  }

  #of(browser: number, person: number): Standing {
    const key = `${browser} ${person}`;
    const standing = this.#standing.get(key) ?? { decision: 'undecided', waiting: [], passHour: undefined };
    this.#standing.set(key, standing);
    return standing;
  }
}
