/** A row's number in words, the same on the page and on the terminal. */

import type { ReportRow } from './answer.ts';

/** `1,234`, `at least 20`, or `too few` where nothing may be shown. */
export function toCountText(row: Pick<ReportRow, 'count' | 'atLeast' | 'open' | 'tooFew'>): string {
  if (row.tooFew || (row.open && row.count === 0)) return row.open ? 'too few yet' : 'too few';
  return (row.atLeast ? 'at least ' : '') + row.count.toLocaleString('en');
}
