/**
 * Does a name still mean what it meant? Rows and published figures are kept by metric, so whatever decides what a row's
 * flag counts, or what a value is, stays the same for as long as there is the name. Comes in: a definition and the
 * history. Goes out: what changed its meaning.
 */

import { type MetricDefinition, metricSchema } from './metric-definition.ts';

/** The part of a scope that is looked at. */
interface FrozenMetrics {
  readonly number: number;
  readonly metrics: Readonly<Record<string, { readonly definition: unknown }>>;
}

/**
 * Why rows recorded under an earlier definition of the name must not be counted together with rows of this one; undefined
 * if they may. With another distinct property one browser's flags would be taken for several browsers (design 12).
 */
export function whyOtherMeaning(
  name: string,
  now: MetricDefinition,
  earlier: readonly FrozenMetrics[],
): string | undefined {
  for (const { number, metrics } of earlier) {
    const frozen = Object.hasOwn(metrics, name) ? metricSchema.safeParse(metrics[name]?.definition) : undefined;
    const what = frozen?.success ? differenceOf(frozen.data, now) : undefined;
    if (what) return `In scope ${number} its ${what} now: rows of both would be counted together.`;
  }
  return undefined;
}

/** What to do about it. */
export function otherMeaningRemedy(name: string): string {
  return `Undo that, or declare it under a new name (${name}.v2, say) and remove this one.`;
}

function differenceOf(before: MetricDefinition, now: MetricDefinition): string | undefined {
  if (before.distinct !== now.distinct)
    return `distinct property was ${before.distinct ?? 'none'}, and is ${now.distinct ?? 'none'}`;
  if (before.linkage !== now.linkage) return `linkage was ${before.linkage}, and is ${now.linkage}`;
  const changed = Object.entries(now.properties).find(
    ([name, { type }]) => Object.hasOwn(before.properties, name) && before.properties[name]?.type !== type,
  );
  if (!changed) return undefined;
  const [name, { type }] = changed;
  return `property ${name} was of type ${before.properties[name]?.type}, and is of type ${type}`;
}
