/** The command line: which word runs what, and what the exit code says (0 done, 1 the input is wrong, 2 we are wrong). */

import { Command } from 'commander';
import { RegistryProblem, toLine } from '../registry/registry-problem.ts';
import { StartProblem } from '../start-problem.ts';
import { addReport } from './report.ts';
import { addServe } from './serve.ts';

/** The part of Node's process that commands use. */
export type Terminal = Pick<NodeJS.Process, 'argv' | 'env' | 'exit' | 'on' | 'stdout' | 'stderr'> & {
  exitCode?: number | string | null | undefined;
};

/** Runs the command that the arguments name. Never rejects: what goes wrong is printed and told by the exit code. */
export async function runProgram(terminal: Terminal): Promise<void> {
  const program = new Command('askfirst')
    .description('Web analytics that asks first.')
    .showHelpAfterError('(askfirst --help lists the commands)');
  addServe(program, terminal);
  addReport(program, terminal);
  try {
    await program.parseAsync(terminal.argv);
  } catch (error) {
    terminal.exitCode = printFailure(error, terminal);
  }
}

/** Prints what happened, where, and what to do. @returns the exit code */
function printFailure(error: unknown, terminal: Terminal): 1 | 2 {
  if (error instanceof RegistryProblem) {
    for (const problem of error.problems) terminal.stderr.write(`${toLine(problem)}\n`);
    return 1;
  }
  if (error instanceof StartProblem) {
    terminal.stderr.write(`${error.message}\n`);
    return 1;
  }
  terminal.stderr.write(`This is our mistake: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
}
