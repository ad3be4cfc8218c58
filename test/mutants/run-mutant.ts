import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { checkMutant } from './catalogue.ts';
import type { Mutant } from './mutant.ts';
import type { WorkTree } from './work-tree.ts';

/** What came of one mutant. Only `caught` is good: `broken` says that it could not be tried, `missed` that no test saw it. */
export type Outcome = { readonly result: 'caught' } | { readonly result: 'missed' | 'broken'; readonly why: string };

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly message: string; readonly status: string }[];
}

/** A browser test takes seconds; one that has not ended after this long has caught nothing. Our choice. */
const TEST_TIMEOUT_MS = 240_000;

/** Runs mutants in one work tree. Remembers which tests pass on unbroken code, so that each is tried once. */
export function createMutantRunner(tree: WorkTree, signal: AbortSignal): (mutant: Mutant) => Promise<Outcome> {
  const passesUnbroken = new Map<string, Promise<Outcome | undefined>>();

  /** A test that is red already would "catch" anything. */
  async function tryUnbroken(mutant: Mutant): Promise<Outcome | undefined> {
    const report = await runTest(tree, mutant, signal);
    if (typeof report === 'string') return { result: 'broken', why: `on unbroken code: ${report}` };
    if (report.numFailedTests > 0) return { result: 'broken', why: 'its test is red on unbroken code' };
    if (report.numPassedTests === 0) return { result: 'broken', why: 'no test of that name ran' };
    return undefined;
  }

  return async (mutant) => {
    const problem = checkMutant(mutant);
    if (problem !== undefined) return { result: 'broken', why: problem };
    const key = `${mutant.test} ${mutant.name ?? ''}`;
    const unbroken = passesUnbroken.get(key) ?? tryUnbroken(mutant);
    passesUnbroken.set(key, unbroken);
    const red = await unbroken;
    if (red !== undefined) return red;

    const undo = tree.apply(mutant);
    try {
      if (mutant.build) {
        const built = await run(tree.folder, 'npm', ['run', 'build'], signal);
        if (built.code !== 0) return { result: 'broken', why: `it does not build: ${built.output.slice(-400)}` };
      }
      const report = await runTest(tree, mutant, signal);
      if (typeof report === 'string') return { result: 'broken', why: report };
      if (report.numFailedTests > 0) return { result: 'caught' };
      return { result: 'missed', why: `${mutant.test} stayed green` };
    } finally {
      undo();
    }
  };
}

async function runTest(tree: WorkTree, mutant: Mutant, signal: AbortSignal): Promise<Report | string> {
  const file = join(tree.folder, 'mutant-report.json');
  rmSync(file, { force: true });
  const name = mutant.name === undefined ? [] : ['--testNamePattern', mutant.name];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', mutant.test, ...name];
  const reporter = ['--reporter=json', `--outputFile=${file}`];
  const { output } = await run(tree.folder, execPath, [...vitest, ...reporter], signal);
  if (!existsSync(file)) return `vitest wrote no report: ${output.slice(-400)}`;
  // Written by the vitest of this repository.
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  if (report.numFailedTests + report.numPassedTests > 0) return report;
  const message = report.testResults.find(({ status }) => status === 'failed')?.message;
  return message === undefined || message === '' ? report : `the test file did not run: ${message.slice(0, 400)}`;
}

/** Runs a program in a process group of its own, so that browsers and servers it started end with it. */
function run(
  cwd: string,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    // A vitest inside a vitest must not think it is one of the outer one's workers.
    const clean = Object.fromEntries(Object.entries(env).filter(([key]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(key)));
    const child = spawn(program, args, {
      cwd,
      env: { ...clean, NO_COLOR: '1' },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => {
      // The group is named by the negative id of its first process.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(kill, TEST_TIMEOUT_MS);
    signal.addEventListener('abort', kill, { once: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      resolve({ code, output });
    });
  });
}
