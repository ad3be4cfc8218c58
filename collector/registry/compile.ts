/** From a declared metric to the rule that device and collector check events by: words gone, defaults in. */

import type { MetricRule, PropertyRule } from '../../contract/metric.ts';
import type { MetricDefinition, PropertyDefinition } from './metric-definition.ts';

/** The metric's rule. `since` is the scope in which the metric, as it stands, came in. */
export function toMetricRule(definition: MetricDefinition, since: number): MetricRule {
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
