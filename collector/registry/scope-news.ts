/** What a scope asks for that the one before it did not: the data behind "what changed?" (UI-C6). Comes in: two scopes. Goes out: a list without words. */

import { classifyChange } from './classify-change.ts';
import { CONTROLLER, comparePaths, saysTheSame, toRole } from './compare-surroundings.ts';
import { type MetricDefinition, metricSchema } from './metric-definition.ts';
import type { Scope } from './scope-lock.ts';

/** One thing that is asked for anew. What became less is no news of this kind, nor are words that say the same. */
export type ScopeNews =
  | { readonly of: 'controller'; readonly name: string }
  | { readonly of: 'purpose-added' | 'purpose-reworded'; readonly purpose: string }
  | { readonly of: 'processor-added'; readonly name: string; readonly role: string; readonly country: string }
  | { readonly of: 'hours' | 'paths' }
  | { readonly of: 'pages'; readonly patterns: readonly string[] }
  | { readonly of: 'metric-added' | 'metric-widened'; readonly metric: string }
  | { readonly of: 'properties-added'; readonly metric: string; readonly properties: readonly string[] }
  | { readonly of: 'kept-longer'; readonly metric: string; readonly days: number }
  /** `until` is a day, or `never`. */
  | { readonly of: 'lives-longer'; readonly metric: string; readonly until: string }
  | { readonly of: 'purpose-changed'; readonly metric: string; readonly purpose: string };

/** The news of one scope; empty for a narrowing and where only words changed. */
export function toScopeNews(before: Scope, after: Scope): ScopeNews[] {
  return [
    ...newsOfController(before, after),
    ...newsOfPurposes(before, after),
    ...newsOfProcessors(before, after),
    ...newsOfPages(before, after),
    ...Object.keys(after.metrics)
      .sort()
      .flatMap((name) => newsOfMetric(name, before, after)),
  ];
}

function newsOfController(before: Scope, { controller, minor }: Scope): ScopeNews[] {
  const isSame = before.controller === undefined || before.controller === controller || minor?.includes(CONTROLLER);
  return isSame || controller === undefined ? [] : [{ of: 'controller', name: controller }];
}

function newsOfPurposes(before: Scope, { purposes, minor }: Scope): ScopeNews[] {
  return Object.entries(purposes).flatMap(([purpose, words]): ScopeNews[] => {
    if (!Object.hasOwn(before.purposes, purpose)) return [{ of: 'purpose-added', purpose }];
    const isSame = saysTheSame(before.purposes[purpose], words) || minor?.includes(purpose);
    return isSame ? [] : [{ of: 'purpose-reworded', purpose }];
  });
}

function newsOfProcessors(before: Scope, after: Scope): ScopeNews[] {
  const known = new Set(before.processors.map(toRole));
  return after.processors
    .filter((processor) => !known.has(toRole(processor)))
    .map(({ name = '', role = '', country = '' }) => ({ of: 'processor-added', name, role, country }));
}

function newsOfPages(before: Scope, after: Scope): ScopeNews[] {
  // Before the first release nothing was said of paths.
  if (before.number === 0) return [];
  const patterns = before.paths.ignore.filter((pattern) => !after.paths.ignore.includes(pattern));
  return [
    ...(before.timePrecision === 'day' && after.timePrecision === 'hour' ? [{ of: 'hours' as const }] : []),
    ...(comparePaths(before.paths, after.paths) === 'widening' ? [{ of: 'paths' as const }] : []),
    ...(patterns.length > 0 ? [{ of: 'pages' as const, patterns }] : []),
  ];
}

function newsOfMetric(metric: string, before: Scope, after: Scope): ScopeNews[] {
  if (!Object.hasOwn(before.metrics, metric)) return [{ of: 'metric-added', metric }];
  const [old, now] = [before.metrics[metric], after.metrics[metric]].map((frozen) =>
    metricSchema.safeParse(frozen?.definition),
  );
  if (before.metrics[metric]?.digest === after.metrics[metric]?.digest) return [];
  // A shape that only an older version knew cannot be compared.
  if (!old?.success || !now?.success) return [{ of: 'metric-widened', metric }];
  if (classifyChange(old.data, now.data) !== 'widening') return [];
  const told = tellable(metric, old.data, now.data);
  const rest = withoutTold(old.data, now.data);
  return classifyChange(old.data, rest) === 'widening' ? [...told, { of: 'metric-widened', metric }] : told;
}

/** The changes that have a sentence of their own. */
function tellable(metric: string, old: MetricDefinition, now: MetricDefinition): ScopeNews[] {
  const properties = Object.keys(now.properties).filter((name) => !Object.hasOwn(old.properties, name));
  const livesLonger = now.expires === 'never' ? old.expires !== 'never' : now.expires > old.expires;
  return [
    ...(properties.length > 0 ? [{ of: 'properties-added' as const, metric, properties }] : []),
    ...(now.retentionDays > old.retentionDays ? [{ of: 'kept-longer' as const, metric, days: now.retentionDays }] : []),
    ...(livesLonger && old.expires !== 'never' ? [{ of: 'lives-longer' as const, metric, until: now.expires }] : []),
    ...(now.purpose === old.purpose ? [] : [{ of: 'purpose-changed' as const, metric, purpose: now.purpose }]),
  ];
}

/** The new definition without what `tellable` has told of: does anything remain to be told? */
function withoutTold(old: MetricDefinition, now: MetricDefinition): MetricDefinition {
  const { expires, retentionDays, purpose } = old;
  const properties = Object.fromEntries(
    Object.entries(now.properties).filter(([name]) => Object.hasOwn(old.properties, name)),
  );
  return { ...now, expires, retentionDays, purpose, properties };
}
