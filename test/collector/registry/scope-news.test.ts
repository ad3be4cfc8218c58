import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toSiteTexts } from '../../../collector/receive/site-texts.ts';
import { configurationSchema } from '../../../collector/registry/configuration.ts';
import type { DeclaredMetric, LoadedRegistry } from '../../../collector/registry/loaded-registry.ts';
import { metricSchema } from '../../../collector/registry/metric-definition.ts';
import { NEWS_WORDS } from '../../../collector/registry/news-words.ts';
import { planRelease } from '../../../collector/registry/plan-release.ts';
import { toReleasedScopes } from '../../../collector/registry/released-scopes.ts';
import { applyRecord, NO_SCOPE, type Scope } from '../../../collector/registry/scope-lock.ts';
import { toSiteConfiguration } from '../../../collector/registry/to-site-configuration.ts';
import type { WidgetTexts } from '../../../contract/texts.ts';
import { digestOf } from './by-hand.ts';
import { GOOD_CONFIGURATION, GOOD_METRIC } from './rule-fixtures.ts';

const OTHER_METRIC = GOOD_METRIC.replace('cart.add', 'cart.drop').replace(
  'Somebody put a thing into the cart.',
  'Somebody took a thing out of the cart.',
);
const CONFIGURATION = GOOD_CONFIGURATION.replace('ignore: []', "ignore: ['/desk/**']");

