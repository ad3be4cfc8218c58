/** A small site for tests of modules. */

import type { MetricRule, PropertyRule } from '../../contract/metric.ts';
import type { SiteConfiguration } from '../../contract/site.ts';

const rule = (properties: Record<string, PropertyRule>, more: Partial<MetricRule> = {}): MetricRule => ({
  purpose: 'improve',
  category: 'interaction',
  linkage: 'none',
  properties,
  since: 1,
  expires: 'never',
  ...more,
});

/** One purpose, three metrics. */
export function siteOf(changes: Partial<SiteConfiguration> = {}): SiteConfiguration {
  return {
    version: 1,
    basePath: '/askfirst',
    registry: {
      scope: 1,
      digest: 'd',
      purposes: ['improve'],
      paths: { templates: [], keep: [] },
      metrics: {
        'page.view': rule({ path: { type: 'path' } }, { distinct: 'path' }),
        'visit.day': rule({
          week: { type: 'boolean' },
          month: { type: 'boolean' },
          age: { type: 'choice', values: ['new', 'week', 'month', 'quarter', 'older'] },
        }),
        'old.metric': rule({}, { expires: '2026-11-22' }),
        'new.metric': rule({}, { since: 2 }),
        'other.purpose': rule({}, { purpose: 'research' }),
      },
    },
    timeZone: 'Europe/Lisbon',
    timePrecision: 'day',
    buffer: 'indexeddb',
    subjects: 'none',
    signals: { gpc: true, dnt: false },
    languages: ['en'],
    reopen: { en: 'Choices' },
    ignore: [],
    files: { widget: 'widget.js', waiting: 'waiting.js' },
    development: true,
    ...changes,
  };
}
