import type { ExpectedReport, ExpectedRow } from './truth/expected-reports.ts';

/** A report as the admin port answers. */
interface AnsweredReport {
  readonly k: number;
  readonly development: boolean;
  readonly rows: readonly ExpectedRow[];
  readonly total: number;
}

/** How one question went. */
export interface Comparison {
  readonly question: string;
  /** How many numbers were compared. */
  readonly numbers: number;
  /** One sentence for each that differs. */
  readonly differences: readonly string[];
}

/**
 * Asks the admin port for one report and compares every number, in its order.
 * @param ask gets a path of the admin port as JSON
 */
export async function compareReport(
  expected: ExpectedReport,
  { k, site, ask }: { readonly k: number; readonly site: string; ask(path: string): Promise<unknown> },
): Promise<Comparison> {
  const { report, from, to, period } = expected;
  const query = new URLSearchParams({ site, from, to, period });
  // A stranger's answer; whatever is missing in it shows up as a difference.
  const answer = (await ask(`/reports/${report}?${query}`)) as AnsweredReport;
  const question = `${report} from ${from} to ${to} by ${period}`;
  const differ = (wanted: readonly string[], given: readonly string[]) =>
    Array.from({ length: Math.max(wanted.length, given.length) }, (_, at) => at)
      .filter((at) => wanted[at] !== given[at])
      .map((at) => `${question}: the truth says ${wanted[at] ?? 'nothing'}, the report says ${given[at] ?? 'nothing'}`);
  const differences = [
    ...differ(expected.rows.map(toText), (answer.rows ?? []).map(toText)),
    ...differ([`total ${sum(expected.rows)}`], [`total ${answer.total}`]),
    ...differ([`k ${k}`, 'development false'], [`k ${answer.k}`, `development ${answer.development}`]),
  ];
  return { question, numbers: expected.rows.length + 1, differences };
}

function toText({ day, week, month, value, count, atLeast, tooFew, ...others }: ExpectedRow): string {
  const name = day ?? week ?? month ?? value;
  const marks = `${atLeast ? ' at least' : ''}${tooFew ? ' too few' : ''}`;
  const rest = Object.keys(others).length > 0 ? ` ${JSON.stringify(others)}` : '';
  return `${name}: ${count}${marks}${rest}`;
}

function sum(rows: readonly ExpectedRow[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
