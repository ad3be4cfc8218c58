import { STANDARD_METRICS } from '../../collector/registry/standard/standard-metrics.ts';
import type { MetricRule } from '../../contract/metric.ts';
import type { SiteConfiguration } from '../../contract/site.ts';

/** Names of metrics such as a site declares beside the standard ones. */
const OWN = [
  'cart.add',
  'cart.drop',
  'guide.close',
  'guide.open',
  'letter.join',
  'order.place',
  'search.pick',
  'wish.add',
];

/** A site's configuration with these metrics. */
export function configurationWith(metrics: Readonly<Record<string, MetricRule>>): SiteConfiguration {
  return {
    version: 1,
    basePath: '/askfirst',
    registry: {
      scope: 2,
      digest: 'd087f48633c4b771c19c4ef8500c0752d0e974b5db67cce6c8508a1605fcd470',
      purposes: ['improve', 'stock'],
      paths: { templates: [], keep: [] },
      metrics,
    },
    timeZone: 'Europe/Lisbon',
    timePrecision: 'day',
    buffer: 'indexeddb',
    subjects: 'none',
    signals: { gpc: true, dnt: false },
    languages: ['en'],
    reopen: { en: 'Analytics choice' },
    ignore: [],
    files: { widget: 'widget.0123456789.js', waiting: 'waiting.0123456789.js' },
    development: false,
  };
}

/** All standard metrics and eight of a site's own: thirty, as the collector compiles them. */
export function compileThirtyMetrics(): Record<string, MetricRule> {
  const standard = Object.entries(STANDARD_METRICS).map(([name, metric]): [string, MetricRule] => [
    name,
    {
      purpose: 'improve',
      category: metric.category,
      linkage: 'none',
      ...(metric.distinct !== undefined && { distinct: metric.distinct }),
      properties: Object.fromEntries(
        Object.entries(metric.properties).map(([property, { description: _words, ...rule }]) => [property, rule]),
      ),
      since: 1,
      expires: '2027-11-22',
    },
  ]);
  const own = OWN.map((name): [string, MetricRule] => [
    name,
    {
      purpose: 'stock',
      category: 'interaction',
      linkage: 'none',
      distinct: 'kind',
      properties: { kind: { type: 'choice', values: [`${name}-first`, `${name}-second`, 'other'] } },
      since: 2,
      expires: '2027-06-01',
    },
  ]);
  return Object.fromEntries([...standard, ...own]);
}
