/** The command line: which word runs what, and what the exit code says (0 done, 1 the input is wrong, 2 we are wrong). */

import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { RegistryProblem, toLine } from '../registry/registry-problem.ts';
import { StartProblem } from '../start-problem.ts';
import { addAdd } from './add.ts';
import { addBackup } from './backup.ts';
import { addCheck } from './check.ts';
import { CommandProblem } from './command-problem.ts';
import { addDictionary } from './dictionary.ts';
import { addDoctor } from './doctor.ts';
import { addInit } from './init.ts';
import { addKeys } from './keys.ts';
import { addLedger } from './ledger.ts';
import { addRelease } from './release.ts';
import { addReport } from './report.ts';
import { addRetention } from './retention.ts';
import { addReview } from './review.ts';
import { addServe } from './serve.ts';
import type { Terminal } from './terminal.ts';
import { addTypes } from './types.ts';
import { addVerify } from './verify.ts';

/** Runs the command that the arguments name. Never rejects: what goes wrong is printed and told by the exit code. */
export async function runProgram(terminal: Terminal, clock: { now(): number } = Date): Promise<void> {
  // Every command copies the two settings below, so they come first.
  const program = new Command('askfirst')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .description('Web analytics that asks first.')
    .version(readVersion(), '-v, --version')
    .showHelpAfterError('(askfirst --help lists the commands)');
  addServe(program, terminal);
  addInit(program, terminal, clock);
  addAdd(program, terminal, clock);
  addCheck(program, terminal, clock);
  addReview(program, terminal, clock);
  addRelease(program, terminal, clock);
  addDictionary(program, terminal, clock);
  addTypes(program, terminal, clock);
  addReport(program, terminal, clock);
  addDoctor(program, terminal);
  addRetention(program, terminal, clock);
  addBackup(program, terminal);
  addVerify(program, terminal);
  addLedger(program, terminal);
  addKeys(program, terminal);
  try {
    await program.parseAsync(terminal.argv);
  } catch (error) {
    terminal.exitCode = printFailure(error, terminal);
  }
}

/** The version of the package that this file lies in, built or not. */
function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  // Our own file.
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** Prints what happened, where, and what to do. @returns the exit code */
function printFailure(error: unknown, terminal: Terminal): number {
  // commander has printed the help or what is wrong with the flags.
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof RegistryProblem) {
    for (const problem of error.problems) terminal.stderr.write(`${toLine(problem)}\n`);
    return 1;
  }
  if (error instanceof StartProblem || error instanceof CommandProblem) {
    terminal.stderr.write(`${error.message}\n`);
    return 1;
  }
  const file = fileOf(error);
  if (file !== undefined) {
    terminal.stderr.write(`${file} cannot be read or written. Look at the path and its permissions.\n`);
    return 1;
  }
  terminal.stderr.write(`This is our mistake: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 2;
}

/** The path of a file that is not there, or that we may not touch; undefined for every other error. */
function fileOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  const codes: readonly unknown[] = ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR', 'ENOSPC', 'EEXIST'];
  return codes.includes(error.code) ? String(error.path) : undefined;
}
