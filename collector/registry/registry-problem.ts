/** What is wrong with the registry's files: where, what, and what to do. Printing is the command line's job. */

/** One thing wrong in one place. `line` and `column` count from 1. */
export interface FileProblem {
  /** Relative to the registry's folder: `metrics/pages.yaml`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Stable name of the rule that found it; see docs/check-rules.md. */
  readonly rule: string;
  readonly message: string;
  readonly remedy: string;
}

/** The registry cannot be used. Carries every problem found, not only the first. */
export class RegistryProblem extends Error {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(toLine).join('\n'));
    this.name = 'RegistryProblem';
    this.problems = problems;
  }
}

/** The problem as one line of text that editors can jump to: `metrics/pages.yaml:3:5 …`. */
export function toLine(problem: FileProblem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.rule}: ${problem.message} ${problem.remedy}`;
}
