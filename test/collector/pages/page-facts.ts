/** A registry as the public pages see it, built from a configuration and metrics that a test can change. */

import { chooseLanguage, type Facts, toFacts } from '../../../collector/pages/facts.ts';
import type { Offered } from '../../../collector/pages/offered.ts';
import { configurationSchema } from '../../../collector/registry/configuration.ts';
import type { LoadedRegistry, ReleasedScope } from '../../../collector/registry/loaded-registry.ts';
import { type MetricDefinition, metricSchema } from '../../../collector/registry/metric-definition.ts';

/** What a test may say of its site; all else stands still. */
export interface Changes {
  readonly configuration?: Record<string, unknown>;
  /** By name; `undefined` takes a metric away. */
  readonly metrics?: Record<string, Record<string, unknown> | undefined>;
  readonly stewards?: LoadedRegistry['stewards'];
  readonly scopes?: readonly ReleasedScope[];
  readonly removed?: Readonly<Record<string, MetricDefinition>>;
  readonly site?: string;
  readonly offered?: Partial<Offered>;
  readonly script?: string;
  readonly keyIds?: readonly string[];
  readonly today?: string;
  readonly acceptLanguage?: string;
  /** Metrics that are declared but withheld. */
  readonly withheld?: readonly string[];
}

const METRIC = {
  description: 'A page was shown.',
  why: 'Tells which pages to mend; readers find their way.',
  purpose: 'improve',
  category: 'interaction',
  linkage: 'none',
  distinct: 'path',
  properties: { path: { type: 'path', description: 'The path.' } },
  owners: { design: 'ana@harbour.example', implementation: 'rui@harbour.example' },
  issues: ['https://code.example/issues/12'],
  expires: '2027-11-01',
  retentionDays: 180,
};
const METRICS = {
  'page.view': METRIC,
  'visit.day': { ...METRIC, description: 'A browser came by.', distinct: undefined, properties: {} },
};
const CONFIGURATION = {
  version: 1,
  controller: { name: 'Harbour Journal', contact: 'privacy@harbour.example' },
  timeZone: 'Europe/Lisbon',
  purposes: {
    improve: { title: { en: 'Improve this site', pt: 'Melhorar' }, text: { en: 'See which pages are read.' } },
  },
};

/** One release, of everything. */
export const SCOPE: ReleasedScope = {
  number: 1,
  date: '2026-11-01',
  kind: 'widening',
  added: ['page.view', 'visit.day'],
  widened: [],
  changed: [],
  removed: [],
  news: [],
  since: { 'page.view': 1, 'visit.day': 1 },
  digest: '1'.repeat(64),
};

/** A metric's definition, made from the usual one. */
export function defineMetric(changes: Record<string, unknown>): MetricDefinition {
  return metricSchema.parse(JSON.parse(JSON.stringify({ ...METRIC, ...changes })));
}

/** The facts of a site that differs from the usual one in what the test says. */
export function factsOf(changes: Changes = {}): Facts {
  const configuration = configurationSchema.parse({ ...CONFIGURATION, ...changes.configuration });
  const entries = Object.entries({ ...METRICS, ...changes.metrics }).filter((entry) => entry[1] !== undefined);
  const definitions = entries.map(([name, given]) => [name, defineMetric(given ?? {})] as const);
  const inForce = definitions.filter(([name]) => !changes.withheld?.includes(name));
  const name = changes.site ?? 'https://harbour.example/askfirst';
  const url = new URL(name);
  return toFacts({
    site: { name, origin: url.origin, basePath: url.pathname },
    loaded: {
      folder: 'askfirst',
      configuration,
      registry: {
        scope: 1,
        digest: '1'.repeat(64),
        purposes: Object.keys(configuration.purposes),
        paths: configuration.paths,
        metrics: Object.fromEntries(
          inForce.map(([metric, { purpose, category, linkage, expires }]) => [
            metric,
            { purpose, category, linkage, expires, properties: {}, since: 1 },
          ]),
        ),
      },
      metrics: Object.fromEntries(
        definitions.map(([metric, definition]) => [
          metric,
          {
            name: metric,
            file: 'metrics/all.yaml',
            line: 1,
            column: 1,
            definition,
            written: definition,
            digest: '0'.repeat(64),
            review: {
              metric,
              digest: '0'.repeat(64),
              outcome: 'approved' as const,
              steward: 'eva',
              date: '2026-10-20',
            },
          },
        ]),
      ),
      withheld: [],
      stewards: changes.stewards ?? { eva: { key: 'ed25519:AAAA', email: 'eva@harbour.example' } },
      scopes: changes.scopes ?? [SCOPE],
      removed: changes.removed ?? {},
    },
    language: chooseLanguage(changes.acceptLanguage, configuration.languages),
    offered: { access: false, erasure: false, retention: false, subjects: false, ...changes.offered },
    scriptDigest: changes.script,
    keyIds: changes.keyIds ?? [],
    today: changes.today ?? '2026-11-20',
  });
}
