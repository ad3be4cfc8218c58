/** Runs rules over what is declared and says where each finding stands. */

import type { RegistryFolder } from './read-folder.ts';
import type { FileProblem } from './registry-problem.ts';
import type { CheckRule, DeclaredRegistry } from './rules/check-rule.ts';

/** A finding with its place and weight. */
export interface RuleFinding extends FileProblem {
  readonly severity: CheckRule['severity'];
}

/** Every finding, by rule and then by place. */
export function runRules(
  rules: readonly CheckRule[],
  declared: DeclaredRegistry,
  files: RegistryFolder['files'],
): RuleFinding[] {
  return rules.flatMap((rule) =>
    rule.find(declared).map(({ metric, path, message, remedy }) => {
      const file = metric?.file ?? 'askfirst.yaml';
      const place = files.get(file)?.at(metric ? [metric.name, ...path] : path) ?? { line: 1, column: 1 };
      const shown = metric ? `${metric.name}: ${message}` : message;
      return { file, ...place, rule: rule.id, severity: rule.severity, message: shown, remedy: remedy ?? rule.remedy };
    }),
  );
}
