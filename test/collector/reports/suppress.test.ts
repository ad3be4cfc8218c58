import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppress, toCells } from '../../../collector/reports/suppress.ts';
import { browsersOf, pageRows, type View } from './crowd.ts';

const OTHER = '(other)';
const K = 5;
const metrics = { 'page.view': { distinct: 'path' }, 'visit.day': {} };
const sum = (value: string, firsts: number, count = firsts) => ({ value, firsts, count });
const withPaths = { k: 10, firstsAreBrowsers: false };

describe('P7 cells of a day', () => {
  it('P7 shows a value that exactly k browsers share, and hides it with one browser fewer', () => {
    expect(suppress([sum('/a', 10), sum('/b', 11)], withPaths)).toEqual([sum('/a', 10), sum('/b', 11)]);
    expect(suppress([sum('/a', 9), sum('/b', 11), sum('/c', 30)], withPaths)).toEqual([sum('/c', 30), sum(OTHER, 20)]);
  });

  it('P7 counts browsers, not views: one browser that looks a thousand times is one', () => {
    expect(suppress([sum('/a', 1, 1_000), sum('/b', 50, 60)], withPaths)).toEqual([sum(OTHER, 51, 1_060)]);
  });

  it('P7 lets "other" take along the smallest value that has k browsers', () => {
    expect(suppress([sum('/rare', 2), sum('/large', 40), sum('/small', 12)], withPaths)).toEqual([
      sum('/large', 40),
      sum(OTHER, 14),
    ]);
  });

  it('P7 shows nothing where no value has k browsers, however large the sum: one browser may stand behind all of it', () => {
    expect(suppress([sum('/a', 9), sum('/b', 9), sum('/c', 9)], withPaths)).toEqual([]);
  });

  it('shows k browsers as other without a partner where each of them has one flag for all values together', () => {
    const perMetric = { k: 10, firstsAreBrowsers: true };
    expect(suppress([sum('week', 6), sum('neither', 6)], perMetric)).toEqual([sum(OTHER, 12)]);
    expect(suppress([sum('week', 6), sum('neither', 3)], perMetric)).toEqual([]);
  });

  it('treats a value that calls itself other as a rare one', () => {
    expect(suppress([sum(OTHER, 30), sum('/a', 20), sum('/b', 40)], withPaths)).toEqual([
      sum('/b', 40),
      sum(OTHER, 50),
    ]);
  });

  it('hides nothing with k of 1, which only a development site has', () => {
    const sums = [sum('/a', 1), sum('/b', 0, 2)];
    expect(suppress(sums, { k: 1, firstsAreBrowsers: false })).toEqual(sums);
  });

  it('P7 gives no cell to a metric whose distinct property is not known', () => {
    const rows = [{ metric: 'gone.metric', properties: { path: '/a' }, count: 90, firsts: 90 }];
    expect(toCells('2026-11-01', rows, { k: K, metrics })).toEqual([]);
  });

  it('P7 hides rows that lack their distinct property, whatever their flags say', () => {
    const rows = [
      { metric: 'page.view', properties: {}, count: 90, firsts: 90 },
      { metric: 'page.view', properties: { path: '/a' }, count: 20, firsts: 20 },
      { metric: 'page.view', properties: { path: '/b' }, count: 30, firsts: 30 },
    ];
    expect(toCells('2026-11-01', rows, { k: 10, metrics }).map(({ value, firsts }) => [value, firsts])).toEqual([
      ['/b', 30],
      [OTHER, 110],
    ]);
  });

  it('gives the same cells in whatever order the rows come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.nat({ max: 12 })), { selector: ([path]) => path }),
        fc.infiniteStream(fc.nat()),
        (values, weights) => {
          const rows = values.map(([path, firsts]) => ({
            metric: 'page.view',
            properties: { path: `/${path}` },
            count: firsts + 1,
            firsts,
          }));
          const shuffled = rows
            .map((row) => ({ row, weight: weights.next().value ?? 0 }))
            .sort((a, b) => a.weight - b.weight)
            .map(({ row }) => row);
          const rules = { k: K, metrics };
          expect(toCells('2026-11-01', shuffled, rules)).toEqual(toCells('2026-11-01', rows, rules));
        },
      ),
    );
  });

  it('P7 T-110 every cell, other included, holds at least k different browsers, and nothing is counted twice', () => {
    fc.assert(
      fc.property(crowds, (views) => {
        for (const day of new Set(views.map((view) => view.day))) {
          const seen = views.filter((view) => view.day === day);
          const cells = toCells(day, pageRows(views, day), { k: K, metrics });
          const shown = new Set(cells.map((cell) => cell.value));
          for (const cell of cells) {
            const behind = seen.filter((view) =>
              cell.value === OTHER ? !shown.has(view.path) : view.path === cell.value,
            );
            expect(browsersOf(behind).size).toBeGreaterThanOrEqual(K);
            expect(cell.count).toBe(behind.length);
          }
          const counted = cells.reduce((total, cell) => total + cell.count, 0);
          expect([0, seen.length]).toContain(counted);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('P7 T-110 no difference of two answers isolates fewer than k browsers, for ranges of days and single pages', () => {
    fc.assert(
      fc.property(crowds, ranges, ranges, (views, one, two) => {
        // What an answer is made of: cells, each known here by the views behind it.
        const cells = days.flatMap((day) => {
          const seen = views.filter((view) => view.day === day);
          const published = toCells(day, pageRows(views, day), { k: K, metrics });
          const shown = new Set(published.map((cell) => cell.value));
          return published.map((cell) => ({
            cell,
            behind: seen.filter((view) => (cell.value === OTHER ? !shown.has(view.path) : view.path === cell.value)),
          }));
        });
        for (const value of [undefined, OTHER, ...paths]) {
          const inside = (range: Range) =>
            cells.filter(
              ({ cell }) => cell.day >= range.from && cell.day <= range.to && (!value || cell.value === value),
            );
          const [a, b] = [inside(one), inside(two)];
          const difference = [...a.filter((cell) => !b.includes(cell)), ...b.filter((cell) => !a.includes(cell))];
          const isolated = browsersOf(difference.flatMap(({ behind }) => behind)).size;
          expect(isolated === 0 || isolated >= K).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

interface Range {
  readonly from: string;
  readonly to: string;
}

const days = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
const paths = ['/', '/a', '/b', '/c', '/d', '/e'];

/** Small crowds with a favourite page and a long tail, so that every rule of suppression is met. */
const crowds: fc.Arbitrary<readonly View[]> = fc.array(
  fc.record({
    browser: fc.nat({ max: 25 }),
    day: fc.constantFrom(...days),
    path: fc.oneof({ weight: 2, arbitrary: fc.constant('/') }, { weight: 3, arbitrary: fc.constantFrom(...paths) }),
  }),
  { maxLength: 200, size: 'max' },
);

const ranges: fc.Arbitrary<Range> = fc
  .tuple(fc.constantFrom(...days), fc.constantFrom(...days))
  .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
