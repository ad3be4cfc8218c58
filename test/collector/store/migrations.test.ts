import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { makeOldFiles, OLD_ROWS } from './old-files.ts';
import { event } from './store-suite.ts';

const SITE = 'https://shop.example/askfirst';
const NOON_MS = Date.parse('2026-11-22T12:00:00Z');

// Many processes, one after another.
vi.setConfig({ testTimeout: 120_000 });

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-upgrade-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a file is, asked without any code of the collector. */
function inspect(path: string, table: string) {
  const database = new Database(path, { readonly: true });
  try {
    return {
      version: database.pragma('user_version', { simple: true }),
      integrity: database.pragma('integrity_check', { simple: true }),
      rows: database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
      tables: database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all(),
    };
  } finally {
    database.close();
  }
}

const OLD_EVENTS = ['cells', 'closed_days', 'events', 'names'];
const NEW_EVENTS = ['cells', 'closed_days', 'drops', 'erasures', 'events', 'names'];
const OLD_CONSENTS = ['consents'];
const NEW_CONSENTS = ['commitments', 'consents', 'salts'];

describe('T-106 an upgrade', () => {
  it('brings files of the first release to what they are now, and keeps a copy of what they were', async () => {
    const folder = makeFolder();
    makeOldFiles(folder);
    const store = openSqliteStore({ folder, now: () => NOON_MS });
    expect(await store.readDay(SITE, '2026-11-20')).toMatchObject([{ metric: 'visit.start', count: OLD_ROWS }]);
    await store.append(SITE, [event({ metric: 'visit.start', properties: {} })], {
      day: '2026-11-20',
      counts: { 'buffer-full': 3 },
    });
    expect(await store.readDrops(SITE, '2026-11-20', '2026-11-20')).toMatchObject([
      { reason: 'buffer-full', count: 3 },
    ]);
    await store.close();

    const copies = join(folder, 'before-upgrade');
    expect(readdirSync(copies).sort()).toEqual(['consents.sqlite.v1.2026-11-22', 'events.sqlite.v1.2026-11-22']);
    expect(inspect(join(copies, 'events.sqlite.v1.2026-11-22'), 'events')).toEqual({
      version: 1,
      integrity: 'ok',
      rows: OLD_ROWS,
      tables: OLD_EVENTS,
    });
    for (const name of readdirSync(copies)) expect(statSync(join(copies, name)).mode & 0o777).toBe(0o600);
    // Nothing is to be done the next time, and nothing is copied.
    await openSqliteStore({ folder, now: () => NOON_MS + 86_400_000 }).close();
    expect(readdirSync(copies)).toHaveLength(2);
  });

  it('P9 keeps that copy for a week: erasures do not reach it', async () => {
    const folder = makeFolder();
    makeOldFiles(folder);
    let nowMs = NOON_MS;
    const store = openSqliteStore({ folder, now: () => nowMs });
    onTestFinished(() => store.close());
    nowMs += 7 * 86_400_000;
    await store.tidy();
    expect(readdirSync(join(folder, 'before-upgrade'))).toHaveLength(2);
    nowMs += 86_400_000;
    await store.tidy();
    expect(readdirSync(join(folder, 'before-upgrade'))).toEqual([]);
  });

  it('killed at any step leaves the old tables or the new ones, never half of them, and can be begun again', () => {
    const program = join(import.meta.dirname, 'prepare-and-die.ts');
    const original = makeFolder();
    makeOldFiles(original);
    let kills = 0;
    for (let step = 1; ; step++) {
      const folder = makeFolder();
      spawnSync('cp', ['-r', `${original}/.`, folder]);
      const first = spawnSync(execPath, [program, folder, String(step)], { encoding: 'utf8', timeout: 60_000 });
      const events = inspect(join(folder, 'events.sqlite'), 'events');
      const consents = inspect(join(folder, 'consents.sqlite'), 'consents');
      expect([step, events]).toEqual([
        step,
        {
          version: events.version,
          integrity: 'ok',
          rows: OLD_ROWS,
          tables: events.version === 1 ? OLD_EVENTS : NEW_EVENTS,
        },
      ]);
      expect([step, consents]).toEqual([
        step,
        {
          version: consents.version,
          integrity: 'ok',
          rows: OLD_ROWS,
          tables: consents.version === 1 ? OLD_CONSENTS : NEW_CONSENTS,
        },
      ]);
      // Nothing was changed before all of it was copied.
      if (events.version === 2) {
        const names = readdirSync(join(folder, 'before-upgrade')).filter((name) => !name.endsWith('.begun'));
        expect([step, names.length]).toEqual([step, 2]);
      }
      if (first.signal !== 'SIGKILL') {
        expect([first.status, first.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
        break;
      }
      kills++;
      const again = spawnSync(execPath, [program, folder, '0'], { encoding: 'utf8', timeout: 60_000 });
      expect([step, again.status]).toEqual([step, 0]);
      expect(inspect(join(folder, 'events.sqlite'), 'events')).toEqual({
        version: 2,
        integrity: 'ok',
        rows: OLD_ROWS,
        tables: NEW_EVENTS,
      });
      expect(inspect(join(folder, 'consents.sqlite'), 'consents').tables).toEqual(NEW_CONSENTS);
    }
    console.log(`T-106: killed at ${kills} steps`);
    expect(kills).toBeGreaterThan(10);
  });

  it('is refused by an older release, in plain words and before anything is touched', () => {
    const folder = makeFolder();
    makeOldFiles(folder);
    const consents = new Database(join(folder, 'consents.sqlite'));
    consents.pragma('user_version = 3');
    consents.close();
    expect(() => openSqliteStore({ folder })).toThrow(
      'consents.sqlite was written by a newer Askfirst (tables 3, this release knows 2). Install that release again, or put back the copy made before the upgrade',
    );
    // The file that this release does know is as it was, and there is nothing to clear away.
    expect(inspect(join(folder, 'events.sqlite'), 'events').version).toBe(1);
    expect(existsSync(join(folder, 'before-upgrade'))).toBe(false);
  });
});
