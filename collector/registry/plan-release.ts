/** The next scope: what changed since the newest one, and whether an earlier yes still covers it. Comes in: what is declared and reviewed. Goes out: a record for askfirst.lock. */

import { type Change, classifyChange, strongest } from './classify-change.ts';
import { compareSurroundings, type Surroundings } from './compare-surroundings.ts';
import type { Configuration } from './configuration.ts';
import type { DeclaredMetric } from './loaded-registry.ts';
import { metricSchema } from './metric-definition.ts';
import type { Escalation } from './review-record.ts';
import { applyRecord, type Scope, type ScopeRecord } from './scope-lock.ts';

/** What a release is made of. */
export interface ReleaseParts {
  readonly before: Scope;
  readonly configuration: Configuration;
  /** Reviewed metrics only. */
  readonly metrics: readonly DeclaredMetric[];
  readonly today: string;
  /** Who looked at changed words of a purpose or of the controller's name. */
  readonly escalations?: readonly Escalation[];
  /** Purposes, or `controller.name`, of which only the words changed and not what they say. */
  readonly minor?: readonly string[];
}

type ChangedMetric = NonNullable<ScopeRecord['metrics']>[string];

/** The record to append, or undefined if nothing changed. */
export function planRelease({
  before,
  configuration,
  metrics,
  today,
  escalations = [],
  minor = [],
}: ReleaseParts): ScopeRecord | undefined {
  const number = before.number + 1;
  const around = compareSurroundings(before, configuration, minor);
  const changed: Record<string, ChangedMetric> = {};
  for (const metric of metrics) {
    const change = changeOf(metric, { before, around });
    if (!change) continue;
    const isCovered = change === 'narrowed' || change === 'reworded';
    const since = isCovered ? (before.metrics[metric.name]?.since ?? number) : number;
    changed[metric.name] = { change, since, definition: { ...metric.written } };
  }
  const removed = Object.keys(before.metrics).filter((name) => !metrics.some((metric) => metric.name === name));
  const bootstrap = metrics
    .filter(({ name, review }) => review?.outcome === 'bootstrap' && Object.hasOwn(changed, name))
    .map(({ name }) => name);
  const record = {
    number,
    date: today,
    kind: kindOf(Object.values(changed), removed, around),
    ...around.changes,
    ...(Object.keys(changed).length > 0 && { metrics: changed }),
    ...(removed.length > 0 && { removed }),
    ...(bootstrap.length > 0 && { bootstrap }),
    ...(minor.length > 0 && { minor: [...minor] }),
    ...(escalations.length > 0 && { escalations: [...escalations] }),
  };
  const isSame = Object.keys(changed).length === 0 && removed.length === 0 && Object.keys(around.changes).length === 0;
  return isSame ? undefined : { ...record, digest: applyRecord(before, record).digest };
}

function changeOf(
  { name, digest, definition }: DeclaredMetric,
  { before, around }: { before: Scope; around: Surroundings },
): ChangedMetric['change'] | undefined {
  const earlier = Object.hasOwn(before.metrics, name) ? before.metrics[name] : undefined;
  if (!earlier) return 'added';
  const hasPath = Object.values(definition.properties).some(({ type }) => type === 'path');
  if (around.widensAll || around.purposes.has(definition.purpose) || (around.widensPaths && hasPath)) return 'widened';
  if (earlier.digest === digest) return undefined;
  const parsed = metricSchema.safeParse(earlier.definition);
  // A shape that an older version wrote and this one does not know cannot be compared, so no earlier yes covers it.
  const change = parsed.success ? classifyChange(parsed.data, definition) : 'widening';
  return change === 'widening' ? 'widened' : change === 'narrowing' ? 'narrowed' : 'reworded';
}

function kindOf(changed: readonly ChangedMetric[], removed: readonly string[], around: Surroundings): Change {
  return strongest([
    around.kind,
    removed.length > 0 ? 'narrowing' : 'editorial',
    ...changed.map(({ change }) => {
      if (change === 'added' || change === 'widened') return 'widening' as const;
      return change === 'narrowed' ? ('narrowing' as const) : ('editorial' as const);
    }),
  ]);
}
