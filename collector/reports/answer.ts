/** The shape in which every report answers: JSON on the admin port, table on the terminal and page all print this. */

import type { DayFigure } from './figures.ts';
import { type Period, type Question, startOf } from './question.ts';

/** One line of a report: a day, a week (its Monday), a month (its first day), or a value. */
export interface ReportRow {
  readonly day?: string;
  readonly week?: string;
  readonly month?: string;
  readonly value?: string;
  readonly count: number;
  /** The true number is this or more. */
  readonly atLeast?: true;
  /** Some of its days have not closed yet. */
  readonly open?: true;
  /** Nothing can be shown: nobody came, or fewer than k browsers. The two look the same on purpose. */
  readonly tooFew?: true;
}

/** A report's answer to a question. */
export interface ReportAnswer {
  readonly report: string;
  readonly site: string;
  readonly from: string;
  readonly to: string;
  readonly period: Period;
  /** Fewest browsers behind any figure shown. */
  readonly k: number;
  readonly development: boolean;
  readonly timeZone: string;
  readonly rows: readonly ReportRow[];
  /** The sum of all rows, those beyond `limit` included. */
  readonly total: number;
  readonly atLeast?: true;
}

/** Puts days together into the rows of a period; `measure` says what a day adds and whether all of it is known. */
export function toPeriodRows(
  figures: readonly DayFigure[],
  { period }: Question,
  measure: (figure: DayFigure) => { readonly count: number; readonly whole: boolean; readonly tooFew: boolean },
): readonly ReportRow[] {
  const rows = new Map<string, { count: number; whole: boolean; open: boolean; tooFew: boolean }>();
  for (const figure of figures) {
    const start = startOf(figure.day, period);
    const row = rows.get(start) ?? { count: 0, whole: true, open: false, tooFew: true };
    const { count, whole, tooFew } = measure(figure);
    rows.set(start, {
      count: row.count + count,
      whole: row.whole && whole && !figure.open,
      open: row.open || figure.open,
      tooFew: row.tooFew && tooFew && !figure.open,
    });
  }
  return [...rows].map(([start, { count, whole, open, tooFew }]) => ({
    [period]: start,
    count,
    ...(tooFew ? { tooFew } : whole ? {} : { atLeast: true as const }),
    ...(open ? { open } : {}),
  }));
}
