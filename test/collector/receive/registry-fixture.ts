/** A loaded registry for tests that are not about the registry's files: two purposes, a handful of metrics, two scopes. */

import { configurationSchema } from '../../../collector/registry/configuration.ts';
import type { LoadedRegistry } from '../../../collector/registry/loaded-registry.ts';
import { metricSchema } from '../../../collector/registry/metric-definition.ts';
import type { MetricRule } from '../../../contract/metric.ts';

type Changes = Parameters<typeof configurationSchema.parse>[0] & object;

/** Scope 2 is in force; `shop.search` came in with it, all else with scope 1. */
export function registryFixture(changes: Changes = {}): LoadedRegistry {
  const configuration = configurationSchema.parse({
    version: 1,
    controller: { name: 'Harbour Journal', contact: 'privacy@harbour.example' },
    timeZone: 'UTC',
    purposes: {
      improve: { title: { en: 'Improve this site' }, text: { en: 'See which pages are read.' } },
      shop: { title: { en: 'Improve the shop' }, text: { en: 'See what is looked for.' } },
    },
    ...changes,
  });
  const rule = (part: Partial<MetricRule>): MetricRule => ({
    purpose: 'improve',
    category: 'interaction',
    linkage: 'none',
    properties: {},
    since: 1,
    expires: '2027-11-01',
    ...part,
  });
  const rules: Record<string, MetricRule> = {
    'page.view': rule({ distinct: 'path', properties: { path: { type: 'path' } } }),
    'visit.start': rule({ properties: { entry: { type: 'path' } } }),
    'shop.search': rule({ purpose: 'shop', since: 2, properties: { results: { type: 'count', most: 100 } } }),
    'old.metric': rule({ expires: '2026-11-01' }),
    'reader.path': rule({ linkage: 'session', properties: { path: { type: 'path' } } }),
    'note.left': rule({ category: 'content', properties: { note: { type: 'text', maxLength: 1000 } } }),
  };
  const scope = (number: number) => ({
    number,
    date: `2026-10-0${number}`,
    kind: 'widening' as const,
    added: [],
    changed: [],
    widened: [],
    removed: [],
    news: [],
    since: {},
    digest: String(number).repeat(64),
  });
  return {
    folder: 'askfirst',
    configuration,
    registry: {
      scope: 2,
      digest: '2'.repeat(64),
      purposes: Object.keys(configuration.purposes),
      paths: { templates: configuration.paths.templates, keep: configuration.paths.keep },
      metrics: rules,
    },
    metrics: Object.fromEntries(
      Object.entries(rules).map(([name, { purpose, category, distinct, properties, expires }]) => [
        name,
        {
          name,
          file: 'metrics/all.yaml',
          line: 1,
          column: 1,
          digest: '0'.repeat(64),
          written: {},
          definition: metricSchema.parse({
            description: `What ${name} says.`,
            why: 'To test.',
            purpose,
            category,
            linkage: 'none',
            ...(distinct ? { distinct } : {}),
            properties,
            owners: { design: 'ana@harbour.example', implementation: 'rui@harbour.example' },
            expires,
          }),
        },
      ]),
    ),
    withheld: [],
    stewards: {},
    scopes: [scope(1), scope(2)],
    removed: {},
  };
}
