import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { findChromium } from './find-chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'askfirst-traffic-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command as the README names it, on what was built. */
const runTraffic = (...options: string[]) =>
  promisify(execFile)(execPath, ['demo/traffic/run.ts', ...options], {
    env: { ...env, ASKFIRST_CHROMIUM: findChromium().executablePath },
  });

describe('real pages through the demo shop', () => {
  it('P1 P2 T-95 gives reports that equal the truth, and sends nothing before a yes, after a no or to anybody else', {
    timeout: 400_000,
  }, async () => {
    const { stdout, stderr } = await runTraffic('--contexts', '12', '--seed', '7', '--folder', folder);
    expect(stderr).not.toContain('problem');
    expect(stdout).toContain('12 contexts opened');
    expect(stdout).toContain('Every number equals the truth, and nothing was sent without a yes.');
    // A run in which everything is hidden or nobody comes would be right as well, and prove nothing.
    const [, compared, shown] = /(\d+) numbers compared, (\d+) of them/.exec(stdout) ?? [];
    expect(Number(compared)).toBeGreaterThan(100);
    expect(Number(shown)).toBeGreaterThan(15);
    const truth = readFileSync(join(folder, 'truth.jsonl'), 'utf8');
    for (const did of ['accept', 'refuse', 'reload', 'offline', 'lose-answer', 'close', 'reopen', 'add'])
      expect(truth).toContain(`"did":"${did}"`);
  });

  it('refuses a run that is too small to prove anything', async () => {
    await expect(runTraffic('--contexts', '5')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('from 12'),
    });
  });
});
