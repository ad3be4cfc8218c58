import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createClockWindow } from '../../../collector/receive/clock-window.ts';
import { judge } from '../../../collector/receive/judge.ts';
import { toConfigurationInForce, toRegistry } from '../../../collector/registry/compile.ts';
import { configurationSchema } from '../../../collector/registry/configuration.ts';
import { judgeReview } from '../../../collector/registry/judge-review.ts';
import type { DeclaredMetric } from '../../../collector/registry/loaded-registry.ts';
import { metricSchema } from '../../../collector/registry/metric-definition.ts';
import { planRelease } from '../../../collector/registry/plan-release.ts';
import { parseYaml } from '../../../collector/registry/read-yaml.ts';
import { applyRecord, NO_SCOPE, type Scope } from '../../../collector/registry/scope-lock.ts';
import { createStewardKey, signReview } from '../../../collector/registry/steward-key.ts';
import { checkEvent } from '../../../contract/check-event.ts';
import { toPath } from '../../../contract/path.ts';
import type { BufferedEvent } from '../../../src/admit.ts';
import type { Grant } from '../../../src/decision/decision.ts';
import { permit } from '../../../src/permit.ts';
import { type Agreed, allowedBy, fits, RAW_PATHS, type Written } from './agreed-oracle.ts';
import { digestOf } from './by-hand.ts';

const TODAY = '2026-11-22';
const NOW_MS = Date.parse(`${TODAY}T12:00:00Z`);
const KEY = createStewardKey();
const STEWARDS = { eva: { key: KEY.publicKey } };

const NAMES = ['cart.add', 'page.turn', 'form.open'];
const PURPOSES = ['improve', 'stock'];

const subset = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });

/** One property, as a file would have it. */
const property = fc.oneof(
  fc.constant({ type: 'boolean' }),
  subset(['x', 'y', 'z']).map((values) => ({ type: 'choice', values })),
  fc.constantFrom(1, 3, 5).map((most) => ({ type: 'count', most })),
  subset([1, 2, 3]).map((bounds) => ({ type: 'bucket', bounds })),
  fc.constant({ type: 'path' }),
);

/** One definition, as a file would have it. */
const written: fc.Arbitrary<Written> = fc.record({
  description: fc.constantFrom('One thing happened.', 'Another thing happened.'),
  why: fc.constant('A reason that is good enough for a test of scopes.'),
  purpose: fc.constantFrom(...PURPOSES),
  category: fc.constantFrom('technical', 'interaction'),
  linkage: fc.constant('none'),
  properties: fc.dictionary(fc.constantFrom('one', 'two'), property, { maxKeys: 2 }),
  owners: fc.constant({ design: 'ana', implementation: 'rui' }),
  expires: fc.constantFrom('2027-01-01', '2027-11-01', '2027-11-01', '2026-11-22'),
  retentionDays: fc.constantFrom(30, 90),
}) as fc.Arbitrary<Written>;

/** What an owner does to a registry. */
type Step =
  | { readonly do: 'write'; readonly metric: string; readonly as: Written }
  | { readonly do: 'change'; readonly metric: string; readonly to: Partial<Written> }
  | { readonly do: 'remove'; readonly metric: string }
  | { readonly do: 'reword'; readonly purpose: string; readonly text: string }
  | { readonly do: 'paths'; readonly templates: string[]; readonly keep: string[]; readonly ignore: string[] }
  | { readonly do: 'precision'; readonly to: 'day' | 'hour' }
  | { readonly do: 'review' }
  | { readonly do: 'release' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('write' as const), metric: fc.constantFrom(...NAMES), as: written }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      metric: fc.constantFrom(...NAMES),
      to: fc.oneof(
        fc.constantFrom('2027-01-01', '2027-11-01', '2026-11-22').map((expires) => ({ expires })),
        fc.constantFrom(...PURPOSES).map((purpose) => ({ purpose })),
        fc.constantFrom(30, 90).map((retentionDays) => ({ retentionDays })),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), metric: fc.constantFrom(...NAMES) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('reword' as const),
      purpose: fc.constantFrom(...PURPOSES),
      text: fc.constantFrom('First words.', 'Other words.'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('paths' as const),
      templates: fc.shuffledSubarray(['/p/:x', '/:a/:b', '/p/q']),
      keep: fc.subarray(['/p/*', '/q/*']),
      ignore: fc.subarray(['/p/*', '/q']),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('precision' as const), to: fc.constantFrom('day', 'hour') }) },
  { weight: 3, arbitrary: fc.constant({ do: 'review' as const }) },
  { weight: 4, arbitrary: fc.constant({ do: 'release' as const }) },
);

