import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  assertSettings,
  isSqliteNewEnough,
  openConnection,
  openReadConnection,
} from '../../../collector/store/sqlite/connection.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { event } from './store-suite.ts';

const SITE = 'https://shop.example/askfirst';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the SQLite store refuses to start', () => {
  it('T-79 unless the log is a write-ahead log and each commit is synced', () => {
    const connection = openConnection(join(makeFolder(), 'some.sqlite'));
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(connection.pragma('synchronous', { simple: true })).toBe(2);
    connection.pragma('synchronous = NORMAL');
    expect(() => assertSettings(connection)).toThrow('synchronous = 2 (it is 1)');
    connection.pragma('synchronous = FULL');
    connection.pragma('journal_mode = DELETE');
    expect(() => assertSettings(connection)).toThrow('journal_mode = wal (it is delete)');
    connection.close();
  });

  it('T-80 with memory mapping on, or on a SQLite that can lose a commit', () => {
    const connection = openConnection(join(makeFolder(), 'some.sqlite'));
    connection.pragma('mmap_size = 1048576');
    expect(() => assertSettings(connection)).toThrow('mmap_size = 0');
    connection.close();
    expect(['3.51.2', '3.50.9', '2.99.99', 'old'].map(isSqliteNewEnough)).toEqual([false, false, false, false]);
    expect(['3.51.3', '3.52.0', '4.0.0'].map(isSqliteNewEnough)).toEqual([true, true, true]);
  });

  it('T-105 while another process has the folder, and starts once that one is gone', async () => {
    const folder = makeFolder();
    const store = openSqliteStore({ folder });
    const module = pathToFileURL(join(import.meta.dirname, '../../../collector/store/sqlite/open-sqlite-store.ts'));
    const other = spawnSync(
      execPath,
      [
        '--input-type=module',
        '-e',
        `import { openSqliteStore } from '${module}'; openSqliteStore({ folder: process.argv[1] });`,
        folder,
      ],
      { encoding: 'utf8', timeout: 20_000 },
    );
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('Another process uses the data folder');
    // The refusal did no harm to the one that runs.
    await store.append(SITE, [event()]);
    await store.close();
    const next = openSqliteStore({ folder });
    expect(await next.readDay(SITE, '2026-11-20')).toMatchObject([{ count: 1 }]);
    await next.close();
  });

  it('T-105 twice in one process', async () => {
    const folder = makeFolder();
    const store = openSqliteStore({ folder });
    expect(() => openSqliteStore({ folder })).toThrow('Another process uses');
    await store.close();
  });

  it('T-106 on files of a newer release', async () => {
    const folder = makeFolder();
    await openSqliteStore({ folder }).close();
    const connection = openConnection(join(folder, 'events.sqlite'));
    connection.pragma('user_version = 99');
    connection.close();
    expect(() => openSqliteStore({ folder })).toThrow('events.sqlite was written by a newer Askfirst');
    // The folder is free again: a refusal must not keep the older release out as well.
    expect(() => openSqliteStore({ folder })).toThrow('newer Askfirst');
  });
});

describe('what lies on disk', () => {
  it('is readable by its owner only', async () => {
    const folder = join(makeFolder(), 'data');
    const store = openSqliteStore({ folder });
    await store.append(SITE, [event()]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const files = readdirSync(folder);
    expect(files).toContain('events.sqlite-wal');
    for (const file of files) expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600]);
    await store.close();
  });

  it('P7 has the columns of design 8 and no other, and no column that tells an order', async () => {
    const folder = makeFolder();
    const store = openSqliteStore({ folder });
    await store.append(SITE, [event()]);
    const connection = openReadConnection(join(folder, 'events.sqlite'));
    const columns = connection.pragma('table_info(events)') as { name: string }[];
    expect(columns.map((column) => column.name)).toEqual([
      'site',
      'day',
      'metric',
      'id',
      'hour',
      'properties',
      'first',
      'session',
      'sequence',
    ]);
    expect(() => connection.prepare('SELECT rowid FROM events').all()).toThrow('no such column: rowid');
    connection.close();
    await store.close();
  });

  it('takes at most 60 bytes for an event', async () => {
    const folder = makeFolder();
    const store = openSqliteStore({ folder });
    const paths = Array.from({ length: 50 }, (_, at) => `/guides/${String.fromCharCode(97 + (at % 26))}-hats`);
    const events = 20_000;
    for (let at = 0; at < events; at += 250) {
      await store.append(
        SITE,
        Array.from({ length: 250 }, (_, number) =>
          event({ properties: { path: paths[number % paths.length] ?? '' }, first: true }),
        ),
      );
    }
    await store.close();
    expect(statSync(join(folder, 'events.sqlite')).size / events).toBeLessThan(60);
  });
});
