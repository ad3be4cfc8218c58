/**
 * A metric's figures by day, as far as they may be shown: published cells for closed days, lower bounds for the days
 * that are still open, everything on a development site. No report sees a number that has not passed through here.
 */

import { addDays } from '../../contract/day.ts';
import { type Cell, OTHER, type Store } from '../store/store.ts';
import { lastDueDay } from './close-days.ts';
import { isDevelopmentSite, thresholdOf } from './development-site.ts';
import { type KnownMetrics, sumByMetric, type ValueSum } from './suppress.ts';

/** What a report is worked out from. */
export interface ReportParts {
  readonly store: Pick<
    Store,
    'readSites' | 'readDaysWithEvents' | 'readDay' | 'readClosedDays' | 'readCells' | 'readDrops'
  >;
  readonly configuration: {
    readonly kThreshold: number;
    readonly timeZone: string;
    readonly development?: boolean | undefined;
  };
  /** See `toKnownMetrics`. */
  readonly metrics: KnownMetrics;
  readonly clock: { now(): number };
  /** Sites of the configuration; those that have sent something are known from the store. */
  readonly sites?: readonly string[];
  /** Told which metrics each answered report was read from; the survey counts them. */
  readonly onRead?: (metrics: readonly string[]) => void;
}

/** Days of one site, both ends included. */
export interface Range {
  readonly site: string;
  readonly from: string;
  readonly to: string;
}

/** One metric on one day. */
export interface DayFigure {
  readonly day: string;
  /** Not closed yet: every number is a lower bound, a multiple of k. */
  readonly open: boolean;
  /** What may be shown of each value. On a closed day these are its published cells. */
  readonly values: readonly ValueSum[];
  /** All values together. On an open day this can be more than the sum of `values`, each of which was rounded down. */
  readonly total: { readonly count: number; readonly firsts: number };
}

/** One figure for each day of the range, oldest first. `group` puts values together before anything is rounded. */
export async function readFigures(
  metric: string,
  range: Range,
  parts: ReportParts,
  group: (value: string) => string = (value) => value,
): Promise<readonly DayFigure[]> {
  const { store, configuration, metrics, clock } = parts;
  const { site, from, to } = range;
  const development = isDevelopmentSite(site, configuration);
  const lastDay = lastDueDay(clock.now(), configuration.timeZone);
  const withEvents = new Set(await store.readDaysWithEvents(site, from, to));
  const closed = new Set(development ? [] : await store.readClosedDays(site, from, to));
  const cells = development ? new Map<string, Cell[]>() : byDay(await store.readCells(site, metric, from, to));
  const rounding = {
    k: thresholdOf(site, configuration),
    firstsAreBrowsers: metrics[metric]?.distinct === undefined,
  };

  const figures: DayFigure[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    // A day past its due without events has nothing to close and looks like any other day with too few.
    const open = !development && !closed.has(day) && (day > lastDay || withEvents.has(day));
    const isRead = withEvents.has(day) && (development || open);
    const rows = isRead ? (sumByMetric(await store.readDay(site, day, metric), metrics).get(metric) ?? []) : [];
    const sums = regroup(isRead ? rows : (cells.get(day) ?? []), group);
    figures.push(open ? toOpenFigure(day, sums, rounding) : { day, open, values: sums, total: add(sums) });
  }
  return figures;
}

/**
 * What may be said of a day before it closes: "at least n", n rounded down to a multiple of k, and only of values
 * that k browsers share.
 */
export function toOpenFigure(
  day: string,
  sums: readonly ValueSum[],
  { k, firstsAreBrowsers }: { readonly k: number; readonly firstsAreBrowsers: boolean },
): DayFigure {
  const floor = ({ count, firsts }: { count: number; firsts: number }) => ({
    count: Math.floor(count / k) * k,
    firsts: Math.floor(firsts / k) * k,
  });
  const shared = sums.filter((sum) => sum.firsts >= k && sum.value !== OTHER);
  const whole = add(firstsAreBrowsers ? sums : shared);
  return {
    day,
    open: true,
    values: shared.map((sum) => ({ value: sum.value, ...floor(sum) })),
    total: whole.firsts >= k ? floor(whole) : { count: 0, firsts: 0 },
  };
}

function add(sums: readonly ValueSum[]): { count: number; firsts: number } {
  return sums.reduce((total, sum) => ({ count: total.count + sum.count, firsts: total.firsts + sum.firsts }), {
    count: 0,
    firsts: 0,
  });
}

function regroup(sums: readonly ValueSum[], group: (value: string) => string): readonly ValueSum[] {
  const groups = new Map<string, ValueSum>();
  for (const { value, count, firsts } of sums) {
    const name = group(value);
    const sum = groups.get(name);
    groups.set(name, { value: name, count: count + (sum?.count ?? 0), firsts: firsts + (sum?.firsts ?? 0) });
  }
  return [...groups.values()];
}

function byDay(cells: readonly Cell[]): Map<string, Cell[]> {
  const days = new Map<string, Cell[]>();
  for (const cell of cells) {
    const day = days.get(cell.day);
    if (day) day.push(cell);
    else days.set(cell.day, [cell]);
  }
  return days;
}
