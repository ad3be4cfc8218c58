/** Rights in a full store: erasing and seeing by handle beside a bare delete and select by the same key, and verifying a long ledger. */

import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedgerRows } from '../../collector/command/read-ledger.ts';
import { verifyLedger } from '../../collector/rights/ledger/verify-ledger.ts';
import { type Connection, openConnection } from '../../collector/store/sqlite/connection.ts';
import { openLedger } from '../../collector/store/sqlite/open-ledger.ts';
import { openSqliteStore } from '../../collector/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../collector/store/store.ts';
import { addDays } from '../../contract/day.ts';
import type { BenchOptions } from './bench-options.ts';
import type { Group, Row } from './table.ts';

const SITE = 'https://shop.example/askfirst';
const FIRST_DAY = '2026-06-01';
const DAYS = 150;
const APPEND_EVENTS = 5_000;
/** Handles of one request. */
const SIZES = [1, 100, 10_000];
/** Most handles of one part. Design 5.6. */
const PART = 1_000;

/** One stored event, as its browser knows it. */
interface Held {
  readonly day: string;
  readonly metric: string;
  readonly id: string;
}

/** @param options.rows events in the store, and entries in the ledger up to a million */
export async function measureRights(options: BenchOptions): Promise<readonly Group[]> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-bench-rights-'));
  mkdirSync(join(folder, 'data'));
  const store = openSqliteStore({ folder: join(folder, 'data') });
  const plain = openConnection(join(folder, 'plain.sqlite'));
  try {
    const wanted = options.runs * SIZES.reduce((sum, size) => sum + size, 0);
    if (options.rows < wanted) throw new Error(`Rights need ${wanted} rows or more.`);
    const held = await fill(store, plain, { rows: options.rows, wanted });
    const rows: Row[] = [];
    for (const size of SIZES) rows.push(...(await measureSize(size, { store, plain, held, runs: options.runs })));
    const size = Math.min(options.rows, 1_000_000);
    return [
      {
        title: 'Rights',
        how: `By handle, in parts of ${PART}, in a store of ${options.rows} events over ${DAYS} days; every part is barred, synced, removed, synced and looked up again. Beside it: a bare table with the same key in SQLite, synced as often as there are parts, which bars nothing and looks nothing up.`,
        columns: ['askfirst', 'bare SQLite'],
        rows,
      },
      {
        title: 'The ledger',
        how: 'Reading every entry from the file and comparing its hash with all before it. Beside it: reading alone.',
        columns: ['askfirst', 'reading alone'],
        rows: [measureLedger(join(folder, 'data'), { size, runs: Math.min(options.runs, 3) })],
      },
    ];
  } finally {
    await store.close();
    plain.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(
  store: Store,
  plain: Connection,
  { rows, wanted }: { readonly rows: number; readonly wanted: number },
): Promise<Held[]> {
  plain.exec(
    `CREATE TABLE event (site INTEGER, day TEXT, metric TEXT, id BLOB, properties TEXT,
     PRIMARY KEY (site, day, metric, id)) WITHOUT ROWID`,
  );
  const insert = plain.prepare('INSERT INTO event VALUES (1, ?, ?, ?, ?)');
  const insertAll = plain.transaction((events: readonly Held[]) => {
    for (const { day, metric, id } of events) insert.run(day, metric, Buffer.from(id, 'hex'), '{"path":"/hats"}');
  });
  const held: Held[] = [];
  const every = Math.max(1, Math.floor(rows / wanted));
  for (let made = 0; made < rows; made += APPEND_EVENTS) {
    const events = Array.from({ length: Math.min(APPEND_EVENTS, rows - made) }, (_, at) => ({
      metric: (made + at) % 3 === 0 ? 'visit.start' : 'page.view',
      day: addDays(FIRST_DAY, Math.floor(((made + at) * DAYS) / rows)),
      id: createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 32),
      properties: { path: '/hats' },
    }));
    await store.append(SITE, events);
    insertAll(events);
    held.push(
      ...events.filter((_, at) => (made + at) % every === 0).map(({ day, metric, id }) => ({ day, metric, id })),
    );
  }
  // A visitor's events lie anywhere.
  return held
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

async function measureSize(
  size: number,
  parts: { readonly store: Store; readonly plain: Connection; readonly held: Held[]; readonly runs: number },
): Promise<readonly Row[]> {
  const { store, plain, held, runs } = parts;
  const remove = plain.prepare('DELETE FROM event WHERE site = 1 AND day = ? AND metric = ? AND id = ?');
  const read = plain.prepare('SELECT * FROM event WHERE site = 1 AND day = ? AND metric = ? AND id = ?');
  const removeAll = plain.transaction((own: readonly Held[]) => {
    for (const { day, metric, id } of own) remove.run(day, metric, Buffer.from(id, 'hex'));
  });
  const times = { see: [] as number[], seePlain: [] as number[], erase: [] as number[], erasePlain: [] as number[] };
  const timed = async (into: number[], run: () => unknown) => {
    const startedAtMs = performance.now();
    await run();
    into.push(performance.now() - startedAtMs);
  };
  for (let run = 0; run < runs; run++) {
    const own = held.splice(0, size);
    const divided = Array.from({ length: Math.ceil(size / PART) }, (_, at) => own.slice(at * PART, (at + 1) * PART));
    const named = divided.map((part) => part.map(({ day, metric, id }) => ({ day, metric, ids: [id] })));
    let seen = 0;
    await timed(times.see, async () => {
      for (const part of named) seen += (await store.readNamed(SITE, part)).length;
    });
    await timed(times.seePlain, () => {
      for (const { day, metric, id } of own) read.get(day, metric, Buffer.from(id, 'hex'));
    });
    let removed = 0;
    await timed(times.erase, async () => {
      for (const [at, part] of named.entries()) {
        const erasure = {
          named: part,
          barredUntil: '2027-06',
          unknownUntil: '2027-01',
          openFrom: '2026-11-17',
          sweep: at === named.length - 1,
        };
        removed += (await store.erase(SITE, erasure)).events.removed;
      }
    });
    await timed(times.erasePlain, () => {
      for (const part of divided) removeAll(part);
    });
    if (seen !== size || removed !== size) throw new Error(`Of ${size}, ${seen} were seen and ${removed} removed.`);
  }
  const what = size === 1 ? '1 handle' : `${size} handles`;
  return [
    { what: `erase ${what}`, unit: 'ms', values: [times.erase, times.erasePlain] },
    { what: `see ${what}`, unit: 'ms', values: [times.see, times.seePlain] },
  ];
}

function measureLedger(folder: string, { size, runs }: { readonly size: number; readonly runs: number }): Row {
  const ledger = openLedger(folder);
  const content = JSON.stringify({ day: FIRST_DAY, digest: 'ab'.repeat(32) });
  ledger.append(
    SITE,
    Array.from({ length: size }, () => ({ day: FIRST_DAY, kind: 'script' as const, content })),
  );
  ledger.close();
  const ours: number[] = [];
  const reading: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { sites, close } = openLedgerRows(folder);
    const startedAtMs = performance.now();
    for (const rows of sites) if (verifyLedger(rows, []).length > 0) throw new Error('A sound ledger was refused.');
    ours.push(performance.now() - startedAtMs);
    close();
    const again = openLedgerRows(folder);
    const readAtMs = performance.now();
    let count = 0;
    for (const { entries } of again.sites) for (const _ of entries) count++;
    reading.push(performance.now() - readAtMs);
    again.close();
    if (count !== size) throw new Error(`${count} entries were read.`);
  }
  return { what: `verify ${size} entries`, unit: 'ms', values: [ours, reading] };
}
