import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportAnswer } from '../../../collector/reports/answer.ts';
import { closeDueDays } from '../../../collector/reports/close-days.ts';
import { readReport } from '../../../collector/reports/report.ts';
import { createStandingClock, type FilledStore, LOCAL_SITE, METRICS, openFilledStore, SITE } from './filled-store.ts';

const configuration = { kThreshold: 10, timeZone: 'Europe/Lisbon', development: true };
const clock = createStandingClock('2026-11-20');
const both = { week: true, month: true };
const neither = { week: false, month: false };
const week = { week: true, month: false };
let filled: FilledStore;

beforeEach(() => {
  filled = openFilledStore();
  clock.set('2026-11-20');
});
afterEach(() => filled.dispose());

const parts = () => ({ store: filled.store, configuration, metrics: METRICS, clock });
const close = () => closeDueDays({ ...parts(), site: SITE });
async function read(name: string, asked: Record<string, string> = {}): Promise<ReportAnswer> {
  const answer = await readReport(name, asked, parts());
  if ('problem' in answer) throw new Error(answer.problem.detail);
  return answer;
}
async function refuse(name: string, asked: Record<string, string> = {}): Promise<{ code: string; detail: string }> {
  const answer = await readReport(name, asked, parts());
  if (!('problem' in answer)) throw new Error('It was answered.');
  return answer.problem;
}

describe('visitors', () => {
  it('counts each browser once a day, and the whole day as soon as it has k of them', async () => {
    await filled.add(SITE, [
      { day: '2026-11-09', browsers: 9, flags: both },
      { day: '2026-11-10', browsers: 6, flags: both },
      { day: '2026-11-10', browsers: 6, flags: neither },
      { day: '2026-11-11', browsers: 15, flags: both },
      { day: '2026-11-11', browsers: 2, flags: week },
    ]);
    await close();
    const answer = await read('visitors', { from: '2026-11-09', to: '2026-11-11' });
    expect(answer.rows).toEqual([
      { day: '2026-11-09', count: 0, tooFew: true },
      { day: '2026-11-10', count: 12 },
      { day: '2026-11-11', count: 17 },
    ]);
    expect(answer).toMatchObject({ k: 10, development: false, total: 29, atLeast: true });
  });

  it('counts each browser once a week by its week flag, and a sum of day flags is never taken for browsers', async () => {
    await filled.add(SITE, [
      { day: '2026-11-09', browsers: 20, flags: both },
      { day: '2026-11-10', browsers: 11, flags: week },
      { day: '2026-11-10', browsers: 14, flags: neither },
    ]);
    await close();
    const weeks = await read('visitors', { period: 'week', from: '2026-11-10', to: '2026-11-10' });
    // Three more days of that week had nobody, or too few to be told.
    expect(weeks.rows).toEqual([{ week: '2026-11-09', count: 31, atLeast: true }]);
    expect(weeks).toMatchObject({ from: '2026-11-09', to: '2026-11-15' });
    const months = await read('visitors', { period: 'month', from: '2026-11-10', to: '2026-11-10' });
    expect(months.rows).toEqual([{ month: '2026-11-01', count: 20, atLeast: true, open: true }]);
  });

  it('P7 says "at least" of a week whose days hid what too few browsers added', async () => {
    const days = ['09', '10', '11', '12', '13', '14', '15'].map((date) => `2026-11-${date}`);
    await filled.add(
      SITE,
      days.map((day) => ({ day, browsers: 10, flags: neither })),
    );
    await close();
    clock.set('2026-12-20');
    await close();
    const whole = await read('visitors', { period: 'week', from: '2026-11-09', to: '2026-11-15' });
    expect(whole.rows).toEqual([{ week: '2026-11-09', count: 0 }]);

    await filled.add(SITE, [
      { day: '2026-11-16', browsers: 20, flags: neither },
      { day: '2026-11-16', browsers: 9, flags: both },
      ...['17', '18', '19', '20', '21', '22'].map((date) => ({ day: `2026-11-${date}`, browsers: 10, flags: week })),
    ]);
    await close();
    const partly = await read('visitors', { period: 'week', from: '2026-11-16', to: '2026-11-22' });
    expect(partly.rows).toEqual([{ week: '2026-11-16', count: 60, atLeast: true }]);
  });
});

describe('open days', () => {
  it('P7 shows an open day as "at least n", rounded down to a multiple of k', async () => {
    await filled.add(SITE, [
      { day: '2026-11-19', browsers: 29, flags: both },
      { day: '2026-11-19', browsers: 8, flags: neither },
      { day: '2026-11-20', browsers: 9, flags: both },
    ]);
    const answer = await read('visitors', { from: '2026-11-19', to: '2026-11-20' });
    expect(answer.rows).toEqual([
      { day: '2026-11-19', count: 30, atLeast: true, open: true },
      { day: '2026-11-20', count: 0, atLeast: true, open: true },
    ]);
  });

  it('P7 shows on an open day only pages that k browsers share, so that nobody shows by looking often', async () => {
    await filled.add(SITE, [
      { day: '2026-11-20', browsers: 12, path: '/', times: 2 },
      { day: '2026-11-20', browsers: 9, path: '/near', times: 10 },
      { day: '2026-11-20', browsers: 1, path: '/secret', times: 50 },
    ]);
    const pages = await read('top-pages', { from: '2026-11-20', to: '2026-11-20' });
    expect(pages.rows).toEqual([{ value: '/', count: 20, atLeast: true, open: true }]);
    const views = await read('page-views', { from: '2026-11-20', to: '2026-11-20' });
    expect(views.rows).toEqual([{ day: '2026-11-20', count: 20, atLeast: true, open: true }]);
  });

  it('counts a due day as open until it has been closed', async () => {
    await filled.add(SITE, [{ day: '2026-11-01', browsers: 14, path: '/' }]);
    const asked = { from: '2026-11-01', to: '2026-11-01' };
    expect((await read('page-views', asked)).rows).toEqual([
      { day: '2026-11-01', count: 10, atLeast: true, open: true },
    ]);
    await close();
    expect((await read('page-views', asked)).rows).toEqual([{ day: '2026-11-01', count: 14 }]);
  });
});

