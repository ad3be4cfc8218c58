import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCollector } from './collector-process.ts';
import { readSiteFacts, startPosting } from './poster.ts';
import { readStoredIds } from './read-ids.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-end-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('ending', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'T-85 on %s under load it loses nothing acknowledged and is gone within 10 s',
    async (signal) => {
      const folder = makeFolder();
      const collector = await startCollector(folder);
      onTestFinished(async () => void (await collector.end('SIGKILL')));
      const poster = startPosting(collector.url, await readSiteFacts(collector.url), 16);
      await expect.poll(() => poster.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(500);
      const askedAtMs = performance.now();
      expect(await collector.end(signal)).toBe(0);
      expect(performance.now() - askedAtMs).toBeLessThan(10_000);
      await poster.stop();
      expect(poster.strange).toEqual([]);
      const { ids, integrity } = readStoredIds(folder);
      expect(integrity).toBe('ok');
      expect([...poster.acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    },
  );

  it('T-85 does not wait for a client that never finishes, and obeys a second SIGTERM at once', async () => {
    const collector = await startCollector(makeFolder());
    onTestFinished(async () => void (await collector.end('SIGKILL')));
    const post = request(`${collector.url}/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', Expect: '100-continue' },
    });
    const cutOff = new Promise((resolve) => post.once('error', () => resolve('cut off')).once('response', resolve));
    post.write('{');
    // The collector must have the request in hand before it is asked to end.
    await once(post, 'continue');
    const ended = collector.end('SIGTERM');
    await expect.poll(collector.output, { timeout: 60_000 }).toContain('collector is ending');
    collector.child.kill('SIGTERM');
    // An end that was waited for would say 0.
    expect(await ended).toBe(1);
    expect(await cutOff).toBe('cut off');
  });

  it('P10 counts what was posted twice once, across an end and a new start', async () => {
    const folder = makeFolder();
    const id = 'ab'.repeat(16);
    for (let start = 0; start < 2; start++) {
      const collector = await startCollector(folder);
      onTestFinished(async () => void (await collector.end('SIGKILL')));
      const { scope, purposes, day } = await readSiteFacts(collector.url);
      const event = { metric: 'page.view', day, id, properties: { path: '/hats' } };
      const answer = await fetch(`${collector.url}/events`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
        body: JSON.stringify({ version: 1, scope, purposes, events: [event] }),
      });
      expect([answer.status, await answer.json()]).toMatchObject([202, { stored: 1 }]);
      await collector.end('SIGKILL');
    }
    expect([...readStoredIds(folder).ids]).toEqual([id]);
  });
});
