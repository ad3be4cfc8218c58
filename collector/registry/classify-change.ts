/**
 * Old definition, new definition: does more reach the collector, less, or do only words differ?
 * Whatever is not proven to be less counts as more, because an earlier yes does not cover more.
 */

import type { MetricDefinition, PropertyDefinition } from './metric-definition.ts';

/** `widening` if anything grew, else `narrowing` if anything shrank, else `editorial`. */
export type Change = 'widening' | 'narrowing' | 'editorial';

/**
 * Compares two definitions of one metric. Description, why, owners, issues and the reason of a permanent metric only
 * explain; every other field is compared.
 */
export function classifyChange(before: MetricDefinition, after: MetricDefinition): Change {
  const changes: Change[] = [
    before.purpose === after.purpose ? 'editorial' : 'widening',
    before.category === after.category ? 'editorial' : 'widening',
    compare(before.linkage === 'session' ? 1 : 0, after.linkage === 'session' ? 1 : 0),
    compareSets(before.linkedWith ?? [], after.linkedWith ?? []),
    compareDistinct(before.distinct, after.distinct),
    compare(lifeOf(before), lifeOf(after)),
    compare(before.retentionDays, after.retentionDays),
    compareSets(Object.keys(before.properties), Object.keys(after.properties)),
  ];
  for (const [name, property] of Object.entries(after.properties)) {
    const earlier = before.properties[name];
    if (earlier) changes.push(compareProperties(earlier, property));
  }
  return strongest(changes);
}

/** The strongest of several changes: one widening makes the whole a widening. */
export function strongest(changes: readonly Change[]): Change {
  if (changes.includes('widening')) return 'widening';
  return changes.includes('narrowing') ? 'narrowing' : 'editorial';
}

/** More elements are a widening, fewer a narrowing; some gone and some new is a widening. */
export function compareSets(before: readonly unknown[], after: readonly unknown[]): Change {
  if (after.some((element) => !before.includes(element))) return 'widening';
  return before.some((element) => !after.includes(element)) ? 'narrowing' : 'editorial';
}

function compare(before: number | string, after: number | string): Change {
  if (after > before) return 'widening';
  return after < before ? 'narrowing' : 'editorial';
}

/** A metric without a distinct property carries at most one `first` a day; with one, up to one for each value. */
function compareDistinct(before: string | undefined, after: string | undefined): Change {
  if (before === after) return 'editorial';
  return after === undefined ? 'narrowing' : 'widening';
}

/** Text that orders as the life does: `never` is later than every day. */
function lifeOf({ expires }: MetricDefinition): string {
  return expires === 'never' ? '9999' : expires;
}

function compareProperties(before: PropertyDefinition, after: PropertyDefinition): Change {
  if (before.type === 'choice' && after.type === 'choice') return compareSets(before.values, after.values);
  if (before.type === 'bucket' && after.type === 'bucket') return compareSets(before.bounds, after.bounds);
  if (before.type === 'count' && after.type === 'count') return compare(before.most, after.most);
  if (before.type === 'text' && after.type === 'text') return compare(before.maxLength, after.maxLength);
  return before.type === after.type ? 'editorial' : 'widening';
}
