import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { findChromium } from './find-chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'askfirst-week-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command as the README names it, on what was built. */
const runWeek = (...options: string[]) =>
  promisify(execFile)(execPath, ['demo/week/run.ts', ...options], {
    env: { ...env, ASKFIRST_CHROMIUM: findChromium().executablePath },
  });

describe('a week in the forge', () => {
  it('P4 GL-1 GL-7 GL-19 FE-2 leaves stored what eight people agreed to, event by event, and nothing else', {
    timeout: 600_000,
  }, async () => {
    const { stdout, stderr } = await runWeek('--employees', '8', '--seed', '7', '--folder', folder);
    expect(stderr).not.toContain('problem');
    expect(stdout).toContain('What is stored is what people agreed to, after every step of the week.');
    // A week in which nobody comes, or nobody takes anything back, would be right as well, and prove nothing.
    const [, contexts, taken, erased] =
      /(\d+) contexts; (\d+) events were taken, (\d+) erased again/.exec(stdout) ?? [];
    expect(Number(contexts)).toBe(15);
    expect(Number(taken)).toBeGreaterThan(120);
    expect(Number(erased)).toBeGreaterThan(40);
    const truth = readFileSync(join(folder, 'truth.jsonl'), 'utf8');
    for (const did of ['sign-in', 'sign-out', 'identify', 'yes', 'no', 'no-here', 'close-issue', 'close', 'ceiling'])
      expect(truth).toContain(`"did":"${did}"`);
  });

  it('refuses a week that is too small to prove anything', async () => {
    await expect(runWeek('--employees', '5')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('from 8'),
    });
  });
});
