/** A terminal in memory, so that commands run as they do for a person, without a process of their own. */

import { PassThrough } from 'node:stream';
import { runProgram } from '../../../collector/command/program.ts';
import type { Terminal } from '../../../collector/command/terminal.ts';

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How a command is run. */
export interface RunParts {
  /** `2026-11-22`; noon in UTC. */
  readonly today: string;
  /** Steward keys lie below it. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person types, line by line; makes the streams terminals. */
  readonly typed?: readonly string[];
}

/** Runs `askfirst <args>`. */
export async function run(args: readonly string[], { today, home, env = {}, typed }: RunParts): Promise<Ran> {
  const text = { out: '', err: '' };
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const stdin = new PassThrough();
  if (typed) Object.assign(stdout, { isTTY: true }) && Object.assign(stdin, { isTTY: true });
  const lines = [...(typed ?? [])];
  stdout.on('data', (chunk: Buffer) => {
    text.out += chunk.toString();
    // A person answers when asked: a question ends with a blank and no new line.
    if (typed && /[?)\]] $/.test(chunk.toString())) stdin.write(`${lines.shift() ?? ''}\n`);
  });
  stderr.on('data', (chunk: Buffer) => {
    text.err += chunk.toString();
  });
  // The streams are real ones; a command uses no more of them than reading, writing and isTTY.
  const terminal = {
    argv: ['node', 'askfirst', ...args],
    env: { HOME: home, USER: 'eva', ...env },
    exit: (code?: number) => {
      throw new Error(`exit ${code}`);
    },
    on: () => terminal,
    stdin,
    stdout,
    stderr,
    exitCode: undefined,
  } as unknown as Terminal;
  await runProgram(terminal, { now: () => Date.parse(`${today}T12:00:00Z`) });
  await new Promise((resolve) => setImmediate(resolve));
  return { code: Number(terminal.exitCode ?? 0), ...text };
}
