/** How many events were dropped, and why? From what browsers report with their batches and from what the collector refuses. */

import { DROP_REASONS, type DropReason } from '../../contract/drop-reasons.ts';
import type { ReportRow } from './answer.ts';
import type { ReportParts } from './figures.ts';
import type { Question } from './question.ts';

/**
 * One row for each reason of the closed list, most first. A day's count of a reason is rounded down to a multiple of k
 * before days are added: nobody knows how many browsers stand behind it, so that small counts, of which one browser may
 * be the whole, must not be told from nothing; and two reasons whose counts are alike to the last must not show that
 * they came from one browser (P7). On a development site counts are exact.
 */
export async function reportDrops(
  question: Question,
  { store }: ReportParts,
  k: number,
): Promise<readonly ReportRow[]> {
  const counts = new Map<DropReason, number>();
  for (const { reason, count } of await store.readDrops(question.site, question.from, question.to)) {
    counts.set(reason, (counts.get(reason) ?? 0) + Math.floor(count / k) * k);
  }
  // `Object.keys` of a constant table gives its keys.
  const rows = (Object.keys(DROP_REASONS) as DropReason[]).map((reason): ReportRow => {
    const count = counts.get(reason) ?? 0;
    if (k <= 1) return { value: reason, count };
    return count === 0 ? { value: reason, count, tooFew: true } : { value: reason, count, atLeast: true };
  });
  return rows.sort((a, b) => b.count - a.count);
}
