/** All that `askfirst check` says: shape, rules, reviews, release. Comes in: the folder. Goes out: findings by place, and what waits for a steward. */

import { judgeReview } from './judge-review.ts';
import { otherMeaningRemedy, whyOtherMeaning } from './kept-meaning.ts';
import type { DeclaredMetric } from './loaded-registry.ts';
import { planRelease } from './plan-release.ts';
import { type RegistryFolder, readFolder } from './read-folder.ts';
import { CHECK_RULES } from './rules/check-rules.ts';
import { type RuleFinding, runRules } from './run-rules.ts';
import { NO_SCOPE } from './scope-lock.ts';

/** A metric that waits for a steward. */
export interface PendingReview {
  readonly metric: string;
  readonly file: string;
  readonly line: number;
  /** Who asked and when; nothing if nobody has asked yet. */
  readonly requestedBy?: string;
  readonly requestedOn?: string;
  readonly isRenewal: boolean;
}

/** The verdict on a registry. */
export interface CheckResult {
  readonly findings: readonly RuleFinding[];
  readonly pending: readonly PendingReview[];
  readonly metrics: number;
}

/** Checks everything; never throws for what the files hold. */
export function checkRegistry(folder: string, { today }: { readonly today: string }): CheckResult {
  const read = readFolder(folder);
  const { configuration, metrics, problems, files } = read;
  const ofShape = problems.map((problem) => ({ ...problem, severity: 'error' as const }));
  if (!configuration) return { findings: ofShape, pending: [], metrics: metrics.length };
  const findings = [
    ...ofShape,
    ...runRules(CHECK_RULES, { configuration, metrics, today }, files),
    ...metrics.flatMap((metric) => [...findOtherMeaning(metric, read), ...findReview(metric, read)]),
    ...findUnreleased(read, today),
  ];
  const order = (finding: RuleFinding) => (finding.severity === 'error' ? 0 : 1);
  return {
    findings: findings.sort(
      (one, other) =>
        order(one) - order(other) ||
        one.file.localeCompare(other.file) ||
        one.line - other.line ||
        one.column - other.column,
    ),
    pending: metrics.flatMap((metric) => findPending(metric, read)),
    metrics: metrics.length,
  };
}

function findReview(metric: DeclaredMetric, { configuration, stewards }: RegistryFolder): RuleFinding[] {
  if (!configuration) return [];
  const { name, file, line, column, review } = metric;
  const refusal = judgeReview(metric, { configuration, stewards });
  if (refusal) {
    const { why, message, remedy } = refusal;
    return [{ file, line, column, rule: why, severity: 'error', message: `${name}: ${message}`, remedy }];
  }
  if (review?.outcome !== 'bootstrap') return [];
  const message = `${name}: It is not yet reviewed by a person.`;
  const remedy = `A steward runs: askfirst review approve ${name}.`;
  return [{ file, line, column, rule: 'bootstrap', severity: 'warning', message, remedy }];
}

function findOtherMeaning(
  { name, definition, file, line, column }: DeclaredMetric,
  { scopes }: RegistryFolder,
): RuleFinding[] {
  const why = whyOtherMeaning(name, definition, scopes);
  if (why === undefined) return [];
  const remedy = otherMeaningRemedy(name);
  return [{ file, line, column, rule: 'other-meaning', severity: 'error', message: `${name}: ${why}`, remedy }];
}

function findUnreleased({ configuration, metrics, scopes, files }: RegistryFolder, today: string): RuleFinding[] {
  if (!configuration) return [];
  const wanted = metrics.filter(({ review }) => review?.outcome !== 'denied');
  const record = planRelease({ before: scopes.at(-1) ?? NO_SCOPE, configuration, metrics: wanted, today });
  if (!record) return [];
  const names = [...Object.keys(record.metrics ?? {}), ...(record.removed ?? [])];
  const what = names.length > 0 ? names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '') : 'the configuration';
  const place = files.get('askfirst.lock')?.at(['scopes']) ?? { line: 1, column: 1 };
  const message = `Scope ${record.number} is not frozen yet: a ${record.kind} (${what}).`;
  const remedy = 'Freeze it when all is reviewed: askfirst release.';
  return [{ file: 'askfirst.lock', ...place, rule: 'unreleased', severity: 'warning', message, remedy }];
}

function findPending(metric: DeclaredMetric, { configuration, stewards }: RegistryFolder): PendingReview[] {
  const { name, file, line, review } = metric;
  const refusal = configuration && judgeReview(metric, { configuration, stewards });
  const waits = refusal !== undefined && refusal.why !== 'denied';
  if (!waits && review?.outcome !== 'bootstrap') return [];
  const request = review?.outcome === 'requested' ? review.request : undefined;
  const asked = request && { requestedBy: request.by, requestedOn: request.date };
  return [{ metric: name, file, line, ...asked, isRenewal: request?.renewal ?? false }];
}
