/** A report as text for a terminal. No colour, no control character: paths are event data. */

import type { ReportAnswer } from './answer.ts';
import { toCountText } from './count-text.ts';
import { REPORTS, type ReportName } from './report.ts';

/** Heading, table, total, and what a reader must know to read it. */
export function toTextTable(answer: ReportAnswer): string {
  const { report, site, from, to, period, k, development, timeZone, rows, total } = answer;
  // Answers carry the name under which they were asked for.
  const { title, counts } = REPORTS[report as ReportName];
  const lines = rows.map((row) => [toPlain(row.value ?? row[period] ?? ''), toCountText(row)] as const);
  const totals = ['Total', toCountText({ count: total, ...(answer.atLeast ? { atLeast: true } : {}) })] as const;
  const table = report === 'visitors' ? lines : [...lines, totals];
  const widths = [0, 1].map((column) => Math.max(0, ...table.map((line) => (line[column] ?? '').length)));
  return [
    `${title} of ${site}, ${from} to ${to} (${timeZone}): ${counts}`,
    development
      ? 'Development site: every visit is shown at once and exactly.'
      : report === 'drops'
        ? `Each day rounded down to a multiple of ${k}; "too few" means none, or fewer. These are events, not browsers.`
        : `At least ${k} browsers stand behind every number; "too few" means nobody, or fewer.`,
    '',
    ...(rows.length === 0
      ? ['Nothing to show in this range.']
      : table.map(([name, count]) => `${name.padEnd(widths[0] ?? 0)}  ${count.padStart(widths[1] ?? 0)}`)),
    '',
  ].join('\n');
}

/** Without characters that a terminal would obey, and not longer than a line should be. */
function toPlain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd').slice(0, 200);
}
