import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCollector } from './collector-process.ts';
import { readSiteFacts, startPosting } from './poster.ts';

const hasStrace = spawnSync('strace', ['-f', 'true']).status === 0;

describe('fsync', () => {
  it.skipIf(!hasStrace)('T-79 P10 the log is synced to the disk before each 202 leaves', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'askfirst-fsync-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const trace = join(folder, 'trace');
    const strace = ['strace', '-f', '-y', '-e', 'trace=fsync,fdatasync,write,writev,sendto', '-s', '40', '-o', trace];
    const collector = await startCollector(join(folder, 'data'), { before: strace });
    onTestFinished(async () => void (await collector.end('SIGKILL')));
    // One lane: each 202 is answered before the next batch comes, so each must have a sync of its own.
    const poster = startPosting(collector.url, await readSiteFacts(collector.url), 1);
    await expect.poll(() => poster.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(100);
    await poster.stop();
    await collector.end('SIGTERM');

    let synced = false;
    const answers = { afterSync: 0, withoutSync: 0 };
    for (const line of readFileSync(trace, 'utf8').split('\n')) {
      // An unfinished call is told again when it has returned; only then is it done.
      if (/f(?:data)?sync.*(?:resumed|events\.sqlite-wal).*= 0$/.test(line)) synced = true;
      else if (line.includes('HTTP/1.1 202')) {
        answers[synced ? 'afterSync' : 'withoutSync']++;
        synced = false;
      }
    }
    expect(answers.withoutSync).toBe(0);
    expect(answers.afterSync).toBe(poster.acknowledged.size / 10);
  });
});
