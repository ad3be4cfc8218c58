/** How many browsers came, each counted once in its day, week or month? From `visit.day`, which a browser sends once a day. */

import { OTHER } from '../store/store.ts';
import { type ReportRow, toPeriodRows } from './answer.ts';
import { VISIT_DAY, type VisitDayValue } from './cell-value.ts';
import { type ReportParts, readFigures } from './figures.ts';
import type { Period, Question } from './question.ts';

/** Values of `visit.day` whose browsers are new in the period. */
const COUNTED: Readonly<Record<Period, readonly (VisitDayValue | typeof OTHER)[]>> = {
  day: ['week+month', 'week', 'month', 'neither', OTHER],
  week: ['week+month', 'week'],
  month: ['week+month', 'month'],
};

/**
 * One row for each day, week or month. A week's number is the sum of what its days added, each at least k browsers;
 * what too few browsers added on a day is missing from it, and then the number is a lower bound and says so.
 */
export async function reportVisitors(question: Question, parts: ReportParts, k: number): Promise<readonly ReportRow[]> {
  const counted: readonly string[] = COUNTED[question.period];
  const toGroup = (value: string) => (counted.includes(value) ? 'counted' : value === OTHER ? OTHER : 'rest');
  const figures = await readFigures(VISIT_DAY, question, parts, toGroup);
  return toPeriodRows(figures, question, ({ values }) => {
    const nothing = k > 1 && values.length === 0;
    return {
      count: values.find((sum) => sum.value === 'counted')?.firsts ?? 0,
      whole: !nothing && !values.some((sum) => sum.value === OTHER),
      tooFew: nothing,
    };
  });
}
