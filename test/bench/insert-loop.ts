import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { cpuUsage, hrtime } from 'node:process';
import Database from 'better-sqlite3';

/** What one run of the loop measured. */
export interface LoopResult {
  readonly eventsPerSecond: number;
  /** Duration of each group, commit and fsync included. */
  readonly groupMs: readonly number[];
  readonly cpuUsPerEvent: number;
}

/** Largest group, as in the collector (design 7). */
const MAX_GROUP_EVENTS = 256;

/**
 * Reference (b) of the ingest rows: the least that keeps events durably. One thread, no HTTP, no check, no worker; prepared
 * inserts in groups, a commit and an fsync for each, into a table with the same key.
 */
export function openInsertLoop(folder: string): {
  run(eventsAtOnce: number, durationMs: number): LoopResult;
  close(): void;
} {
  const database = new Database(join(folder, 'bare.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`CREATE TABLE event (site INTEGER, day INTEGER, metric INTEGER, id BLOB, properties BLOB, first INTEGER,
    PRIMARY KEY (site, day, metric, id)) WITHOUT ROWID`);
  const insert = database.prepare('INSERT OR IGNORE INTO event VALUES (1, 20779, 1, ?, ?, 1)');
  const insertGroup = database.transaction((ids: Buffer, size: number) => {
    for (let at = 0; at < size; at += 1) insert.run(ids.subarray(at * 16, at * 16 + 16), PROPERTIES);
  });
  return {
    run(eventsAtOnce, durationMs) {
      const size = Math.min(eventsAtOnce, MAX_GROUP_EVENTS);
      const groupMs: number[] = [];
      const cpu = cpuUsage();
      const startedAtMs = now();
      let events = 0;
      while (now() - startedAtMs < durationMs) {
        const groupAtMs = now();
        insertGroup(randomBytes(16 * size), size);
        groupMs.push(now() - groupAtMs);
        events += size;
      }
      const { user, system } = cpuUsage(cpu);
      return {
        eventsPerSecond: (1_000 * events) / (now() - startedAtMs),
        groupMs,
        cpuUsPerEvent: (user + system) / events,
      };
    },
    close: () => database.close(),
  };
}

/** As long as the packed properties of a page view: the number of a name, a length, a short path. */
const PROPERTIES = Buffer.from('\x01\x32/guides/12', 'latin1');

const now = () => Number(hrtime.bigint()) / 1e6;
