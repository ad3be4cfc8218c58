/** The next scope: what changed since the newest one, and whether an earlier yes still covers it. Comes in: what is declared and reviewed. Goes out: a record for askfirst.lock. */

import { type Change, classifyChange, compareSets, strongest } from './classify-change.ts';
import type { Configuration } from './configuration.ts';
import { toDigest } from './digest.ts';
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
  /** Who looked at changed words of a purpose. */
  readonly escalations?: readonly Escalation[];
}

type ChangedMetric = NonNullable<ScopeRecord['metrics']>[string];

/** The record to append, or undefined if nothing changed. */
export function planRelease({
  before,
  configuration,
  metrics,
  today,
  escalations = [],
}: ReleaseParts): ScopeRecord | undefined {
  const number = before.number + 1;
  const around = compareSurroundings(before, configuration);
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
    ...(escalations.length > 0 && { escalations: [...escalations] }),
  };
  const isSame = Object.keys(changed).length === 0 && removed.length === 0 && Object.keys(around.changes).length === 0;
  return isSame ? undefined : { ...record, digest: applyRecord(before, record).digest };
}

/** What surrounds the metrics: purposes, processors, precision, kept paths. */
interface Surroundings {
  readonly changes: Pick<ScopeRecord, 'purposes' | 'processors' | 'timePrecision' | 'keep'>;
  readonly kind: Change;
  /** Purposes whose words changed: what was agreed to under the old words is not agreed to under the new. */
  readonly purposes: ReadonlySet<string>;
  readonly touchesPaths: boolean;
  readonly touchesAll: boolean;
}

function compareSurroundings(
  before: Scope,
  { purposes, processors, timePrecision, paths }: Configuration,
): Surroundings {
  const reworded = rewordedPurposes(before, { purposes });
  const ofProcessors = compareSets(before.processors.map(toDigest), processors.map(toDigest));
  const ofPrecision = compareSets(
    before.timePrecision === 'hour' ? ['hour'] : [],
    timePrecision === 'hour' ? ['hour'] : [],
  );
  const ofKeep = compareSets(before.keep, paths.keep);
  const ofPurposes = compareSets(Object.keys(before.purposes), Object.keys(purposes));
  return {
    changes: {
      ...(toDigest(before.purposes) !== toDigest(purposes) && { purposes }),
      ...(ofProcessors !== 'editorial' && { processors: processors.map(withoutUndefined) }),
      ...(ofPrecision !== 'editorial' && { timePrecision }),
      ...(ofKeep !== 'editorial' && { keep: [...paths.keep] }),
    },
    kind: strongest([ofProcessors, ofPrecision, ofKeep, ofPurposes, reworded.length > 0 ? 'widening' : 'editorial']),
    purposes: new Set(reworded),
    touchesPaths: ofKeep === 'widening',
    touchesAll: ofProcessors === 'widening' || ofPrecision === 'widening',
  };
}

function changeOf(
  { name, digest, definition }: DeclaredMetric,
  { before, around }: { before: Scope; around: Surroundings },
): ChangedMetric['change'] | undefined {
  const earlier = Object.hasOwn(before.metrics, name) ? before.metrics[name] : undefined;
  if (!earlier) return 'added';
  const hasPath = Object.values(definition.properties).some(({ type }) => type === 'path');
  if (around.touchesAll || around.purposes.has(definition.purpose) || (around.touchesPaths && hasPath))
    return 'widened';
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

/** Released purposes whose words now say something else. A further language says the same. */
export function rewordedPurposes(before: Scope, { purposes }: Pick<Configuration, 'purposes'>): string[] {
  return Object.entries(purposes)
    .filter(([name, words]) => Object.hasOwn(before.purposes, name) && !saysTheSame(before.purposes[name], words))
    .map(([name]) => name);
}

type Words = Scope['purposes'][string];

/** A further language says the same; any other change of a purpose's words may say more. */
function saysTheSame(before: Words | undefined, after: Words): boolean {
  const keeps = (old: Readonly<Record<string, string>> = {}, now: Readonly<Record<string, string>>) =>
    Object.entries(old).every(([language, words]) => now[language] === undefined || now[language] === words) &&
    Object.keys(old).some((language) => now[language] !== undefined);
  return keeps(before?.title, after.title) && keeps(before?.text, after.text);
}

/** Optional keys that zod leaves as undefined would not survive the file. */
function withoutUndefined(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
