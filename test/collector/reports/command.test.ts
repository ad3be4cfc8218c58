import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../../collector/command/program.ts';
import { addDays, dayAndHour } from '../../../contract/day.ts';
import { type FilledStore, LOCAL_SITE, openFilledStore } from './filled-store.ts';

const REGISTRY = 'demo/shop/askfirst';
/** The registry's metrics live now, so the clock stands at the moment the test began. */
const START_MS = Date.now();
const clock = { now: () => START_MS };
const today = dayAndHour(START_MS, 'Europe/Lisbon').day;
let filled: FilledStore;

beforeEach(async () => {
  filled = openFilledStore();
  await filled.add(LOCAL_SITE, [
    { day: today, browsers: 2, path: '/', times: 2 },
    { day: today, browsers: 1, path: '/=cmd()' },
    { day: today, browsers: 2, flags: { week: true, month: true } },
  ]);
});
afterEach(() => filled.dispose());

/** Runs the command as a shell would; what it printed, and its exit code. */
async function run(words: readonly string[], env: Record<string, string> = {}) {
  let out = '';
  let err = '';
  const terminal = {
    argv: ['node', 'askfirst', 'report', ...words],
    env,
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    exitCode: undefined as number | undefined,
    on: () => terminal,
    exit: () => undefined,
  };
  // The command touches no more of a process than this.
  await runProgram(terminal as unknown as Parameters<typeof runProgram>[0], clock);
  return { out, err, code: terminal.exitCode ?? 0 };
}
const ask = (...words: string[]) => run([...words, '--data', filled.folder, '--registry', REGISTRY]);

describe('askfirst report', () => {
  it('reads the data of a collector that runs', async () => {
    const { out, code } = await ask('visitors', '--from', today);
    expect(code).toBe(0);
    expect(out).toContain(`Visitors of ${LOCAL_SITE}, ${today} to ${today}`);
    expect(out).toContain('Development site');
    expect(out).toMatch(new RegExp(`${today} +2\n`));
  });

  it('answers as JSON and as CSV, the same rows', async () => {
    const answer: unknown = JSON.parse((await ask('top-pages', '--from', today, '--json')).out);
    expect(answer).toMatchObject({
      report: 'top-pages',
      total: 5,
      rows: [
        { value: '/', count: 4 },
        { value: '/=cmd()', count: 1 },
      ],
    });
    const { out } = await ask('top-pages', '--from', today, '--csv');
    expect(out.split('\r\n').slice(0, 3)).toEqual(['value,count,atLeast,open,tooFew', '/,4,,,', '/=cmd(),1,,,']);
  });

  it.each([
    [['visitors', '--period', 'hour'], /use day, week or month/],
    [['visitors', '--from', '2026-02-30'], /calendar day/],
    [['visitors', '--from', addDays(today, 1)], /lies ahead|lies after/],
    [['visitors', '--site', 'https://elsewhere.example/askfirst'], /known are http:\/\/localhost:4100\/askfirst/],
    [['bounce'], /ask for visitors, page-views, top-pages/],
  ])('ends with 1 and says what to do: %j', async (words, remedy) => {
    const { out, err, code } = await ask(...words);
    expect(code).toBe(1);
    expect(err).toMatch(remedy);
    expect(out).toBe('');
  });

  it('ends with 1 where there is no data folder, or no registry', async () => {
    const nowhere = mkdtempSync(join(tmpdir(), 'askfirst-nowhere-'));
    mkdirSync(join(nowhere, 'empty'));
    try {
      const noData = await run(['visitors', '--data', join(nowhere, 'empty'), '--registry', REGISTRY]);
      expect([noData.code, noData.err]).toEqual([1, expect.stringContaining('--data or ASKFIRST_DATA')]);
      const noRegistry = await run(['visitors', '--data', filled.folder, '--registry', join(nowhere, 'empty')]);
      expect([noRegistry.code, noRegistry.err]).toEqual([1, expect.stringContaining('askfirst.yaml')]);
    } finally {
      rmSync(nowhere, { recursive: true });
    }
  });
});
