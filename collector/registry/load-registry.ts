/** From the registry's folder to what device and collector let pass. Comes in: YAML. Goes out: `LoadedRegistry`, or every problem at once. */

import { toConfigurationInForce, toRegistry } from './compile.ts';
import { type Court, judgeMetric } from './judge-review.ts';
import type { DeclaredMetric, LoadedRegistry, Withheld } from './loaded-registry.ts';
import { type MetricDefinition, metricSchema } from './metric-definition.ts';
import { readFolder } from './read-folder.ts';
import { RegistryProblem } from './registry-problem.ts';
import { toReleasedScopes } from './released-scopes.ts';
import { CHECK_RULES } from './rules/check-rules.ts';
import { runRules } from './run-rules.ts';
import { NO_SCOPE, type Scope } from './scope-lock.ts';

/**
 * Reads, verifies and compiles a registry.
 * @param parts.today in the site's time zone; metrics may expire at most 730 days after it
 * @throws RegistryProblem with file, line, column and remedy of everything that is wrong
 */
export function loadRegistry(folder: string, { today }: { readonly today: string }): LoadedRegistry {
  const read = readFolder(folder);
  const { configuration, metrics, stewards, scopes } = read;
  if (!configuration) throw new RegistryProblem(read.problems);
  const enforced = CHECK_RULES.filter((rule) => rule.enforced === 'load');
  const problems = [...read.problems, ...runRules(enforced, { configuration, metrics, today }, read.files)];
  if (problems.length > 0) throw new RegistryProblem(problems);

  const scope = scopes.at(-1) ?? NO_SCOPE;
  const court = { configuration, stewards, scope };
  return {
    folder,
    configuration: toConfigurationInForce(configuration, scope),
    registry: toRegistry(metrics, court),
    metrics: Object.fromEntries(metrics.map((metric) => [metric.name, metric])),
    withheld: metrics.flatMap((metric) => toWithheld(metric, court)),
    stewards,
    scopes: toReleasedScopes(scopes),
    removed: definitionsOfRemoved(scopes, metrics),
  };
}

function toWithheld(metric: DeclaredMetric, court: Court): Withheld[] {
  const refusal = judgeMetric(metric, court);
  if (!refusal) return [];
  const { name, file, line, column } = metric;
  const { why, remedy } = refusal;
  return [{ metric: name, file, line, column, rule: why, why, message: `${name}: ${refusal.message}`, remedy }];
}

function definitionsOfRemoved(
  scopes: readonly Scope[],
  metrics: readonly DeclaredMetric[],
): Record<string, MetricDefinition> {
  const declared = new Set(metrics.map(({ name }) => name));
  const removed: Record<string, MetricDefinition> = {};
  for (const scope of scopes)
    for (const [name, { definition }] of Object.entries(scope.metrics)) {
      // A definition frozen by an older version of this program may no longer have a shape we know.
      const parsed = metricSchema.safeParse(definition);
      if (!declared.has(name) && parsed.success) removed[name] = parsed.data;
    }
  return removed;
}
