/** What a rule of `askfirst check` is. Every rule is data with one function; docs/check-rules.md is printed from them. */

import type { Configuration } from '../configuration.ts';
import type { DeclaredMetric } from '../loaded-registry.ts';

/** What a rule looks at: shapes are right, meaning is not judged yet. */
export interface DeclaredRegistry {
  readonly configuration: Configuration;
  readonly metrics: readonly DeclaredMetric[];
  /** In the site's time zone. */
  readonly today: string;
}

/** Something found. Without `metric` the path is one in askfirst.yaml, else one in the metric's definition. */
export interface Finding {
  readonly metric?: DeclaredMetric;
  readonly path: readonly PropertyKey[];
  /** One whole sentence: what is wrong here. */
  readonly message: string;
  /** Where the rule's own remedy can be said better. */
  readonly remedy?: string;
}

/** One rule. */
export interface CheckRule {
  /** Stable name, shown with every finding. */
  readonly id: string;
  /** An `error` makes `check` exit 1; a `warning` does not. */
  readonly severity: 'error' | 'warning';
  /** `load`: the collector, too, refuses a registry that breaks it. `check`: only the command looks. */
  readonly enforced: 'load' | 'check';
  /** What the rule asks for and why, for the docs. */
  readonly says: string;
  readonly remedy: string;
  readonly find: (registry: DeclaredRegistry) => readonly Finding[];
}

/** A finding of a rule that looks at one metric alone. */
export type MetricFinding = Omit<Finding, 'metric'>;

/** Makes `find` of a function that looks at one metric at a time. */
export function eachMetric(
  look: (metric: DeclaredMetric, registry: DeclaredRegistry) => readonly MetricFinding[],
): CheckRule['find'] {
  return (registry) =>
    registry.metrics.flatMap((metric) => look(metric, registry).map((finding) => ({ ...finding, metric })));
}