/** Something that happens on a page of the site. */
interface Happening {
  readonly metric: string;
  readonly page: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  metric: fc.constantFrom(...NAMES),
  page: fc.constantFrom(...RAW_PATHS),
  properties: fc.dictionary(
    fc.constantFrom('one', 'two'),
    fc.constantFrom<string | number | boolean>(true, 'x', 'y', 'z', 0, 1, 2, 3, 4, 5, ...RAW_PATHS),
    { maxKeys: 2 },
  ),
});

/** A site's registry in memory, changed step by step; the product's own code judges, freezes and compiles. */
function createSite() {
  const metrics = new Map<string, { written: Written; review?: DeclaredMetric['review'] }>();
  const words: Record<string, string> = { improve: 'First words.', stock: 'First words.' };
  let paths: { templates: string[]; keep: string[]; ignore: string[] } = { templates: [], keep: [], ignore: [] };
  let timePrecision: 'day' | 'hour' = 'day';
  let scope: Scope = NO_SCOPE;
  /** What visitors of each scope agreed to, noted by the test. */
  const agreed = new Map<number, Agreed>();

  const configuration = () =>
    configurationSchema.parse({
      version: 1,
      controller: { name: 'Site', contact: 'site@site.example' },
      timeZone: 'UTC',
      timePrecision,
      paths,
      purposes: Object.fromEntries(
        PURPOSES.map((name) => [name, { title: { en: name }, text: { en: words[name] ?? '' } }]),
      ),
    });
  const declared = (): DeclaredMetric[] =>
    [...metrics].map(([name, { written: as, review }]) => ({
      name,
      file: 'metrics/all.yaml',
      line: 1,
      column: 1,
      definition: metricSchema.parse(as),
      written: as,
      digest: digestOf(as),
      ...(review && { review }),
    }));
  const court = () => ({ configuration: configuration(), stewards: STEWARDS, scope });

  return {
    agreed,
    take(given: Step): void {
      if (given.do === 'write') metrics.set(given.metric, { ...metrics.get(given.metric), written: given.as });
      const there = given.do === 'change' ? metrics.get(given.metric) : undefined;
      if (there && given.do === 'change') there.written = { ...there.written, ...given.to } as Written;
      if (given.do === 'remove') metrics.delete(given.metric);
      if (given.do === 'reword') words[given.purpose] = given.text;
      if (given.do === 'paths') paths = { templates: given.templates, keep: given.keep, ignore: given.ignore };
      if (given.do === 'precision') timePrecision = given.to;
      if (given.do === 'review')
        for (const [name, metric] of metrics)
          metric.review = signReview(
            { metric: name, digest: digestOf(metric.written), outcome: 'approved', steward: 'eva', date: TODAY },
            KEY.privateKey,
          );
      if (given.do === 'release') {
        const ready = declared().filter((metric) => judgeReview(metric, court()) === undefined);
        const record = planRelease({ before: scope, configuration: configuration(), metrics: ready, today: TODAY });
        if (!record) return;
        // Through the file's own format, so that what is frozen is what is read back.
        const { digest, ...read } = parseYaml('askfirst.lock', stringify(record, { aliasDuplicateObjects: false }))
          .value as typeof record;
        scope = applyRecord(scope, read);
        expect(scope.digest).toBe(digest);
        agreed.set(scope.number, {
          words: { ...words },
          metrics: new Map(ready.map(({ name, written: as }) => [name, structuredClone(as) as Written])),
          paths: structuredClone(paths),
          timePrecision,
        });
      }
    },
    words: () => words,
    newest: () => scope.number,
    /** What device and collector are given now. */
    inForce: () => ({
      registry: toRegistry(declared(), court()),
      configuration: toConfigurationInForce(configuration(), scope),
    }),
  };
}

