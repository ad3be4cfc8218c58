import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { StoreTooSlow } from '../../../collector/store/store-errors.ts';
import { openCollector } from '../receive/open-collector.ts';
import { event } from './store-suite.ts';

const SITE = 'https://shop.example/askfirst';

vi.setConfig({ testTimeout: 120_000 });

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-long-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('T-109 whoever reads for long', () => {
  it('is broken off, holds up no event meanwhile, and the next question is answered', async () => {
    const folder = makeFolder();
    const filled = openSqliteStore({ folder });
    for (let at = 0; at < 20_000; at += 1_000) {
      await filled.append(
        SITE,
        Array.from({ length: 1_000 }, () => event()),
      );
    }
    await filled.close();
    // No time at all: the question is broken off in the middle of its rows.
    const store = openSqliteStore({ folder, questionTimeoutMs: 0 });
    onTestFinished(() => store.close());
    const slow = store.readDay(SITE, '2026-11-20');
    const appended = store.append(SITE, [event()]);
    await expect(slow).rejects.toBeInstanceOf(StoreTooSlow);
    expect((await appended).dropped).toEqual([]);
    expect(await store.readSites()).toEqual([SITE]);
    // What was broken off keeps no moment of the file alive: its log can be emptied.
    await store.tidy();
    expect(statSync(join(folder, 'events.sqlite-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  });

  it('is told so by the admin port, with what to do', async () => {
    const openStore = (folder: string) => ({
      ...openSqliteStore({ folder }),
      readDaysWithEvents: () => Promise.reject(new StoreTooSlow()),
    });
    const adminToken = 'a-token-of-many-more-characters-than-needed';
    const open = openCollector({ openStore, adminToken });
    await open.collector.store.append('http://shop.example/askfirst', [event()]);
    const request = new Request('http://localhost:4101/reports/page-views', {
      headers: { Authorization: `Bearer ${adminToken}` },
    });
    const answer = await open.collector.admin.fetch(request);
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'timed-out' }]);
  });

  it('and keeps a write-ahead log from being emptied raises an alarm', async () => {
    const folder = makeFolder();
    const alarms: [string, number][] = [];
    const store = openSqliteStore({
      folder,
      onLargeLog: (file, bytes) => void alarms.push([file, bytes]),
      watching: { largeBytes: 24 * 1024 * 1024, everyMs: 20 },
    });
    onTestFinished(() => store.close());
    await store.append(SITE, [event()]);
    const reader = openReadConnection(join(folder, 'events.sqlite'));
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM events').get();
    // Ids are hashes: each append touches pages all over, and their copies pile up in the log.
    for (let at = 0; alarms.length === 0 && at < 600; at++) {
      await store.append(
        SITE,
        Array.from({ length: 500 }, () => event()),
      );
    }
    await expect.poll(() => alarms.length, { timeout: 30_000 }).toBe(1);
    expect(alarms[0]?.[0]).toBe('events.sqlite-wal');
    reader.exec('COMMIT');
    reader.close();
  });
});
