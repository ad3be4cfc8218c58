/** Rights in a full store: erasing and seeing by handle beside a bare delete and select by the same key, and verifying a long ledger. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedgerRows } from '../../collector/command/read-ledger.ts';
import { verifyLedger } from '../../collector/rights/ledger/verify-ledger.ts';
import { type Connection, openConnection } from '../../collector/store/sqlite/connection.ts';
import { openLedger } from '../../collector/store/sqlite/open-ledger.ts';
import { openSqliteStore } from '../../collector/store/sqlite/open-sqlite-store.ts';
import type { NamedIds, Store } from '../../collector/store/store.ts';
import type { BenchOptions } from './bench-options.ts';
import { DAYS, fillStore, type Held } from './fill-store.ts';
import { measureVain, VAIN_HANDLES } from './measure-vain.ts';
import type { Group, Row } from './table.ts';

const SITE = 'https://shop.example/askfirst';
const FIRST_DAY = '2026-06-01';
/** Handles of one request. */
const SIZES = [1, 100, 10_000];
/** Most handles of one part. Design 5.6. */
const PART = 1_000;

/** @param options.rows events in the store, and entries in the ledger up to a million */
export async function measureRights(options: BenchOptions): Promise<readonly Group[]> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-bench-rights-'));
  mkdirSync(join(folder, 'data'));
  let store: Store | undefined;
  const plain = openConnection(join(folder, 'plain.sqlite'));
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const sizes = options.rows < options.runs * SIZES.reduce((sum, size) => sum + size, 0) ? SIZES.slice(0, 2) : SIZES;
    const wanted = options.runs * sizes.reduce((sum, size) => sum + size, 0) + 2 * VAIN_HANDLES;
    if (options.rows < wanted) throw new Error(`Rights need ${wanted} rows or more.`);
    const filling = { site: SITE, rows: options.rows, wanted, signal: stopping.signal };
    const held = await fillStore(join(folder, 'data'), plain, filling);
    store = openSqliteStore({ folder: join(folder, 'data') });
    const [erased, standing] = [held.splice(0, VAIN_HANDLES), held.splice(0, VAIN_HANDLES)];
    const rows: Row[] = [];
    for (const size of sizes) {
      stopping.signal.throwIfAborted();
      rows.push(...(await measureSize(size, { store, plain, held, runs: options.runs })));
    }
    stopping.signal.throwIfAborted();
    await store.erase(SITE, toErasure(erased.map(toNamed), true));
    const dataFolder = join(folder, 'vain');
    mkdirSync(dataFolder);
    const vain = await measureVain({ dataFolder, site: SITE, store, erased, standing }, options);
    stopping.signal.throwIfAborted();
    const size = Math.min(options.rows, 1_000_000);
    return [
      {
        title: 'Rights',
        how: `By handle, in parts of ${PART}, in a store of ${options.rows} events over ${DAYS} days; every part is barred, synced, removed, synced and looked up again. Beside it: a bare table with the same key in SQLite, synced as often as there are parts, which bars nothing and looks nothing up.`,
        columns: ['askfirst', 'bare SQLite'],
        rows,
      },
      vain,
      {
        title: 'The ledger',
        how: 'Reading every entry from the file and comparing its hash with all before it. Beside it: reading alone.',
        columns: ['askfirst', 'reading alone'],
        rows: [measureLedger(join(folder, 'data'), { size, runs: Math.min(options.runs, 3) })],
      },
    ];
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await store?.close();
    plain.close();
    rmSync(folder, { recursive: true, force: true });
  }
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
    const named = divided.map((part) => part.map(toNamed));
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
        removed += (await store.erase(SITE, toErasure(part, at === named.length - 1))).events.removed;
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

const toNamed = ({ day, metric, id }: Held): NamedIds => ({ day, metric, ids: [id] });

const toErasure = (named: readonly NamedIds[], sweep: boolean) => ({
  named,
  barredUntil: '2027-06',
  unknownUntil: '2027-01',
  openFrom: '2026-11-17',
  sweep,
});

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
