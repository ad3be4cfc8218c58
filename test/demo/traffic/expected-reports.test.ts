import { describe, expect, it } from 'vitest';
import { type Crowd, hideSmallCrowds, mondayOf, toVisitorCrowds } from '../../../demo/traffic/truth/expected-cells.ts';
import type { ArrivedView } from '../../../demo/traffic/truth/expected-events.ts';
import { expectOpenDay, expectReports } from '../../../demo/traffic/truth/expected-reports.ts';

const crowd = (value: string, browsers: number, count = browsers): Crowd => ({
  value,
  count,
  browsers: new Set(Array.from({ length: browsers }, (_, at) => `${at}`)),
});
const names = (crowds: readonly Crowd[]) => crowds.map(({ value, count }) => [value, count]);

/** `browsers` different browsers that each see `path` once on `day`. */
const views = (day: string, path: string, browsers: number): ArrivedView[] =>
  Array.from({ length: browsers }, (_, at) => ({ browser: `${at}`, day, path }));

const ask = (all: ArrivedView[], report: string, period = 'day') =>
  expectReports(all, { k: 5, from: '2026-11-23', to: '2026-11-29' }).find(
    (answer) => answer.report === report && answer.period === period,
  )?.rows;

describe('the rule about small crowds, worked out from the truth', () => {
  it('shows what k browsers share', () => {
    expect(names(hideSmallCrowds([crowd('/a', 5, 9), crowd('/b', 6)], { k: 5, exclusive: false }))).toEqual([
      ['/a', 9],
      ['/b', 6],
    ]);
  });

  it('puts the rare together with the smallest that is not', () => {
    const shown = hideSmallCrowds([crowd('/a', 9), crowd('/b', 6), crowd('/c', 1), crowd('/d', 4)], {
      k: 5,
      exclusive: false,
    });
    expect(names(shown)).toEqual([
      ['/a', 9],
      ['(other)', 11],
    ]);
  });

  it('shows nothing where no value has k, unless each browser has one value only', () => {
    const rare = [crowd('x', 3), { ...crowd('y', 2), browsers: new Set(['8', '9']) }];
    expect(hideSmallCrowds(rare, { k: 5, exclusive: false })).toEqual([]);
    expect(names(hideSmallCrowds(rare, { k: 5, exclusive: true }))).toEqual([['(other)', 5]]);
    expect(hideSmallCrowds(rare.slice(1), { k: 5, exclusive: true })).toEqual([]);
  });
});

describe('what a browser is new to', () => {
  it('is found from its earlier days', () => {
    const days = ['2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01'];
    const crowds = toVisitorCrowds(days.flatMap((day) => [...views(day, '/', 1), ...views(day, '/a', 1)]));
    expect(days.map((day) => crowds.get(day)?.map(({ value, browsers }) => `${value} ${browsers.size}`))).toEqual([
      ['week+month 1'],
      ['neither 1'],
      ['week 1'],
      ['month 1'],
    ]);
  });

  it('counts weeks from Monday', () => {
    expect(['2026-11-29', '2026-11-30', '2026-12-06'].map(mondayOf)).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-11-30',
    ]);
  });
});

describe('the rows that reports must have', () => {
  const week = [...views('2026-11-26', '/', 7), ...views('2026-11-26', '/rare', 2), ...views('2026-11-27', '/', 3)];

  it('count browsers by day, and mark days of too few', () => {
    const rows = ask(week, 'visitors');
    expect(rows?.filter(({ count }) => count > 0)).toEqual([{ day: '2026-11-26', count: 7 }]);
    expect(rows?.find(({ day }) => day === '2026-11-27')).toEqual({ day: '2026-11-27', count: 0, tooFew: true });
    expect(rows).toHaveLength(7);
  });

  it('say "at least" where days of a week are hidden', () => {
    expect(ask(week, 'visitors', 'week')).toEqual([{ week: '2026-11-23', count: 7, atLeast: true }]);
  });

  it('count the views of hidden pages in their day, and name them "other"', () => {
    expect(ask(week, 'page-views')?.[3]).toEqual({ day: '2026-11-26', count: 9 });
    expect(ask(week, 'top-pages')).toEqual([{ value: '(other)', count: 9 }]);
  });
});

describe('the bounds that reports must give of an open day', () => {
  it('are rounded down to a multiple of k, and name pages of k browsers only', () => {
    const day = '2026-11-26';
    const answers = expectOpenDay([...views(day, '/', 8), ...views(day, '/', 4), ...views(day, '/rare', 3)], day, 5);
    const marks = { atLeast: true, open: true };
    expect(answers.map(({ rows }) => rows)).toEqual([
      [{ day, count: 5, ...marks }],
      [{ day, count: 10, ...marks }],
      [{ value: '/', count: 10, ...marks }],
    ]);
  });
});
