/** From the crowds of each day to the rows that the reports on visitors and pages must answer with, once every day has closed. */
import { type Crowd, hideSmallCrowds, mondayOf, TOO_RARE, toPageCrowds, toVisitorCrowds } from './expected-cells.ts';
import type { ArrivedView } from './expected-events.ts';

/** One row as the admin port writes it. */
export interface ExpectedRow {
  readonly day?: string;
  readonly week?: string;
  readonly month?: string;
  readonly value?: string;
  readonly count: number;
  readonly atLeast?: true;
  readonly open?: true;
  readonly tooFew?: true;
}

/** A question and what must be answered. */
export interface ExpectedReport {
  readonly report: 'visitors' | 'page-views' | 'top-pages' | 'drops';
  readonly from: string;
  readonly to: string;
  readonly period: Period;
  readonly rows: readonly ExpectedRow[];
}

type Period = 'day' | 'week' | 'month';

/** What the expectation is worked out for. */
export interface ExpectationRules {
  /** Fewest browsers behind a figure. */
  readonly k: number;
  /** Days asked for, whole weeks and months. */
  readonly from: string;
  readonly to: string;
}

/** Every question that the run asks, with its answer: each report for each period, and the top pages of each day too. */
export function expectReports(views: readonly ArrivedView[], rules: ExpectationRules): readonly ExpectedReport[] {
  const { k } = rules;
  const range = { from: rules.from, to: rules.to };
  const days = listDays(range.from, range.to);
  const pages = hide(toPageCrowds(views), { k, exclusive: false });
  const visitors = hide(toVisitorCrowds(views), { k, exclusive: true });
  return [
    ...PERIODS.map((period) => ({
      report: 'visitors' as const,
      ...range,
      period,
      rows: byPeriod(days, period, (day) => countVisitors(visitors.get(day) ?? [], period)),
    })),
    ...PERIODS.map((period) => ({
      report: 'page-views' as const,
      ...range,
      period,
      rows: byPeriod(days, period, (day) => countViews(pages.get(day) ?? [])),
    })),
    ...[range, ...[...pages.keys()].sort().map((day) => ({ from: day, to: day }))].map(({ from, to }) => ({
      report: 'top-pages' as const,
      from,
      to,
      period: 'day' as const,
      rows: rankPages(listDays(from, to).flatMap((day) => pages.get(day) ?? [])),
    })),
  ];
}

/**
 * What may be said of one day before it closes: lower bounds, rounded down to a multiple of k, and only of crowds of k.
 * Each browser comes by once a day, so all of them together are one crowd.
 */
export function expectOpenDay(views: readonly ArrivedView[], day: string, k: number): readonly ExpectedReport[] {
  const marks = { atLeast: true, open: true } as const;
  const roundDown = (count: number) => Math.floor(count / k) * k;
  const browsers = new Set(views.filter((view) => view.day === day).map(({ browser }) => browser)).size;
  const pages = (toPageCrowds(views).get(day) ?? []).filter((crowd) => crowd.browsers.size >= k);
  const question = { from: day, to: day, period: 'day' } as const;
  return [
    { report: 'visitors', ...question, rows: [{ day, count: roundDown(browsers), ...marks }] },
    { report: 'page-views', ...question, rows: [{ day, count: roundDown(countViews(pages).count), ...marks }] },
    {
      report: 'top-pages',
      ...question,
      rows: rankPages(pages.map((crowd) => ({ ...crowd, count: roundDown(crowd.count) }))).map((row) => ({
        ...row,
        ...marks,
      })),
    },
  ];
}

const PERIODS: readonly Period[] = ['day', 'week', 'month'];

/** What one day adds to a period, and whether that is all there is to know. */
interface DayShare {
  readonly count: number;
  readonly whole: boolean;
  readonly shown: boolean;
}

/** A day counts all its browsers; a week those that are new in it, of which the hidden ones are unknown. */
function countVisitors(crowds: readonly Crowd[], period: Period): DayShare {
  const sum = (list: readonly Crowd[]) => list.reduce((total, { browsers }) => total + browsers.size, 0);
  const shown = crowds.length > 0;
  if (period === 'day') return { count: sum(crowds), whole: shown, shown };
  const newcomers = crowds.filter(({ value }) => value.split('+').includes(period));
  return { count: sum(newcomers), whole: shown && !crowds.some(({ value }) => value === TOO_RARE), shown };
}

function countViews(crowds: readonly Crowd[]): DayShare {
  const shown = crowds.length > 0;
  return { count: crowds.reduce((total, { count }) => total + count, 0), whole: shown, shown };
}

/** A day without figures may have had a few visitors or none; either way a longer period then knows only a lower bound. */
function byPeriod(days: readonly string[], period: Period, share: (day: string) => DayShare): readonly ExpectedRow[] {
  const starts = [...new Set(days.map((day) => startOf(day, period)))];
  return starts.map((start) => {
    const shares = days.filter((day) => startOf(day, period) === start).map(share);
    const row = { [period]: start, count: shares.reduce((total, { count }) => total + count, 0) };
    if (!shares.some(({ shown }) => shown)) return { ...row, tooFew: true };
    return shares.every(({ whole }) => whole) ? row : { ...row, atLeast: true };
  });
}

function rankPages(crowds: readonly Crowd[]): readonly ExpectedRow[] {
  const counts = new Map<string, number>();
  for (const { value, count } of crowds) counts.set(value, (counts.get(value) ?? 0) + count);
  const last = (value: string) => (value === TOO_RARE ? 1 : 0);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => last(a.value) - last(b.value) || b.count - a.count || (a.value < b.value ? -1 : 1));
}

function hide(
  days: ReadonlyMap<string, readonly Crowd[]>,
  rule: { readonly k: number; readonly exclusive: boolean },
): ReadonlyMap<string, readonly Crowd[]> {
  return new Map([...days].map(([day, crowds]) => [day, hideSmallCrowds(crowds, rule)] as const));
}

function startOf(day: string, period: Period): string {
  if (period === 'day') return day;
  return period === 'week' ? mondayOf(day) : `${day.slice(0, 7)}-01`;
}

function listDays(from: string, to: string): readonly string[] {
  const days: string[] = [];
  const date = new Date(`${from}T12:00:00Z`);
  for (; ; date.setUTCDate(date.getUTCDate() + 1)) {
    const day = date.toISOString().slice(0, 10);
    if (day > to) return days;
    days.push(day);
  }
}
