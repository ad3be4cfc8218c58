/** TypeScript types of a registry's metrics, so that `track` is checked when the site's own code is compiled. */

import type { MetricDefinition, PropertyDefinition } from './metric-definition.ts';

/** The text of a declaration file that augments `askfirst`. */
export function toMetricTypes(metrics: Readonly<Record<string, MetricDefinition>>): string {
  const entries = Object.entries(metrics)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, metric]) => `    ${toComment(metric.description, '    ')}\n    '${name}': ${toProperties(metric)};`);
  return `// Written by \`askfirst types\` from the registry. Do not edit; run it again.
import 'askfirst';

declare module 'askfirst' {
  /** Every metric of this site. With this file in the project, track() takes no other name and no other value. */
  interface DeclaredMetrics {
${entries.join('\n')}
  }
}
`;
}

/** Only the distinct property must be there; the others may be left out (contract/check-event.ts). */
function toProperties({ properties, distinct }: MetricDefinition): string {
  const fields = Object.entries(properties).map(([name, property]) => {
    const comment = property.description ? `${toComment(property.description, '      ')}\n      ` : '';
    return `      ${comment}${name}${name === distinct ? '' : '?'}: ${toType(property)};`;
  });
  // An interface without members would take every value.
  return fields.length > 0 ? `{\n${fields.join('\n')}\n    }` : 'Record<string, never>';
}

function toType(property: PropertyDefinition): string {
  switch (property.type) {
    case 'boolean':
      return 'boolean';
    case 'count':
      return 'number';
    case 'bucket':
      return property.bounds.join(' | ');
    case 'choice':
      return property.values.map((value) => JSON.stringify(value)).join(' | ');
    default:
      return 'string';
  }
}

function toComment(text: string, indent: string): string {
  // A description must not be able to end the comment it stands in.
  return `/** ${text.replaceAll('*/', '*\u200b/').replaceAll('\n', `\n${indent} * `)} */`;
}
