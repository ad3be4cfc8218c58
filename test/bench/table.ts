import { printNumber, printTable } from '../printed/print-table.ts';

/** What one row measured in one column: every run's value, or nothing where the column does not apply. */
export type Runs = readonly number[] | undefined;

/** One line: our value and its references, taken in the same run of the bench. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly Runs[];
}

/** Rows that share their columns. */
export interface Group {
  readonly title: string;
  /** How it was measured, and against what. */
  readonly how: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The middle value. */
export function medianOf(runs: readonly number[]): number {
  const sorted = [...runs].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The value below which `share` of all lie: 0.99 for p99. */
export function percentileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A whole table as Markdown; medians, with the least and the most where there were several runs. */
export function printGroup({ title, how, columns, rows }: Group): string {
  const lines = rows.map(({ what, unit, values }) => [what, unit, ...values.map(printRuns)]);
  return `## ${title}\n\n${how}\n\n${printTable(['what', 'unit', ...columns.map((name) => `>${name}`)], lines)}\n`;
}

function printRuns(runs: Runs): string {
  if (runs === undefined || runs.length === 0) return '–';
  const [median, least, most] = [medianOf(runs), Math.min(...runs), Math.max(...runs)].map(printValue);
  return runs.length === 1 ? `${median}` : `${median} (${least} to ${most})`;
}

/** Three figures that matter: 12,345 · 123 · 12.3 · 1.23. */
function printValue(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return printNumber(value);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
