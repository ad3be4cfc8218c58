/** A question as it is asked (query string or command line) goes in; a range of days that can be answered, or a problem, comes out. */

import { addDays, addMonths, dayAndHour, isDay, monthOf, numberOfDay, weekOf } from '../../contract/day.ts';
import type { Range } from './figures.ts';

/** How days are put together into rows. */
export type Period = 'day' | 'week' | 'month';

const PERIODS: readonly Period[] = ['day', 'week', 'month'];

/** Longest range in days: three years, one of them a leap year. Our choice, so that an answer stays a page. */
export const MAX_RANGE_DAYS = 1_096;

/** A question that can be answered. */
export interface Question extends Range {
  readonly period: Period;
  /** Today at the site. */
  readonly today: string;
  /** Most rows of a report that lists values. */
  readonly limit: number;
}

/** Why a question cannot be answered: what is wrong, and in the same sentence what to do. */
export interface QuestionProblem {
  readonly code: 'question-malformed' | 'site-unknown';
  readonly detail: string;
}

/** What a question is checked against. */
export interface QuestionContext {
  readonly nowMs: number;
  readonly timeZone: string;
  /** Sites that can be asked about. */
  readonly sites: readonly string[];
}

/** The parameters of a question: `site`, `from`, `to`, `period`, `limit`, all optional. */
export type Asked = Readonly<Record<string, string | undefined>>;

const KNOWN = ['site', 'from', 'to', 'period', 'limit'];

/** Whole weeks and months are answered whole: `from` and `to` move outwards to the ends of the period they lie in, `to` at most to today. */
export function parseQuestion(
  asked: Asked,
  context: QuestionContext,
): Question | { readonly problem: QuestionProblem } {
  const stranger = Object.keys(asked).find((name) => !KNOWN.includes(name));
  if (stranger !== undefined)
    return malformed(`There is no parameter ${quote(stranger)}; known are ${KNOWN.join(', ')}.`);

  const period = PERIODS.find((known) => known === (asked.period || 'day'));
  if (!period) return malformed(`period is ${quote(asked.period)}; use day, week or month.`);

  const limit = Number(asked.limit || 1_000);
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    return malformed(`limit is ${quote(asked.limit)}; use a whole number from 1 to 10000.`);

  const today = dayAndHour(context.nowMs, context.timeZone).day;
  for (const name of ['from', 'to'] as const)
    if (asked[name] && !isDay(asked[name]))
      return malformed(`${name} is ${quote(asked[name])}; write a calendar day as ${today}.`);
  const to = asked.to || today;
  const from = asked.from || usualStart(to, period);
  if (from > to) return malformed(`from (${from}) lies after to (${to}); swap them.`);
  if (from > today) return malformed(`from (${from}) lies ahead; today is ${today} in ${context.timeZone}.`);
  const range = { from: startOf(from, period), to: min(endOf(to, period), today) };
  const days = numberOfDay(range.to) - numberOfDay(range.from) + 1;
  if (days > MAX_RANGE_DAYS)
    return malformed(`The range has ${days} days; ask for at most ${MAX_RANGE_DAYS} at a time.`);

  const site = chooseSite(asked.site, context.sites);
  return typeof site === 'string' ? { site, ...range, period, today, limit } : site;
}

function chooseSite(asked: string | undefined, sites: readonly string[]): string | { problem: QuestionProblem } {
  const [first, ...others] = sites;
  const unknown = (detail: string) => ({ problem: { code: 'site-unknown', detail } as const });
  if (first === undefined) return unknown('No site has sent anything yet, so there is nothing to report.');
  if (!asked)
    return others.length === 0 ? first : unknown(`There are several sites; name one with site: ${sites.join(' ')}.`);
  return sites.includes(asked) ? asked : unknown(`No site is called ${quote(asked)}; known are ${sites.join(' ')}.`);
}

/** The last 30 days, 12 weeks or 12 months. */
function usualStart(to: string, period: Period): string {
  if (period === 'day') return addDays(to, -29);
  return period === 'week' ? addDays(weekOf(to), -11 * 7) : addMonths(monthOf(to), -11);
}

/** The first day of the period that a day lies in. */
export function startOf(day: string, period: Period): string {
  if (period === 'day') return day;
  return period === 'week' ? weekOf(day) : monthOf(day);
}

function endOf(day: string, period: Period): string {
  if (period === 'day') return day;
  return period === 'week' ? addDays(weekOf(day), 6) : addDays(addMonths(monthOf(day), 1), -1);
}

function min(a: string, b: string): string {
  return a < b ? a : b;
}

function malformed(detail: string): { readonly problem: QuestionProblem } {
  return { problem: { code: 'question-malformed', detail } };
}

/** What somebody typed, cut to a length that fits a sentence. */
function quote(text: string | undefined): string {
  return JSON.stringify((text ?? '').slice(0, 80));
}
