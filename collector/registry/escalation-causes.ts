/** When a steward alone is not enough (design 10.1): a new observer, property type or linkage, or a category that always needs a second look. */

import { standingCauses } from './judge-review.ts';
import type { DeclaredMetric } from './loaded-registry.ts';
import { metricSchema } from './metric-definition.ts';
import type { Scope } from './scope-lock.ts';
import { standardMetric } from './standard/standard-metrics.ts';

/** Property types that come with the house: what the first metrics of every site use. The others are new when first used. */
const ORDINARY_TYPES: ReadonlySet<string> = new Set(['boolean', 'choice', 'bucket', 'path']);

/**
 * The causes for which a metric needs an escalated review, given what is released; empty if a steward is enough.
 * Before the first release nothing is new, because everything is; what always needs a second look needs it then, too.
 */
export function escalationCauses({ name, definition }: DeclaredMetric, released: Scope): string[] {
  const standing = standingCauses(definition);
  if (released.number === 0) return standing;
  const earlier = Object.hasOwn(released.metrics, name);
  const known = typesOf(released);
  const types = Object.values(definition.properties)
    .map(({ type }) => type)
    .filter((type) => type !== 'text' && !ORDINARY_TYPES.has(type) && !known.has(type));
  return [
    ...standing,
    ...[...new Set(types)].map((type) => `new property type ${type}`),
    ...(standardMetric(name) && !earlier ? [`new observer for ${name}`] : []),
  ];
}

function typesOf({ metrics }: Scope): Set<string> {
  const types = Object.values(metrics).flatMap(({ definition }) => {
    const parsed = metricSchema.safeParse(definition);
    return parsed.success ? Object.values(parsed.data.properties).map(({ type }) => type) : [];
  });
  return new Set(types);
}