describe('pages', () => {
  beforeEach(async () => {
    await filled.add(SITE, [
      { day: '2026-11-02', browsers: 40, path: '/', times: 2 },
      { day: '2026-11-02', browsers: 12, path: '/prices' },
      { day: '2026-11-02', browsers: 3, path: '/jobs', times: 5 },
      { day: '2026-11-03', browsers: 30, path: '/' },
      { day: '2026-11-03', browsers: 10, path: '/prices' },
      { day: '2026-11-04', browsers: 9, path: '/', times: 9 },
    ]);
    await close();
  });

  it('adds up the views of all pages, the hidden ones among them', async () => {
    const answer = await read('page-views', { from: '2026-11-02', to: '2026-11-04' });
    expect(answer.rows).toEqual([
      { day: '2026-11-02', count: 107 },
      { day: '2026-11-03', count: 40 },
      { day: '2026-11-04', count: 0, tooFew: true },
    ]);
    expect(answer).toMatchObject({ total: 147, atLeast: true });
  });

  it('lists pages by views, and "other" last with the page it took along', async () => {
    const answer = await read('top-pages', { from: '2026-11-02', to: '2026-11-03' });
    expect(answer.rows).toEqual([
      { value: '/', count: 110 },
      { value: '/prices', count: 10 },
      { value: '(other)', count: 27 },
    ]);
    expect(answer.total).toBe(147);
  });

  it('cuts the list at its limit and keeps the total', async () => {
    const answer = await read('top-pages', { from: '2026-11-02', to: '2026-11-03', limit: '1' });
    expect(answer.rows).toEqual([{ value: '/', count: 110 }]);
    expect(answer.total).toBe(147);
  });
});

describe('development sites', () => {
  it('shows one visit at once, exactly, and says that the site is a development site', async () => {
    await filled.add(LOCAL_SITE, [
      { day: '2026-11-20', browsers: 1, path: '/', times: 3 },
      { day: '2026-11-20', browsers: 1, flags: both },
    ]);
    const asked = { from: '2026-11-19', to: '2026-11-20' };
    const answer = await read('page-views', asked);
    expect(answer).toMatchObject({ development: true, k: 1, total: 3 });
    expect(answer.rows).toEqual([
      { day: '2026-11-19', count: 0 },
      { day: '2026-11-20', count: 3 },
    ]);
    expect((await read('visitors', { period: 'month', ...asked })).rows).toEqual([{ month: '2026-11-01', count: 1 }]);
    expect((await read('top-pages', asked)).rows).toEqual([{ value: '/', count: 3 }]);
  });

  it('treats localhost as a live site where the configuration says development: false', async () => {
    await filled.add(LOCAL_SITE, [{ day: '2026-11-20', browsers: 9, path: '/' }]);
    const answer = await readReport(
      'page-views',
      { from: '2026-11-20' },
      { ...parts(), configuration: { ...configuration, development: false } },
    );
    expect(answer).toMatchObject({ development: false, k: 10, total: 0 });
  });
});

describe('a question that cannot be answered', () => {
  beforeEach(() => filled.add(SITE, [{ day: '2026-11-20', browsers: 1, path: '/' }]));

  it.each([
    [{ from: '2026-02-30' }, /from is "2026-02-30".*calendar day/],
    [{ to: 'yesterday' }, /to is "yesterday"/],
    [{ from: '2026-11-10', to: '2026-11-01' }, /swap them/],
    [{ from: '2026-11-21' }, /lies ahead; today is 2026-11-20 in Europe\/Lisbon|lies after/],
    [{ from: '2020-01-01' }, /at most 1096/],
    [{ period: 'hour' }, /use day, week or month/],
    [{ limit: '0' }, /from 1 to 10000/],
    [{ form: '2026-11-01' }, /no parameter "form".*site, from, to/],
  ])('says what is wrong and what to do: %j', async (asked, remedy) => {
    const { code, detail } = await refuse('visitors', asked);
    expect(code).toBe('question-malformed');
    expect(detail).toMatch(remedy);
  });

  it('lists the reports there are, and the sites there are', async () => {
    expect(await refuse('__proto__')).toEqual({
      code: 'report-unknown',
      detail: 'There is no such report; ask for visitors, page-views, top-pages, drops.',
    });
    const unknown = await refuse('visitors', { site: 'https://elsewhere.example/askfirst' });
    expect(unknown).toMatchObject({ code: 'site-unknown', detail: expect.stringContaining(SITE) });
  });

  it('asks which site is meant when there are several', async () => {
    await filled.add(LOCAL_SITE, [{ day: '2026-11-20', browsers: 1, path: '/' }]);
    expect((await refuse('visitors')).detail).toMatch(/several sites.*localhost.*shop\.example/);
    expect((await read('visitors', { site: SITE })).site).toBe(SITE);
  });
});
