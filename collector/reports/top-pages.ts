/** Which pages were shown most? */

import { OTHER } from '../store/store.ts';
import type { ReportRow } from './answer.ts';
import { type ReportParts, readFigures } from './figures.ts';
import { PAGE_VIEW } from './page-views.ts';
import type { Question } from './question.ts';

/**
 * One row for each path, most views first, and last what each day put together as "other" because too few browsers saw it.
 * All rows are lower bounds while the range has an open day.
 */
export async function reportTopPages(question: Question, parts: ReportParts): Promise<readonly ReportRow[]> {
  const figures = await readFigures(PAGE_VIEW, question, parts);
  const open = figures.some((figure) => figure.open);
  const counts = new Map<string, number>();
  for (const { value, count } of figures.flatMap((figure) => figure.values))
    counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .sort(
      ([a, aCount], [b, bCount]) =>
        Number(a === OTHER) - Number(b === OTHER) || bCount - aCount || (a < b ? -1 : a > b ? 1 : 0),
    )
    .map(([value, count]) => ({ value, count, ...(open ? { atLeast: true as const, open: true as const } : {}) }));
}
