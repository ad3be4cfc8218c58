/** How many pages were shown in each day, week or month? */

import { type ReportRow, toPeriodRows } from './answer.ts';
import { type ReportParts, readFigures } from './figures.ts';
import type { Question } from './question.ts';

/** The metric that a browser records for each page shown. */
export const PAGE_VIEW = 'page.view';

/** One row for each day, week or month. A day's number is whole as soon as one of its pages has k browsers: the others are in its "other". */
export async function reportPageViews(
  question: Question,
  parts: ReportParts,
  k: number,
): Promise<readonly ReportRow[]> {
  const figures = await readFigures(PAGE_VIEW, question, parts);
  return toPeriodRows(figures, question, ({ values, total }) => {
    const nothing = k > 1 && values.length === 0;
    return { count: total.count, whole: !nothing, tooFew: nothing };
  });
}
