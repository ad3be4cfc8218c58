/** A rule about the metrics that the snippet observes by itself: declared otherwise, every one of their events would be dropped. */

import type { PropertyDefinition } from '../metric-definition.ts';
import { standardMetric } from '../standard/standard-metrics.ts';
import { type CheckRule, eachMetric, type MetricFinding } from './check-rule.ts';

/** Rules about standard metrics. */
export const STANDARD_RULES: readonly CheckRule[] = [
  {
    id: 'standard-shape',
    severity: 'error',
    enforced: 'check',
    says: 'A metric that the snippet observes by itself (page.view, visit.day …) has the properties, types and values that the snippet sends.',
    remedy: 'Write it as `askfirst init` does, or choose another name for a metric of your own.',
    find: eachMetric(({ name, definition: { properties, distinct } }) => {
      const standard = standardMetric(name);
      if (!standard) return [];
      const found: MetricFinding[] = [];
      for (const [property, expected] of Object.entries(standard.properties)) {
        const given = Object.hasOwn(properties, property) ? properties[property] : undefined;
        const path = ['properties', ...(given ? [property] : [])];
        if (!given) found.push({ path, message: `The snippet sends \`${property}\`, which is not declared.` });
        else if (!takes(given, expected, standard.isOwnList === true))
          found.push({ path, message: `The snippet's values of \`${property}\` do not fit what is declared.` });
      }
      for (const property of Object.keys(properties))
        if (!Object.hasOwn(standard.properties, property))
          found.push({ path: ['properties', property], message: `The snippet never sends \`${property}\`.` });
      if (distinct !== undefined && distinct !== standard.distinct)
        found.push({
          path: ['distinct'],
          message: `The snippet counts ${standard.distinct ?? 'the metric as a whole'}.`,
        });
      return found;
    }),
  },
];

function takes(given: PropertyDefinition, expected: PropertyDefinition, isOwnList: boolean): boolean {
  if (given.type !== expected.type) return false;
  if (given.type === 'choice' && expected.type === 'choice')
    return isOwnList || expected.values.every((value) => given.values.includes(value));
  if (given.type === 'bucket' && expected.type === 'bucket')
    return expected.bounds.every((bound) => given.bounds.includes(bound));
  return true;
}
