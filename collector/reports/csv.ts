/** A report as CSV (RFC 4180), safe to open in a spreadsheet. */

import type { ReportAnswer } from './answer.ts';

/** One line of names, one line for each row. `atLeast`, `open` and `tooFew` are `true` or empty. */
export function toCsv({ rows, period }: ReportAnswer): string {
  const first = rows.some((row) => row.value !== undefined) ? 'value' : period;
  const names = [first, 'count', 'atLeast', 'open', 'tooFew'] as const;
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return lines.map((line) => `${line.map(toField).join(',')}\r\n`).join('');
}

/**
 * Spreadsheets run a field that begins with one of these as a formula, quoted or not, so it gets an apostrophe.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection, read 2026-11-22. Numbers of ours never begin so.
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** One field: guarded against formulas, quoted where it has to be. */
export function toField(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
