/** Made-up rows, so that everybody can see what a stored row looks like. Generated from the registry; no stored row is read. */

import { numberOfDay } from '../../contract/day.ts';
import type { PropertyDefinition } from '../registry/metric-definition.ts';
import type { CollectedMetric, Facts } from './facts.ts';

/** One row as the table has it, with names in the place of their numbers. */
export type ExampleRow = Readonly<Record<string, string | number>>;

/** One row for each metric that is collected. */
export function createExampleRows({ site, metrics, configuration, today }: Facts): readonly ExampleRow[] {
  return metrics.map((metric, at) => ({
    site: site.name,
    day: numberOfDay(today),
    metric: metric.name,
    id: toExampleId(at),
    hour: configuration.timePrecision === 'hour' ? 14 : '',
    properties: JSON.stringify(toExampleProperties(metric)),
    first: at === 0 ? 1 : 0,
    session: metric.definition.linkage === 'session' ? 'example session' : '',
    sequence: metric.definition.linkage === 'session' ? 0 : '',
  }));
}

function toExampleProperties({ definition }: CollectedMetric): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(definition.properties).map(([name, property]) => [name, toExampleValue(property)]),
  );
}

function toExampleValue(property: PropertyDefinition): string | number | boolean {
  switch (property.type) {
    case 'boolean':
      return true;
    case 'choice':
      return property.values[0] ?? '';
    case 'count':
      return Math.min(3, property.most);
    case 'bucket':
      return property.bounds[0] ?? 0;
    case 'path':
      return '/example';
    case 'host':
      return 'www.example.org';
    case 'slug':
      return 'example';
    case 'locale':
      return 'en';
    case 'zone':
      return 'Europe/Lisbon';
    case 'text':
      return 'An example.';
  }
}

/** Plainly made up: no hash looks like this. */
function toExampleId(at: number): string {
  return `example-${String(at + 1).padStart(2, '0')}`;
}
