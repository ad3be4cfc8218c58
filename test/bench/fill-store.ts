/** Fills a store and a bare table with as many events, and keeps the handles of some of them. Says how far it is; can be stopped. */

import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { stderr } from 'node:process';
import { type Connection, openConnection } from '../../collector/store/sqlite/connection.ts';
import { openSqliteStore } from '../../collector/store/sqlite/open-sqlite-store.ts';
import { addDays } from '../../contract/day.ts';

const FIRST_DAY = '2026-06-01';
/** Over how many days the events lie. */
export const DAYS = 150;
/** Events of one call of `append`. */
const APPEND_EVENTS = 5_000;
/** How often it says how far it is. */
const SAY_EVERY_MS = 5_000;

/** One stored event, as its browser knows it. */
export interface Held {
  readonly day: string;
  readonly metric: string;
  readonly id: string;
  /** 16 bytes, base64url. */
  readonly handle: string;
}

/** What is filled, and how. */
export interface FillOptions {
  readonly site: string;
  readonly rows: number;
  /** How many handles are kept, from everywhere. */
  readonly wanted: number;
  /** Ends it early, with an error. */
  readonly signal: AbortSignal;
}

/**
 * The events whose handles are kept go through the store. The others are multiplied from them inside the engine, with
 * ids of their own: ten million through the store would take a quarter of an hour. Nobody has the folder open meanwhile.
 * @returns handles in no order, for a visitor's events lie anywhere
 */
export async function fillStore(folder: string, plain: Connection, options: FillOptions): Promise<Held[]> {
  const { site, rows, wanted, signal } = options;
  const held = Array.from({ length: wanted }, (_, at) => makeHeld(Math.floor((at * DAYS) / wanted), at));
  const store = openSqliteStore({ folder });
  for (let at = 0; at < wanted; at += APPEND_EVENTS) {
    const events = held.slice(at, at + APPEND_EVENTS);
    await store.append(
      site,
      events.map(({ handle: _, ...event }) => ({ ...event, properties: { path: '/hats' } })),
    );
  }
  await store.close();

  plain.exec(
    `CREATE TABLE event (site INTEGER, day TEXT, metric TEXT, id BLOB, properties TEXT,
     PRIMARY KEY (site, day, metric, id)) WITHOUT ROWID`,
  );
  const insert = plain.prepare('INSERT INTO event VALUES (1, ?, ?, ?, ?)');
  plain.transaction(() => {
    for (const { day, metric, id } of held) insert.run(day, metric, Buffer.from(id, 'hex'), '{"path":"/hats"}');
  })();

  const events = openConnection(join(folder, 'events.sqlite'));
  try {
    const days = events.prepare<[], number>('SELECT DISTINCT day FROM events ORDER BY day').pluck().all();
    const startedAtMs = performance.now();
    let saidAtMs = startedAtMs;
    for (const [at, day] of days.entries()) {
      if (signal.aborted) throw new Error('Stopped.');
      const more =
        Math.floor(((rows - wanted) * (at + 1)) / days.length) - Math.floor(((rows - wanted) * at) / days.length);
      multiply(events, 'events', { day, more });
      multiply(plain, 'event', { day: addDays(FIRST_DAY, at), more });
      const nowMs = performance.now();
      if (nowMs - saidAtMs < SAY_EVERY_MS) continue;
      saidAtMs = nowMs;
      const leftSeconds = Math.ceil(((nowMs - startedAtMs) * (days.length - at - 1)) / (at + 1) / 1_000);
      stderr.write(
        `Filled ${at + 1} of ${days.length} days; about ${leftSeconds} s more. Ctrl-C stops and cleans up.\n`,
      );
      // So that a signal is heard.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    events.close();
  }
  return held
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

function makeHeld(dayNumber: number, at: number): Held {
  const handle = randomBytes(16);
  return {
    metric: at % 3 === 0 ? 'visit.start' : 'page.view',
    day: addDays(FIRST_DAY, dayNumber),
    id: createHash('sha256').update(handle).digest('hex').slice(0, 32),
    handle: handle.toString('base64url'),
  };
}

/** Adds so many rows to a day: copies of those that are there, each in turn, with a random id. */
function multiply(
  connection: Connection,
  table: 'events' | 'event',
  { day, more }: { readonly day: number | string; readonly more: number },
): void {
  // From the engine itself, so that both tables are filled by the same words.
  const names = connection.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  const columns = names.map((name) => (name === 'id' ? 'randomblob(16)' : `seed.${name}`)).join(', ');
  connection
    .prepare(
      `WITH seeds AS MATERIALIZED (SELECT *, row_number() OVER () - 1 AS place FROM ${table} WHERE day = ? LIMIT 3),
       turns(turn) AS (SELECT 0 WHERE ? > 0 UNION ALL SELECT turn + 1 FROM turns WHERE turn + 1 < ?)
       INSERT INTO ${table} (${names.join(', ')})
       SELECT ${columns} FROM turns JOIN seeds AS seed ON seed.place = turn % (SELECT count(*) FROM seeds)`,
    )
    .run(day, more, more);
}
