import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCollector } from './collector-process.ts';
import { readSiteFacts, startPosting } from './poster.ts';
import { readStoredIds } from './read-ids.ts';

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;

/** Lets no file of the process grow beyond so many bytes; what is written beyond fails as on a full disk. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
  if (status !== 0) throw new Error(String(stderr));
}

describe('a disk that takes no more', () => {
  it.skipIf(!hasPrlimit)(
    'T-81 P10 answers 503 with Retry-After and never 202, is not ready, and recovers by itself',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'askfirst-full-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const collector = await startCollector(folder);
      onTestFinished(async () => void (await collector.end('SIGKILL')));
      const facts = await readSiteFacts(collector.url);
      const poster = startPosting(collector.url, facts, 4);
      await expect.poll(() => poster.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(100);

      limitFiles(collector.child.pid ?? 0, statSync(join(folder, 'events.sqlite-wal')).size + 4_096);
      const statusOf = async (path: string) => (await fetch(`${collector.url}/${path}`)).status;
      await expect.poll(() => statusOf('readyz'), { timeout: 60_000 }).toBe(503);
      expect(await statusOf('livez')).toBe(200);
      const refused = await fetch(`${collector.url}/events`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
        body: JSON.stringify({
          version: 1,
          scope: facts.scope,
          purposes: facts.purposes,
          events: [{ metric: 'page.view', day: facts.day, id: 'ab'.repeat(16), properties: { path: '/hats' } }],
        }),
      });
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);

      limitFiles(collector.child.pid ?? 0, 'unlimited');
      await expect.poll(() => statusOf('readyz'), { timeout: 60_000 }).toBe(200);
      const before = poster.acknowledged.size;
      await expect.poll(() => poster.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 100);
      await poster.stop();
      expect(await collector.end('SIGTERM')).toBe(0);
      expect(poster.strange).toEqual([]);
      const { ids, integrity } = readStoredIds(folder);
      expect(integrity).toBe('ok');
      // Every batch was answered, so what is stored is what was acknowledged, no more and no less.
      expect([...ids].sort()).toEqual([...poster.acknowledged].sort());
      expect(collector.output()).toContain('a group could not be committed');
    },
  );
});
