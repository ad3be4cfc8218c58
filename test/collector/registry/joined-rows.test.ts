import { afterAll, describe, expect, it } from 'vitest';
import { CONFIGURATION, createTestFolder, PAGE_VIEW, removeTestFolders } from './registry-folder.ts';

afterAll(removeTestFolders);

const PROPERTIES =
  'properties: { path: { type: path, description: "The page\'s path without query, identifiers removed." } }';

/** What the loader says of a metric with these properties. */
function problemsOf(properties: string, { linkage = 'none', distinct = '' } = {}): string[] {
  const metric = PAGE_VIEW.replace(PROPERTIES, `properties: { ${properties} }`)
    .replace('linkage: none', `linkage: ${linkage}`)
    .replace('  distinct: path\n', distinct);
  const folder = createTestFolder({ 'askfirst.yaml': CONFIGURATION, 'metrics/pages.yaml': metric });
  return folder.problems().map((problem) => problem.replace(/^.* /, ''));
}

describe('P7 FE-10 no metric joins the rows of a browser', () => {
  it.each([
    'browser: { type: choice, values: [firefox, chrome] }',
    'browserName: { type: slug }',
    'os: { type: choice, values: [linux, other] }',
    'operatingSystem: { type: slug }',
    'device: { type: choice, values: [phone, desktop] }',
    'language: { type: locale }',
    'spoken: { type: locale }',
    'zone: { type: zone }',
    'where: { type: zone }',
    'timeZone: { type: slug }',
    'screenWidth: { type: bucket, bounds: [320, 640, 1280] }',
    'viewport: { type: choice, values: [small, large] }',
    'pixelRatio: { type: bucket, bounds: [1, 2, 3] }',
    'userAgent: { type: slug }',
    'country: { type: choice, values: [pt, es] }',
  ])('refuses %s beside anything else', (property) => {
    expect(problemsOf(`done: { type: boolean }, ${property}`)).toContain('browser-property-beside-others');
  });

  it.each([
    'browser: { type: choice, values: [firefox, chrome] }',
    'language: { type: locale }',
    'zone: { type: zone }',
  ])('takes %s alone', (property) => {
    expect(problemsOf(property)).toEqual([]);
  });

  it.each([
    ['path: { type: path }', 'referrer: { type: host }'],
    ['path: { type: path }', 'good: { type: slug }'],
    ['good: { type: slug }', 'shelf: { type: slug }'],
    ['path: { type: path }', 'price: { type: count, most: 100000 }'],
    [
      'path: { type: path }',
      `answer: { type: choice, values: [${Array.from({ length: 101 }, (_, at) => `a${at}`).join(', ')}] }`,
    ],
  ])('refuses two properties with an open set of values: %s and %s', (one, other) => {
    expect(problemsOf(`${one}, ${other}`)).toContain('two-open-properties');
  });

  it.each([
    'path: { type: path }, done: { type: boolean }',
    'path: { type: path }, size: { type: choice, values: [small, large] }',
    'path: { type: path }, percent: { type: count, most: 100 }',
    'osmosis: { type: boolean }, path: { type: path }',
  ])('takes one open property beside closed ones: %s', (properties) => {
    expect(problemsOf(properties)).toEqual([]);
  });

  it('lets only visit.day carry week, month and age, and nothing beside them', () => {
    const visitDay = (properties: string) =>
      createTestFolder({
        'askfirst.yaml': CONFIGURATION,
        'metrics/visits.yaml': PAGE_VIEW.replace('page.view', 'visit.day')
          .replace(PROPERTIES, `properties: { ${properties} }`)
          .replace('  distinct: path\n', ''),
      }).problems();
    const flags =
      'week: { type: boolean }, month: { type: boolean }, age: { type: choice, values: [new, week, month, quarter, older] }';
    expect(visitDay(flags)).toEqual([]);
    expect(visitDay(`${flags}, path: { type: path }`)).toEqual(['metrics/visits.yaml:7:135 visit-day-alone']);
  });

  it('wants linked metrics to name each other', () => {
    expect(problemsOf('done: { type: boolean }', { linkage: 'session' })).toEqual(['linked-with']);
    expect(problemsOf('done: { type: boolean }', { linkage: 'session\n  linkedWith: [no.such]' })).toEqual([
      'linked-with',
    ]);
    expect(problemsOf('done: { type: boolean }', { linkage: 'none\n  linkedWith: [page.view]' })).toEqual([
      'linked-with',
    ]);
    expect(problemsOf('done: { type: boolean }', { linkage: 'session\n  linkedWith: [page.view]' })).toEqual([]);
  });
});
