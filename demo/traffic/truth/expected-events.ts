/**
 * From the truth to what must have been counted: which page views of whom arrived, on which day of the site. An
 * independent reading of the rules; it shares no code with the product.
 */
import type { TruthLine } from './truth-file.ts';

/** A page view that must be in the reports. */
export interface ArrivedView {
  readonly browser: string;
  readonly day: string;
  readonly path: string;
}

/** What one visitor's answer was at the end of the run. */
export interface Outcome {
  readonly decision: 'undecided' | 'granted' | 'denied';
  readonly views: readonly ArrivedView[];
  /** Page views that waited too long for the yes that came. */
  readonly late: number;
}

/** Before an answer, a note waits a day and no longer. */
const WAITS_MS = 24 * 60 * 60 * 1000;

const SHOWS_A_PAGE: readonly TruthLine['did'][] = ['view', 'turn', 'reload', 'add'];

/** What must have become of each browser of the run. */
export function expectOutcomes(truth: readonly TruthLine[], timeZone: string): ReadonlyMap<string, Outcome> {
  const browsers = new Map<string, Walker>();
  for (const line of truth) {
    const walker = browsers.get(line.browser) ?? createWalker(line.browser, timeZone);
    browsers.set(line.browser, walker);
    walker.take(line);
  }
  return new Map([...browsers].map(([browser, walker]) => [browser, walker.outcome()]));
}

interface Walker {
  take(line: TruthLine): void;
  outcome(): Outcome;
}

function createWalker(browser: string, timeZone: string): Walker {
  let decision: Outcome['decision'] = 'undecided';
  let waiting: { readonly atMs: number; readonly view: ArrivedView }[] = [];
  const arrived: ArrivedView[] = [];
  let late = 0;
  return {
    take({ did, atMs, path, gpc }) {
      if (did === 'arrive' && gpc) decision = 'denied';
      if (did === 'accept') {
        for (const { atMs: since, view } of waiting) {
          if (atMs - since <= WAITS_MS) arrived.push(view);
          else late += 1;
        }
        // Under a no the page in front of the visitor was not noted; from the yes on it is a page that is shown.
        if (decision === 'denied' && path !== undefined) arrived.push({ browser, day: toDay(atMs, timeZone), path });
        waiting = [];
        decision = 'granted';
      }
      if (did === 'refuse') {
        waiting = [];
        decision = 'denied';
      }
      if (path === undefined || !SHOWS_A_PAGE.includes(did)) return;
      const view = { browser, day: toDay(atMs, timeZone), path };
      if (decision === 'granted') arrived.push(view);
      if (decision === 'undecided') waiting.push({ atMs, view });
    },
    outcome: () => ({ decision, views: arrived, late }),
  };
}

/** The calendar day of an instant at the site, `2026-11-26`. */
export function toDay(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(atMs)
    .map(({ type, value }) => [type, value] as const);
  const { year, month, day } = Object.fromEntries(parts);
  return `${year}-${month}-${day}`;
}
