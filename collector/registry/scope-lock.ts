/**
 * askfirst.lock: the history of scopes, oldest first. Each scope holds what changed and a digest over the whole scope
 * and the digest before it, so that history cannot be edited without every later digest changing.
 */

import { z } from 'zod';
import { toDigest } from './digest.ts';
import { whyOtherMeaning } from './kept-meaning.ts';
import { metricSchema } from './metric-definition.ts';
import type { YamlFile } from './read-yaml.ts';
import type { FileProblem } from './registry-problem.ts';
import { escalationSchema } from './review-record.ts';

const day = z.iso.date();
const number = z.int().min(1);
const words = z.record(z.string(), z.string());
const processor = z.record(z.string(), z.string());

const changedMetric = z.strictObject({
  change: z.enum(['added', 'widened', 'narrowed', 'reworded']),
  /** The scope whose yes covers the metric as it stands here. */
  since: number,
  /** The definition as it stood in metrics/*.yaml. */
  definition: z.record(z.string(), z.unknown()),
});

const scopeRecord = z.strictObject({
  number,
  date: day,
  kind: z.enum(['widening', 'narrowing', 'editorial']),
  /** Who is responsible, by name; where it changed. */
  controller: z.string().optional(),
  /** Each whole, where it changed. */
  purposes: z.record(z.string(), z.strictObject({ title: words, text: words })).optional(),
  processors: z.array(processor).optional(),
  timePrecision: z.enum(['day', 'hour']).optional(),
  paths: z
    .strictObject({ templates: z.array(z.string()), keep: z.array(z.string()), ignore: z.array(z.string()) })
    .optional(),
  metrics: z.record(z.string(), changedMetric).optional(),
  removed: z.array(z.string()).optional(),
  /** Metrics taken in although no person had reviewed them, by `--accept-bootstrap`. */
  bootstrap: z.array(z.string()).optional(),
  /** Purposes, or `controller.name`, of which only the words changed and not what they say: somebody signed for that. */
  minor: z.array(z.string()).optional(),
  /** Who looked at changed words of a purpose or of the controller's name. */
  escalations: z.array(escalationSchema).optional(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Shape of askfirst.lock. */
export const lockSchema = z.strictObject({ version: z.literal(1), scopes: z.array(scopeRecord) });

/** One scope as the lock records it: what changed, and the digest of the whole. */
export type ScopeRecord = z.infer<typeof scopeRecord>;

/** A metric as a scope has it. */
export interface ScopeMetric {
  readonly since: number;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly digest: string;
}

/** Everything a visitor agrees to with one scope. */
export interface Scope {
  readonly number: number;
  readonly date: string;
  readonly kind: ScopeRecord['kind'];
  /** Missing in scopes from before controllers were frozen. */
  readonly controller?: string;
  readonly purposes: NonNullable<ScopeRecord['purposes']>;
  readonly processors: readonly Readonly<Record<string, string>>[];
  readonly timePrecision: 'day' | 'hour';
  /** How paths are shortened, which are kept as they are, and on which nothing is observed. */
  readonly paths: {
    readonly templates: readonly string[];
    readonly keep: readonly string[];
    readonly ignore: readonly string[];
  };
  readonly metrics: Readonly<Record<string, ScopeMetric>>;
  /** Metrics that this scope took in although no person had reviewed them. */
  readonly bootstrap: readonly string[];
  /** Parts of the notice of which only the words changed; missing where there is none. */
  readonly minor?: readonly string[];
  /** Digest of the scope before; empty for the first. */
  readonly previous: string;
  readonly digest: string;
}

/** The scope before the first: nothing may be collected. */
export const NO_SCOPE: Scope = {
  number: 0,
  date: '',
  kind: 'editorial',
  purposes: {},
  processors: [],
  timePrecision: 'day',
  paths: { templates: [], keep: [], ignore: [] },
  metrics: {},
  bootstrap: [],
  previous: '',
  digest: toDigest({ version: 1, number: 0 }),
};

/** The scope that a record makes of the one before it, digest computed anew. */
export function applyRecord(before: Scope, record: Omit<ScopeRecord, 'digest'>): Scope {
  const metrics: Record<string, ScopeMetric> = { ...before.metrics };
  for (const name of record.removed ?? []) delete metrics[name];
  for (const [name, { since, definition }] of Object.entries(record.metrics ?? {}))
    metrics[name] = { since, definition, digest: toDigest(definition) };
  const controller = record.controller ?? before.controller;
  const scope = {
    number: record.number,
    date: record.date,
    kind: record.kind,
    ...(controller !== undefined && { controller }),
    purposes: record.purposes ?? before.purposes,
    processors: record.processors ?? before.processors,
    timePrecision: record.timePrecision ?? before.timePrecision,
    paths: record.paths ?? before.paths,
    metrics,
    bootstrap: record.bootstrap ?? [],
    ...(record.minor && { minor: record.minor }),
    previous: before.number === 0 ? '' : before.digest,
  };
  return { ...scope, digest: toDigest(toDigested(scope)) };
}

/** What the digest of a scope is over: definitions enter by their own digests, so that the proof stays short. */
export function toDigested(scope: Omit<Scope, 'digest'>): Readonly<Record<string, unknown>> {
  const metrics = Object.fromEntries(
    Object.entries(scope.metrics).map(([name, { since, digest }]) => [name, { since, digest }]),
  );
  return { version: 1, ...scope, metrics };
}

/** Replays the history; reports the first record that does not follow from the ones before it. */
export function replayLock(
  records: readonly ScopeRecord[],
  file: YamlFile,
): { readonly scopes: readonly Scope[]; readonly problems: readonly FileProblem[] } {
  const scopes: Scope[] = [];
  for (const [at, record] of records.entries()) {
    const before = scopes.at(-1) ?? NO_SCOPE;
    const { digest, ...unsealed } = record;
    const scope = applyRecord(before, unsealed);
    const wrong =
      faultOf(record, before) ??
      meaningFault(record, scopes) ??
      (scope.digest === digest ? undefined : 'does not have the digest it was frozen with');
    if (wrong) {
      const place = file.at(['scopes', at, 'digest']);
      const message = `Scope ${record.number} ${wrong}: the history was rewritten.`;
      const remedy = 'Restore askfirst.lock from version control; `askfirst release` only adds to it.';
      return { scopes, problems: [{ file: file.file, ...place, rule: 'history-rewritten', message, remedy }] };
    }
    scopes.push(scope);
  }
  return { scopes, problems: [] };
}

/** `release` never writes it, because it would make one name mean two things. */
function meaningFault({ metrics = {} }: ScopeRecord, scopes: readonly Scope[]): string | undefined {
  const wrong = Object.entries(metrics).find(([name, { definition }]) => {
    const now = metricSchema.safeParse(definition);
    return now.success && whyOtherMeaning(name, now.data, scopes) !== undefined;
  });
  return wrong && `gives \`${wrong[0]}\` another meaning than it had`;
}

function faultOf(record: ScopeRecord, before: Scope): string | undefined {
  if (record.number !== before.number + 1) return `does not follow scope ${before.number}`;
  if (record.date < before.date) return `is dated before scope ${before.number}`;
  const missing = (record.removed ?? []).find((name) => !Object.hasOwn(before.metrics, name));
  if (missing) return `removes \`${missing}\`, which was not there`;
  const wrong = Object.entries(record.metrics ?? {}).find(([name, { change, since }]) => {
    const earlier = Object.hasOwn(before.metrics, name) ? before.metrics[name] : undefined;
    if (change === 'added') return earlier !== undefined || since !== record.number;
    return since !== (change === 'widened' ? record.number : earlier?.since) || !earlier;
  });
  return wrong ? `changes \`${wrong[0]}\` in a way that cannot be` : undefined;
}
