/** From declared metrics to the rules that device and collector check events by: words gone, defaults in. */

import type { MetricRule, PropertyRule, Registry } from '../../contract/metric.ts';
import type { Configuration } from './configuration.ts';
import { type Court, judgeMetric } from './judge-review.ts';
import type { DeclaredMetric } from './loaded-registry.ts';
import type { MetricDefinition, PropertyDefinition } from './metric-definition.ts';
import type { Scope } from './scope-lock.ts';

/** All that device and collector let pass: metrics that are reviewed, unaltered, signed and released (P6). */
export function toRegistry(metrics: readonly DeclaredMetric[], court: Court): Registry {
  const { configuration, scope } = court;
  const admitted = metrics
    .filter((metric) => judgeMetric(metric, court) === undefined)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { templates, keep } = toConfigurationInForce(configuration, scope).paths;
  return {
    scope: scope.number,
    digest: scope.digest,
    purposes: Object.keys(configuration.purposes),
    paths: { templates, keep },
    metrics: Object.fromEntries(
      admitted.map(({ name, definition }) => [
        name,
        toMetricRule(definition, scope.metrics[name]?.since ?? Number.POSITIVE_INFINITY),
      ]),
    ),
  };
}

/**
 * The configuration without what would widen and is in no released scope: a path is kept as it is, hours are told, a
 * template is gone and a page is no longer ignored only once a scope says so too.
 */
export function toConfigurationInForce(configuration: Configuration, scope: Scope): Configuration {
  const { paths, timePrecision } = configuration;
  const both = (now: readonly string[], released: readonly string[]) => [...new Set([...now, ...released])];
  return {
    ...configuration,
    timePrecision: scope.timePrecision === 'hour' ? timePrecision : 'day',
    paths: {
      // In the released order first: a template put before another can tell apart what was one path.
      templates: both(scope.paths.templates, paths.templates),
      keep: paths.keep.filter((pattern) => scope.paths.keep.includes(pattern)),
      ignore: both(paths.ignore, scope.paths.ignore),
    },
  };
}

/** The metric's rule. `since` is the scope in which the metric, as it stands, came in. */
function toMetricRule(definition: MetricDefinition, since: number): MetricRule {
  return {
    purpose: definition.purpose,
    category: definition.category,
    linkage: definition.linkage,
    ...(definition.distinct !== undefined && { distinct: definition.distinct }),
    properties: Object.fromEntries(
      Object.entries(definition.properties).map(([name, property]) => [name, toPropertyRule(property)]),
    ),
    since,
    expires: definition.expires,
  };
}

function toPropertyRule(property: PropertyDefinition): PropertyRule {
  const { description: _words, ...rule } = property;
  return rule;
}
