import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCollector } from './collector-process.ts';
import { postEvents, readSiteFacts } from './poster.ts';
import { readStoredIds } from './read-ids.ts';
import { openSmallDisk } from './small-disk.ts';

/** Small enough to be full soon, large enough for an empty store and its logs. */
const DISK_MEGABYTES = 24;

/** Answers that must follow each other before the disk counts as full for good: the first refusal may still leave room for less. */
const REFUSALS_IN_A_ROW = 20;

const disk = openSmallDisk(DISK_MEGABYTES);

describe('a small disk', () => {
  it.skipIf(disk === undefined)(
    'T-81 P10 when really full stores none of what it refuses, is not ready, and goes on by itself when there is room',
    async () => {
      if (disk === undefined) return;
      const folder = join(disk.folder, 'data');
      mkdirSync(folder);
      const collector = await startCollector(folder);
      onTestFinished(async () => {
        await collector.end('SIGKILL');
        disk.close();
      });
      const facts = await readSiteFacts(collector.url);
      const acknowledged: string[] = [];
      const refused: string[] = [];
      /** Posts until `wanted` answers of one kind came in a row. */
      const postUntil = async (kind: 'stored' | 'refused', wanted: number) => {
        for (let row = 0, posts = 0; row < wanted; posts++) {
          expect(posts, `${kind} ${wanted} times in a row`).toBeLessThan(5_000);
          const { ids, answer } = await postEvents(collector.url, facts, 50);
          if (answer.status === 202) {
            acknowledged.push(...ids);
            row = kind === 'stored' ? row + 1 : 0;
            continue;
          }
          refused.push(...ids);
          expect([503, 507]).toContain(answer.status);
          expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
          expect(await answer.json()).toMatchObject({ code: 'storage-unavailable' });
          row = kind === 'refused' ? row + 1 : 0;
        }
      };
      const readReadyz = async () => (await fetch(`${collector.url}/readyz`)).status;

      await postUntil('stored', 10);
      disk.fill(64 * 1024);
      await postUntil('refused', REFUSALS_IN_A_ROW);
      await expect.poll(readReadyz, { timeout: 30_000 }).toBe(503);
      expect((await fetch(`${collector.url}/livez`)).status).toBe(200);
      disk.free();
      await expect.poll(readReadyz, { timeout: 30_000 }).toBe(200);
      await postUntil('stored', 10);
      // Once more, and with the end falling into the full time.
      disk.fill(0);
      await postUntil('refused', 3);
      await collector.end('SIGKILL');
      disk.free();

      const { ids, integrity } = readStoredIds(folder);
      expect(integrity).toBe('ok');
      expect(acknowledged.length).toBeGreaterThanOrEqual(1_000);
      // Acknowledged is stored, and refused is not: a refused batch left nothing behind.
      expect(new Set(acknowledged)).toEqual(ids);
      expect(refused.filter((id) => ids.has(id))).toEqual([]);
      console.log(`T-81: ${acknowledged.length} events acknowledged, ${refused.length} refused, ${ids.size} stored`);
    },
  );
});
