import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { classifyChange } from '../../../collector/registry/classify-change.ts';
import { compareSurroundings } from '../../../collector/registry/compare-surroundings.ts';
import { configurationSchema } from '../../../collector/registry/configuration.ts';
import { toDigest } from '../../../collector/registry/digest.ts';
import { metricSchema } from '../../../collector/registry/metric-definition.ts';
import { planRelease } from '../../../collector/registry/plan-release.ts';
import { parseYaml } from '../../../collector/registry/read-yaml.ts';
import { applyRecord, NO_SCOPE, replayLock, type ScopeRecord } from '../../../collector/registry/scope-lock.ts';
import { GOOD_CONFIGURATION, GOOD_METRIC } from './rule-fixtures.ts';

const metric = (text: string) => metricSchema.parse(Object.values(parse(text))[0]);

/** Replaces text that must be there. */
function edit(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The text does not hold ${from}`);
  return text.replace(from, to);
}

/** Each change, and what a visitor who agreed to the old definition would call it. Written by hand before it was run. */
const CHANGES: readonly (readonly [string, string, 'widening' | 'narrowing' | 'editorial'])[] = [
  ['Somebody put a thing', 'Somebody laid a thing', 'editorial'],
  ['Shows which shelves', 'Tells which shelves', 'editorial'],
  ['ana@harbour.example', 'rui@harbour.example', 'editorial'],
  ['issues/12', 'issues/13', 'editorial'],
  ['The shelf it came from.', 'The shelf.', 'editorial'],
  ['purpose: improve', 'purpose: stock', 'widening'],
  ['category: interaction', 'category: content', 'widening'],
  ['category: interaction', 'category: technical', 'widening'],
  ['linkage: none', 'linkage: session\n  linkedWith: [a.b]', 'widening'],
  ['distinct: shelf', 'distinct: many', 'widening'],
  ['  distinct: shelf\n', '', 'narrowing'],
  ['retentionDays: 180', 'retentionDays: 181', 'widening'],
  ['retentionDays: 180', 'retentionDays: 179', 'narrowing'],
  ['expires: 2027-11-01', 'expires: 2027-11-02', 'widening'],
  ['expires: 2027-11-01', 'expires: never\n  expiresWhy: Because.', 'widening'],
  ['expires: 2027-11-01', 'expires: 2027-10-31', 'narrowing'],
  ['    many: { type: boolean, description: Was it more than one? }\n', '', 'narrowing'],
  ['    many:', '    gift: { type: boolean }\n    many:', 'widening'],
  ['    many:', '    lots:', 'widening'],
  ['type: slug', 'type: path', 'widening'],
  ['type: slug', 'type: choice, values: [a, b]', 'widening'],
];

/** Pairs of properties, before and after. */
const PROPERTY_CHANGES: readonly (readonly [string, string, 'widening' | 'narrowing' | 'editorial'])[] = [
  ['type: choice, values: [a, b]', 'type: choice, values: [a, b, c]', 'widening'],
  ['type: choice, values: [a, b]', 'type: choice, values: [a]', 'narrowing'],
  ['type: choice, values: [a, b]', 'type: choice, values: [b, a]', 'editorial'],
  ['type: choice, values: [a, b]', 'type: choice, values: [a, c]', 'widening'],
  ['type: bucket, bounds: [1, 10]', 'type: bucket, bounds: [1, 5, 10]', 'widening'],
  ['type: bucket, bounds: [1, 10]', 'type: bucket, bounds: [10]', 'narrowing'],
  ['type: count, most: 10', 'type: count, most: 11', 'widening'],
  ['type: count, most: 10', 'type: count, most: 9', 'narrowing'],
  ['type: count, most: 10', 'type: bucket, bounds: [1]', 'widening'],
  ['type: text, maxLength: 10', 'type: text, maxLength: 11', 'widening'],
  ['type: text, maxLength: 10', 'type: text, maxLength: 9', 'narrowing'],
  ['type: path', 'type: path', 'editorial'],
];

describe('a changed definition', () => {
  it.each(CHANGES)('%j to %j is a change of the kind %s', (from, to, kind) => {
    expect(classifyChange(metric(GOOD_METRIC), metric(edit(GOOD_METRIC, from, to)))).toBe(kind);
  });

  it.each(PROPERTY_CHANGES)('of a property, %j to %j, is of the kind %s', (before, after, kind) => {
    const with_ = (property: string) => metric(edit(GOOD_METRIC, 'type: boolean', property));
    expect(classifyChange(with_(before), with_(after))).toBe(kind);
  });

  it('takes back linkage and partners as a narrowing', () => {
    const linked = (linkedWith: string) =>
      metric(edit(GOOD_METRIC, 'linkage: none', `linkage: session\n  linkedWith: [${linkedWith}]`));
    expect(classifyChange(linked('a.b, c.d'), linked('a.b'))).toBe('narrowing');
    expect(classifyChange(linked('a.b'), linked('a.b, c.d'))).toBe('widening');
    expect(classifyChange(linked('a.b'), metric(GOOD_METRIC))).toBe('narrowing');
  });

  it('is a widening as soon as one part of it is', () => {
    const both = edit(edit(GOOD_METRIC, 'retentionDays: 180', 'retentionDays: 30'), 'type: slug', 'type: host');
    expect(classifyChange(metric(GOOD_METRIC), metric(both))).toBe('widening');
  });

  it('is compared field by field: a field that is added to the format must be thought of here', () => {
    expect(Object.keys(metricSchema.shape).sort()).toEqual(
      [
        // Compared.
        ...['purpose', 'category', 'linkage', 'linkedWith', 'distinct', 'properties', 'expires', 'retentionDays'],
        // Words that only explain.
        ...['description', 'why', 'owners', 'issues', 'expiresWhy'],
      ].sort(),
    );
  });
});

const configuration = (text: string) => configurationSchema.parse(parse(text));

/** A scope with the good configuration in it, a few more paths and a processor. */
const BASE = edit(
  GOOD_CONFIGURATION,
  "paths: { templates: [], keep: ['/posts/*'], ignore: [] }",
  "paths: { templates: ['/a/:x', '/:y/b'], keep: ['/posts/*'], ignore: ['/help/**'] }",
);

/** Each change of the configuration: what it is, and whether it reaches path metrics or all metrics. */
const AROUND: readonly (readonly [
  string,
  string,
  'widening' | 'narrowing' | 'editorial',
  '' | 'paths' | 'all' | 'purpose',
])[] = [
  ["keep: ['/posts/*']", "keep: ['/posts/*', '/shop/*']", 'widening', 'paths'],
  ["keep: ['/posts/*']", 'keep: []', 'narrowing', ''],
  ["templates: ['/a/:x', '/:y/b']", "templates: ['/a/:x', '/:y/b', '/c/:z']", 'narrowing', ''],
  ["templates: ['/a/:x', '/:y/b']", "templates: ['/a/:x']", 'widening', 'paths'],
  ["templates: ['/a/:x', '/:y/b']", "templates: ['/:y/b', '/a/:x']", 'widening', 'paths'],
  ["templates: ['/a/:x', '/:y/b']", "templates: ['/a/b', '/a/:x', '/:y/b']", 'widening', 'paths'],
  ["ignore: ['/help/**']", 'ignore: []', 'widening', 'all'],
  ["ignore: ['/help/**']", "ignore: ['/help/**', '/desk/**']", 'narrowing', ''],
  ['timeZone: Europe/Lisbon', 'timeZone: Europe/Lisbon\ntimePrecision: hour', 'widening', 'all'],
  ['name: Quay Hosting', 'name: Pier Hosting', 'widening', 'all'],
  ['country: PT', 'country: US', 'widening', 'all'],
  ['since: 2026-11-01 }', 'since: 2026-11-01, until: 2026-12-01 }', 'editorial', ''],
  ['https://quay.example/dpa', 'https://quay.example/contract', 'editorial', ''],
  ['See which pages are read.', 'See who reads what.', 'widening', 'purpose'],
  ['Melhorar este sítio', 'Vender mais', 'widening', 'purpose'],
  [', pt: Ver que páginas são lidas.', '', 'editorial', ''],
  ['privacy@harbour.example', 'dpo@harbour.example', 'editorial', ''],
];

describe('a changed configuration', () => {
  const first = planRelease({ before: NO_SCOPE, configuration: configuration(BASE), metrics: [], today: '2026-11-22' });
  const before = first ? applyRecord(NO_SCOPE, first) : NO_SCOPE;

  it.each(AROUND)('%j to %j is a change of the kind %s that reaches %j', (from, to, kind, reaches) => {
    const around = compareSurroundings(before, configuration(edit(BASE, from, to)));
    expect(around.kind).toBe(kind);
    expect({ paths: around.widensPaths, all: around.widensAll, purpose: around.purposes.size > 0 }).toEqual({
      paths: reaches === 'paths',
      all: reaches === 'all',
      purpose: reaches === 'purpose',
    });
  });
});

describe('P7 a name keeps its meaning', () => {
  const today = '2026-11-22';
  const declare = (text: string) => {
    const written: Record<string, unknown> = Object.values(parse(text))[0] as Record<string, unknown>;
    const definition = metricSchema.parse(written);
    return { name: 'cart.add', file: '', line: 1, column: 1, definition, written, digest: toDigest(written) };
  };
  /** A history in which the metric was once this and then that. */
  const replay = (...texts: readonly string[]) => {
    let before = NO_SCOPE;
    const records: ScopeRecord[] = [];
    for (const text of texts) {
      const metrics = text === '' ? [] : [declare(text)];
      const record = planRelease({ before, configuration: configuration(BASE), metrics, today });
      if (!record) throw new Error('Nothing changed.');
      before = applyRecord(before, record);
      records.push(record);
    }
    return replayLock(records, parseYaml('askfirst.lock', '')).problems.map(({ message }) => message);
  };

  it.each([
    ['distinct: shelf', 'distinct: many'],
    ['  distinct: shelf\n', ''],
    ['linkage: none', 'linkage: session\n  linkedWith: [cart.add]'],
    ['type: slug', 'type: path'],
  ])('a lock that gives it another, %j to %j, is refused, whoever wrote it', (from, to) => {
    const other = edit(GOOD_METRIC, from, to);
    expect(replay(GOOD_METRIC, other)).toEqual([expect.stringContaining('gives `cart.add` another meaning')]);
    expect(replay(GOOD_METRIC, '', other)).toHaveLength(1);
    expect(replay(other, edit(other, 'retentionDays: 180', 'retentionDays: 90'))).toEqual([]);
  });

  it('a property may come and go, as long as its type stays', () => {
    const without = edit(GOOD_METRIC, '    many: { type: boolean, description: Was it more than one? }\n', '');
    expect(replay(GOOD_METRIC, without, GOOD_METRIC)).toEqual([]);
    expect(replay(GOOD_METRIC, without, edit(GOOD_METRIC, 'type: boolean', 'type: count, most: 9'))).toHaveLength(1);
  });
});
