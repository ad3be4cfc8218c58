/** Rows of a day go in, cells come out that show nobody in a crowd of fewer than k browsers (design 12). Pure. */

import { type Cell, type DayGroup, OTHER } from '../store/store.ts';
import { toCellValue } from './cell-value.ts';

/** What is known of one value on one day before anything is hidden. */
export interface ValueSum {
  readonly value: string;
  readonly count: number;
  /** Sum of `first` flags: different browsers, since a browser has one first per day, metric and value. */
  readonly firsts: number;
}

/** How many browsers a cell needs, and which property tells a metric's values apart. */
export interface SuppressionRules {
  /** 1 hides nothing; that is for development sites only. */
  readonly k: number;
  readonly metrics: KnownMetrics;
}

/** All that reports need to know of metrics, by name. `distinct` is absent where a metric names no distinct property. */
export type KnownMetrics = Readonly<Record<string, { readonly distinct?: string | undefined }>>;

/**
 * The metrics as their events were recorded: those in force and those removed. A metric that is declared but
 * withheld is not among them; if its distinct property was altered, flags would be taken for browsers.
 */
export function toKnownMetrics(loaded: {
  readonly registry: { readonly metrics: KnownMetrics };
  readonly removed: KnownMetrics;
}): KnownMetrics {
  return { ...loaded.removed, ...loaded.registry.metrics };
}

/**
 * A day's cells, by metric, then value. The same rows give the same cells, in whatever order they come.
 * Rows of a metric that is not known give none: without its distinct property nobody can tell
 * how many browsers stand behind its flags.
 */
export function toCells(day: string, groups: readonly DayGroup[], { k, metrics }: SuppressionRules): readonly Cell[] {
  return [...sumByMetric(groups, metrics)].flatMap(([metric, sums]) =>
    suppress(sums, { k, firstsAreBrowsers: metrics[metric]?.distinct === undefined }).map((sum) => ({
      day,
      metric,
      ...sum,
    })),
  );
}

/** Adds rows of known metrics up by metric and value; metrics and values in the order of their code units. */
export function sumByMetric(
  groups: readonly DayGroup[],
  metrics: KnownMetrics,
): ReadonlyMap<string, readonly ValueSum[]> {
  const byMetric = new Map<string, Map<string, ValueSum>>();
  for (const group of groups) {
    if (!Object.hasOwn(metrics, group.metric)) continue;
    const value = toCellValue(group, metrics[group.metric]?.distinct);
    const sums = byMetric.get(group.metric) ?? new Map<string, ValueSum>();
    const sum = sums.get(value);
    sums.set(value, {
      value,
      count: group.count + (sum?.count ?? 0),
      firsts: group.firsts + (sum?.firsts ?? 0),
    });
    byMetric.set(group.metric, sums);
  }
  return new Map(
    [...byMetric]
      .map(([metric, sums]) => [metric, [...sums.values()].sort((a, b) => compareText(a.value, b.value))] as const)
      .sort(([a], [b]) => compareText(a, b)),
  );
}

/**
 * Hides what fewer than k browsers did within one day and metric.
 *
 * Values with fewer go to OTHER. OTHER takes along the smallest value that has k browsers, because one browser
 * may stand behind all the flags of the rare ones; where no value has k, nothing is shown at all.
 * @param firstsAreBrowsers the metric has no distinct property, so that a browser has one `first` for all its
 *   values together: then flags of different values are different browsers, and k of them may be shown as OTHER
 *   without a partner. That is how the visitors of a small site's day still come out
 */
export function suppress(
  sums: readonly ValueSum[],
  { k, firstsAreBrowsers }: { readonly k: number; readonly firstsAreBrowsers: boolean },
): readonly ValueSum[] {
  if (k <= 1) return sums;
  // A value that calls itself OTHER could not be told from ours, so it is treated as a rare one.
  const isShown = (sum: ValueSum) => sum.firsts >= k && sum.value !== OTHER;
  const rare = sums.filter((sum) => !isShown(sum));
  const shown = sums.filter(isShown);
  if (rare.length === 0) return shown;
  const partner = shown.toSorted(bySize)[0];
  if (partner) return [...shown.filter((sum) => sum !== partner), toOther([...rare, partner])];
  const other = toOther(rare);
  return firstsAreBrowsers && other.firsts >= k ? [other] : [];
}

function toOther(sums: readonly ValueSum[]): ValueSum {
  return {
    value: OTHER,
    count: sums.reduce((total, sum) => total + sum.count, 0),
    firsts: sums.reduce((total, sum) => total + sum.firsts, 0),
  };
}

/** Fewest browsers first; the rest only makes the choice the same on every run. */
function bySize(a: ValueSum, b: ValueSum): number {
  return a.firsts - b.firsts || a.count - b.count || compareText(a.value, b.value);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
