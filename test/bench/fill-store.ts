/** Fills a store and a bare table with the same events, and keeps the handles of some of them. Says how far it is; can be stopped. */

import { createHash, randomBytes } from 'node:crypto';
import { stderr } from 'node:process';
import type { Connection } from '../../collector/store/sqlite/connection.ts';
import type { Store } from '../../collector/store/store.ts';
import { addDays } from '../../contract/day.ts';

const FIRST_DAY = '2026-06-01';
/** Over how many days the events lie. */
export const DAYS = 150;
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

/** Rows in the order of their days, as they come in life. @returns handles in no order */
export async function fillStore(
  store: Store,
  plain: Connection,
  { site, rows, wanted, signal }: FillOptions,
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
  const startedAtMs = performance.now();
  let saidAtMs = startedAtMs;
  for (let made = 0; made < rows; made += APPEND_EVENTS) {
    if (signal.aborted) throw new Error('Stopped.');
    const events = Array.from({ length: Math.min(APPEND_EVENTS, rows - made) }, (_, at) => {
      const handle = randomBytes(16);
      return {
        metric: (made + at) % 3 === 0 ? 'visit.start' : 'page.view',
        day: addDays(FIRST_DAY, Math.floor(((made + at) * DAYS) / rows)),
        id: createHash('sha256').update(handle).digest('hex').slice(0, 32),
        handle: handle.toString('base64url'),
        properties: { path: '/hats' },
      };
    });
    // Neither waits for the other: one writes in its thread while the other writes here.
    const appended = store.append(
      site,
      events.map(({ handle: _, ...event }) => event),
    );
    insertAll(events);
    await appended;
    for (const [at, { day, metric, id, handle }] of events.entries())
      if ((made + at) % every === 0) held.push({ day, metric, id, handle });
    const nowMs = performance.now();
    if (nowMs - saidAtMs < SAY_EVERY_MS) continue;
    saidAtMs = nowMs;
    const done = made + events.length;
    const leftSeconds = Math.ceil(((nowMs - startedAtMs) * (rows - done)) / done / 1_000);
    stderr.write(`Filled ${done} of ${rows} rows; about ${leftSeconds} s more. Ctrl-C stops and cleans up.\n`);
  }
  // A visitor's events lie anywhere.
  return held
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
