import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WriterLane } from '../../../collector/store/sqlite/jobs.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { openWriters } from '../../../collector/store/sqlite/open-writers.ts';
import type { Store } from '../../../collector/store/store.ts';
import { batchOf, openCollector, pageView } from './open-collector.ts';

const ADMIN_TOKEN = 'a-token-of-many-more-characters-than-needed';

/** The real writer in this thread, which writes a group only when it is let. */
function openHeldLane(gate: { held: (() => void)[]; isOpen: boolean }) {
  return (folder: string, tombstoneKey: string): WriterLane => {
    const writers = openWriters({ folder, tombstoneKey });
    return {
      async write(jobs) {
        if (!gate.isOpen) await new Promise<void>((resolve) => gate.held.push(resolve));
        return writers.write(jobs);
      },
      tidy: async (step) => writers.tidy(step),
      close: async () => writers.close(),
    };
  };
}

describe('T-84 a collector that is asked more than it can write', () => {
  it('refuses at once and without growing, and rights and reports are answered before what waits', async () => {
    const gate = { held: [] as (() => void)[], isOpen: true };
    let isAsked = false;
    let isErased = false;
    const openStore = (folder: string): Store => {
      const store = openSqliteStore({ folder, maxWaitingEvents: 2_000, openWriter: openHeldLane(gate) });
      return {
        ...store,
        erase(site, erasure) {
          const erased = store.erase(site, erasure);
          isAsked = true;
          void erased.then(() => {
            isErased = true;
          });
          return erased;
        },
      };
    };
    const open = openCollector({ openStore, adminToken: ADMIN_TOKEN });
    // Names, notices and keys are made.
    await open.postEvents([pageView()]);
    expect((await open.post('access', { held: [] })).status).toBe(200);
    gate.isOpen = false;

    const events = () => Array.from({ length: 50 }, () => pageView());
    const waiting = Array.from({ length: 40 }, () => open.post('events', batchOf(events())));
    await expect.poll(() => gate.held.length, { timeout: 30_000 }).toBe(1);
    const tookMs: number[] = [];
    const before = process.memoryUsage().heapUsed;
    for (let post = 0; post < 300; post++) {
      const startedAtMs = performance.now();
      const refused = await open.post('events', batchOf(events()));
      tookMs.push(performance.now() - startedAtMs);
      expect([refused.status, Number(refused.headers.get('Retry-After')) > 0]).toEqual([503, true]);
      expect(await refused.json()).toMatchObject({ code: 'overloaded' });
    }
    // The median, because a busy machine holds up one or the other.
    expect(tookMs.sort((a, b) => a - b)[150]).toBeLessThan(50);
    // 15,000 refused events of some hundred bytes; what may have grown is rubbish that was not collected yet.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);

    // Reading and health need no writer.
    const report = new Request('http://localhost:4101/reports/page-views', {
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect((await open.collector.admin.fetch(report)).status).toBe(200);
    expect((await open.get('livez')).status).toBe(200);
    expect((await open.post('access', { held: [] })).status).toBe(200);
    // An erasure waits for the group that is being written, and for no other.
    const erased = open.post('erase', { held: [], part: 1, last: true });
    await expect.poll(() => isAsked, { timeout: 30_000 }).toBe(true);
    let groups = 0;
    while (!isErased) {
      await expect.poll(() => gate.held.length > 0 || isErased, { timeout: 30_000 }).toBe(true);
      if (isErased) break;
      groups++;
      gate.held.shift()?.();
      // The group is written, and its jobs are told.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await erased).status).toBe(200);
    // 2,000 waiting events are eight groups.
    expect(groups).toBeLessThanOrEqual(4);

    gate.isOpen = true;
    for (const go of gate.held) go();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 202));
    expect(readFileSync(join(open.folder, 'events.sqlite')).length).toBeGreaterThan(0);
  });
});