/** Replaces text that must be there. */
function edit(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The text does not hold ${from}`);
  return text.replace(from, to);
}

/** One release: the configuration, the metrics, and what somebody signed to be minor. */
type Release = readonly [configuration: string, metrics: string, minor?: readonly string[]];

/** Releases one after the other; tells the words that pages are given. */
function release(...releases: readonly Release[]) {
  const scopes: Scope[] = [];
  let loaded: LoadedRegistry | undefined;
  for (const [text, file, minor = []] of releases) {
    const configuration = configurationSchema.parse(parse(text));
    const written: Record<string, Record<string, unknown>> = parse(file);
    const metrics = Object.entries(written).map(
      ([name, as]): DeclaredMetric => ({
        ...{ name, file: 'metrics/all.yaml', line: 1, column: 1 },
        ...{ definition: metricSchema.parse(as), written: as, digest: digestOf(as) },
      }),
    );
    const before = scopes.at(-1) ?? NO_SCOPE;
    const record = planRelease({ before, configuration, metrics, today: '2026-11-22', minor });
    if (record) scopes.push(applyRecord(before, record));
    const scope = scopes.at(-1) ?? NO_SCOPE;
    loaded = {
      ...{ folder: '', configuration, withheld: [], stewards: {}, removed: {}, scopes: toReleasedScopes(scopes) },
      metrics: Object.fromEntries(metrics.map((metric) => [metric.name, metric])),
      registry: {
        ...{ scope: scope.number, digest: scope.digest, purposes: Object.keys(configuration.purposes) },
        paths: { templates: [], keep: [] },
        // Of a rule, telling the news looks at its name alone.
        metrics: Object.fromEntries(metrics.map(({ name }) => [name, {}])) as LoadedRegistry['registry']['metrics'],
      },
    };
  }
  if (!loaded) throw new Error('Nothing was released.');
  return { loaded, kind: scopes.at(-1)?.kind, scopes };
}

const changes = (language: string, ...releases: readonly Release[]) =>
  toSiteTexts(language, {} as WidgetTexts, release(...releases).loaded).changes;
const said = (...releases: readonly Release[]) => changes('en', ...releases)?.map(({ text }) => text) ?? [];

const FIRST: Release = [CONFIGURATION, GOOD_METRIC];

/** Each change, and what a visitor must be told of it. Written before it was run. */
const CHANGES: readonly (readonly [string, Release, string[]])[] = [
  ['a metric', [CONFIGURATION, GOOD_METRIC + OTHER_METRIC], ['New: Somebody took a thing out of the cart.']],
  [
    'a property',
    [CONFIGURATION, edit(GOOD_METRIC, '    many:', '    gift: { type: boolean }\n    many:')],
    ['Now also noted (gift) of: Somebody put a thing into the cart.'],
  ],
  [
    'retention',
    [CONFIGURATION, edit(GOOD_METRIC, 'retentionDays: 180', 'retentionDays: 400')],
    ['Now kept for 400 days: Somebody put a thing into the cart.'],
  ],
  [
    'life',
    [CONFIGURATION, edit(GOOD_METRIC, 'expires: 2027-11-01', 'expires: 2028-11-01')],
    ['Now collected until 2028-11-01: Somebody put a thing into the cart.'],
  ],
  [
    'a life without end',
    [CONFIGURATION, edit(GOOD_METRIC, 'expires: 2027-11-01', 'expires: never\n  expiresWhy: It is watched.')],
    ['Now collected without an end: Somebody put a thing into the cart.'],
  ],
  [
    'a category',
    [CONFIGURATION, edit(GOOD_METRIC, 'category: interaction', 'category: content')],
    ['More is noted than before of: Somebody put a thing into the cart.'],
  ],
  [
    'a category and retention, each once',
    [
      CONFIGURATION,
      edit(edit(GOOD_METRIC, 'category: interaction', 'category: content'), 'retentionDays: 180', 'retentionDays: 400'),
    ],
    [
      'Now kept for 400 days: Somebody put a thing into the cart.',
      'More is noted than before of: Somebody put a thing into the cart.',
    ],
  ],
  [
    'the words of a purpose',
    [edit(CONFIGURATION, 'See which pages are read.', 'See who reads what.'), GOOD_METRIC],
    ['What is told of “Improve this site” now reads: See who reads what.'],
  ],
  [
    'a purpose',
    [
      edit(
        CONFIGURATION,
        'processors:',
        '  stock: { title: { en: Order }, text: { en: Know what to order. } }\nprocessors:',
      ),
      edit(GOOD_METRIC, 'purpose: improve', 'purpose: stock'),
    ],
    ['A new purpose, Order: Know what to order.', 'Now for “Order”: Somebody put a thing into the cart.'],
  ],
  [
    'a recipient',
    [edit(CONFIGURATION, 'name: Quay Hosting', 'name: Pier Hosting'), GOOD_METRIC],
    ['Pier Hosting (PT) now handles the data too: server hosting.'],
  ],
  [
    'the controller',
    [edit(CONFIGURATION, 'name: Harbour Journal', 'name: Pier News'), GOOD_METRIC],
    ['Pier News is now responsible.'],
  ],
  [
    'hours',
    [edit(CONFIGURATION, 'timeZone:', 'timePrecision: hour\ntimeZone:'), GOOD_METRIC],
    ['The hour is noted, not only the day.'],
  ],
  [
    'paths',
    [edit(CONFIGURATION, "keep: ['/posts/*']", "keep: ['/posts/*', '/shop/*']"), GOOD_METRIC],
    ['More of the address of a page is noted.'],
  ],
  [
    'ignored pages',
    [edit(CONFIGURATION, "ignore: ['/desk/**']", 'ignore: []'), GOOD_METRIC],
    ['Pages that were left out are counted: /desk/**.'],
  ],
];

/** Changes that ask nobody anything. */
const COSMETIC: readonly (readonly [string, Release])[] = [
  ['a reason', [CONFIGURATION, edit(GOOD_METRIC, 'Shows which shelves', 'Tells which shelves')]],
  ['a shorter retention', [CONFIGURATION, edit(GOOD_METRIC, 'retentionDays: 180', 'retentionDays: 90')]],
  ['a contact', [edit(CONFIGURATION, 'privacy@harbour.example', 'dpo@harbour.example'), GOOD_METRIC]],
  ['a typing error', [edit(CONFIGURATION, 'See which pages', 'See what pages'), GOOD_METRIC, ['improve']]],
  ['a name’s spelling', [edit(CONFIGURATION, 'Harbour Journal', 'Harbor Journal'), GOOD_METRIC, ['controller.name']]],
];

describe('UI-C5 UI-C6 a widening is told', () => {
  it.each(CHANGES)('%s', (_name, second, expected) => {
    expect(release(FIRST, second).kind).toBe('widening');
    expect(said(FIRST, second)).toEqual(expected);
  });

  it('in the language that is shown, and in English where there are no words for it', () => {
    const second: Release = [edit(CONFIGURATION, 'Ver que páginas são lidas.', 'Ver quem lê.'), GOOD_METRIC];
    expect(changes('pt', FIRST, second)).toEqual([
      { scope: 2, text: 'O que se diz de «Melhorar este sítio» passa a ser: Ver quem lê.' },
    ]);
    expect(changes('da', FIRST, CHANGES[0]?.[1] ?? FIRST)?.[0]?.text).toMatch(/^New: /);
  });

  it('each with its scope, and not what is gone again', () => {
    const both: Release = [CONFIGURATION, GOOD_METRIC + OTHER_METRIC];
    const hosted: Release = [edit(both[0], 'name: Quay Hosting', 'name: Pier Hosting'), both[1]];
    expect(changes('en', FIRST, both, hosted)?.map(({ scope }) => scope)).toEqual([2, 3]);
    expect(changes('en', FIRST, both, [hosted[0], GOOD_METRIC])?.map(({ scope }) => scope)).toEqual([3]);
    expect(changes('en', FIRST)).toBeUndefined();
  });

  it('and is part of what the digest of the words proves', () => {
    const notice = (second: Release) => toSiteTexts('en', {} as WidgetTexts, release(FIRST, second).loaded).notice;
    expect(notice(CHANGES[2]?.[1] ?? FIRST)).not.toBe(notice(FIRST));
  });

  it('T-64 pages know which purposes came later, and from which scope on', () => {
    const parts = { basePath: '/askfirst', files: { widget: '', waiting: '' }, reopen: {}, isLocal: false };
    const later = CHANGES.find(([name]) => name === 'a purpose')?.[1] ?? FIRST;
    expect(toSiteConfiguration(release(FIRST, later).loaded, parts).newPurposes).toEqual({ stock: 2 });
    expect(toSiteConfiguration(release(FIRST).loaded, parts)).not.toHaveProperty('newPurposes');
  });
});

describe('UI-C7 what changed for the look of it asks nobody again', () => {
  it.each(COSMETIC)('%s', (_name, second) => {
    const { scopes } = release(FIRST, second);
    expect(scopes[1]?.kind).not.toBe('widening');
    expect(said(FIRST, second)).toEqual([]);
    expect(scopes.at(-1)?.metrics['cart.add']?.since).toBe(1);
  });

  it('but only the part that somebody signed for', () => {
    const [text, file] = CHANGES.find(([name]) => name === 'the words of a purpose')?.[1] ?? FIRST;
    const both = edit(text, 'name: Harbour Journal', 'name: Pier News');
    expect(release(FIRST, [both, file, ['controller.name']]).kind).toBe('widening');
    expect(said(FIRST, [both, file, ['controller.name']])).toHaveLength(1);
  });

  it('which the digest of the scope covers', () => {
    const [text, file] = COSMETIC[3]?.[1] ?? FIRST;
    const minor = release(FIRST, [text, file, ['improve']]).scopes.at(-1);
    const { digest, ...rest } = minor ?? NO_SCOPE;
    expect(rest.minor).toEqual(['improve']);
    expect(release(FIRST, [text, file]).scopes.at(-1)?.digest).not.toBe(digest);
  });
});

describe('the words for it', () => {
  it('are there in every language, with the same places to fill', () => {
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(Object.keys(NEWS_WORDS).sort()).toEqual(['de', 'en', 'es', 'fr', 'pt']);
    for (const words of Object.values(NEWS_WORDS)) {
      expect(Object.keys(words).sort()).toEqual(Object.keys(NEWS_WORDS.en).sort());
      for (const [name, text] of Object.entries(words)) {
        expect(text.trim()).not.toBe('');
        expect(places(text)).toEqual(places(NEWS_WORDS.en[name as keyof typeof words]));
      }
    }
  });
});