type InForce = ReturnType<ReturnType<typeof createSite>['inForce']>;

/** What the device would send of it under a grant of this scope; undefined if nothing. */
function send({ registry, configuration }: InForce, { metric, page, properties }: Happening, scope: number) {
  const { paths, timePrecision } = configuration;
  if (paths.ignore.some((pattern) => fits(pattern, page))) return undefined;
  const rule = registry.metrics[metric];
  const shortened = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      rule?.properties[name]?.type === 'path' && typeof value === 'string' ? toPath(value, registry.paths) : value,
    ]),
  );
  const grant = { epoch: 'e', purposes: PURPOSES, scope } as unknown as Grant;
  const event = { metric, properties: shortened, epoch: 'e' } as unknown as BufferedEvent;
  if (!checkEvent(event, registry, TODAY).ok) return undefined;
  // Of the device, `permit` looks at the site's registry and the day alone.
  const device = { site: { registry }, today: () => TODAY } as unknown as Parameters<typeof permit>[2];
  if (!permit(event, grant, device).event) return undefined;
  return { metric, properties: shortened, ...(timePrecision === 'hour' && { hour: 11 }) };
}

/** Would the collector store this of a batch of this scope? */
function stores({ registry, configuration }: InForce, sent: object, scope: number): boolean {
  const event = { ...sent, day: TODAY, id: '0'.repeat(32) };
  const { accepted } = judge(
    { scope, purposes: new Set(PURPOSES), events: [event], drops: {} } as unknown as Parameters<typeof judge>[0],
    {
      registry,
      timePrecision: configuration.timePrecision,
      window: createClockWindow('UTC')(NOW_MS),
    },
  );
  return accepted.length > 0;
}

/** A site that begins in order, and then whatever an owner may do. */
const history = fc
  .tuple(fc.array(step, { minLength: 4, maxLength: 8 }), fc.array(step, { maxLength: 16 }))
  .map(([first, then]): Step[] => [...first, { do: 'review' }, { do: 'release' }, ...then]);

describe('P6 FE-4 agreeing to scope N', () => {
  it('never sends or stores what is not in N, whatever is written, reviewed and released later', () => {
    const passed = { all: 0, earlier: 0 };
    fc.assert(
      fc.property(history, fc.array(happening, { minLength: 30, maxLength: 80 }), (steps, happenings) => {
        const site = createSite();
        for (const given of steps) site.take(given);
        const inForce = site.inForce();
        const now = inForce.configuration.paths;
        for (const [number, scope] of site.agreed)
          for (const it of happenings) {
            const sent = send(inForce, it, number);
            if (!sent) continue;
            passed.all++;
            if (number < site.newest()) passed.earlier++;
            expect(stores(inForce, sent, number)).toBe(true);
            expect(allowedBy(scope, { ...it, hasHour: 'hour' in sent, words: site.words(), now })).toBe('');
          }
      }),
      { numRuns: 500 },
    );
    // A property that lets nothing pass would hold for nothing.
    expect(passed.all).toBeGreaterThan(1000);
    expect(passed.earlier).toBeGreaterThan(100);
  }, 240_000);

  it('never stores what the device would not have sent', () => {
    fc.assert(
      fc.property(history, fc.array(happening, { minLength: 20, maxLength: 40 }), (steps, happenings) => {
        const site = createSite();
        for (const given of steps) site.take(given);
        const inForce = site.inForce();
        for (const number of site.agreed.keys())
          for (const it of happenings) {
            const { metric, properties } = it;
            if (!stores(inForce, { metric, properties }, number)) continue;
            const sent = send(inForce, { ...it, page: '/nowhere' }, number);
            expect(sent?.properties).toEqual(properties);
          }
      }),
      { numRuns: 200 },
    );
  }, 240_000);
});
