/**
 * What the report on dropped events must say. Which events of a page that is just being closed still leave it nobody can
 * write down beforehand, so the numbers are those that browsers told and were told on the wire; what the truth does know,
 * it holds against them.
 */
import { type Outcome, toDay } from './expected-events.ts';
import type { ExpectedReport, ExpectedRow } from './expected-reports.ts';

/** A request and its answer, as the server of the run noted them. */
export interface NotedBatch {
  readonly browser: string;
  readonly path: string;
  readonly atMs: number;
  readonly body: string;
  readonly status: number;
  readonly answer?: string;
}

/** What the expectation is worked out for. */
export interface DropRules {
  readonly k: number;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** Every reason there is, in the order of docs/drop-reasons.md. */
const REASONS = [
  ...['inert', 'not-asked-yet', 'denied', 'not-in-registry', 'metric-expired', 'property-not-allowed', 'ignored'],
  ...['filtered', 'already-recorded', 'buffer-full', 'too-old', 'storage-failed', 'row-unreadable', 'forgotten'],
  ...['purpose-not-granted', 'not-in-agreed-scope', 'epoch-over', 'too-large', 'event-malformed'],
  ...['outside-clock-window', 'erased', 'switched-off'],
];

/** The question and its answer: each day's count of a reason rounded down to a multiple of k, then added. */
export function expectDrops(batches: readonly NotedBatch[], { k, from, to, timeZone }: DropRules): ExpectedReport {
  const days = new Map<string, number>();
  for (const { day, reason, count } of listDrops(batches, timeZone)) {
    if (day < from || day > to) continue;
    const key = `${reason} ${day}`;
    days.set(key, (days.get(key) ?? 0) + count);
  }
  const rows = REASONS.map((value): ExpectedRow => {
    const ofReason = [...days].filter(([key]) => key.startsWith(`${value} `));
    const count = ofReason.reduce((sum, [, one]) => sum + Math.floor(one / k) * k, 0);
    return { value, count, ...(count === 0 ? { tooFew: true } : { atLeast: true }) };
  });
  return { report: 'drops', from, to, period: 'day', rows: rows.sort((a, b) => b.count - a.count) };
}

/**
 * One sentence for each count that cannot be: nobody here does anything by which an event is dropped, but for waiting
 * too long; and page views that waited too long for a yes are told of with it.
 */
export function checkDrops(
  batches: readonly NotedBatch[],
  outcomes: ReadonlyMap<string, Outcome>,
  timeZone: string,
): readonly string[] {
  const told = new Map<string, number>();
  const problems: string[] = [];
  for (const { browser, reason, count } of listDrops(batches, timeZone)) {
    if (reason === 'too-old') told.set(browser, (told.get(browser) ?? 0) + count);
    else problems.push(`${browser}: ${count} dropped as ${reason}, for which nothing happened`);
  }
  for (const [browser, { decision, late }] of outcomes) {
    const count = told.get(browser) ?? 0;
    if (decision !== 'granted' && count > 0) problems.push(`${browser}: told of ${count} dropped events without a yes`);
    if (decision === 'granted' && count < late)
      problems.push(`${browser}: ${late} page views waited too long, and it told of ${count}`);
  }
  return problems;
}

/** From batches that were taken: what the browser told, and what the collector refused. */
function listDrops(batches: readonly NotedBatch[], timeZone: string) {
  return batches
    .filter(({ path, status }) => path.endsWith('/events') && status === 202)
    .flatMap(({ browser, atMs, body, answer = '{}' }) => {
      // Our own page's and our own collector's.
      const { drops = {} } = JSON.parse(body) as { drops?: Record<string, number> };
      const { dropped = [] } = JSON.parse(answer) as { dropped?: { reason: string }[] };
      const day = toDay(atMs, timeZone);
      return [
        ...Object.entries(drops).map(([reason, count]) => ({ browser, day, reason, count })),
        ...dropped.map(({ reason }) => ({ browser, day, reason, count: 1 })),
      ];
    });
}
