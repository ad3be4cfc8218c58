/** Opens one SQLite file the only way we trust, and refuses to start where a setting did not take. Knows no table. */

import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StartProblem } from '../../start-problem.ts';

/** One open file. */
export type Connection = Database.Database;

/**
 * Oldest SQLite we open: earlier ones can lose a commit when two processes reset the write-ahead log at once.
 * Source: https://sqlite.org/wal.html#walresetbug (read November 2026).
 */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** How long a statement waits for another connection's lock. Ours never hold one for more than a group. */
const BUSY_TIMEOUT_MS = 5_000;

/** Page cache of the writer. Our choice: the pages of half a million of one day's keys. */
const CACHE_KIB = 32_768;

/**
 * Pages the write-ahead log may hold before they are copied into the file: 16 MB. Ids are hashes, so that each event
 * touches a page of its own; a longer log copies a page once for many (measured: a quarter less CPU per event than
 * with the default of 1,000).
 */
const CHECKPOINT_PAGES = 4_000;

/**
 * Opens for reading and writing; creates the file, readable by its owner only, where there is none.
 * @param options.timeoutMs how long to wait for another connection's lock
 */
export function openConnection(path: string, options: { readonly timeoutMs?: number } = {}): Connection {
  closeSync(openSync(path, 'a', 0o600));
  const connection = new Database(path, { timeout: options.timeoutMs ?? BUSY_TIMEOUT_MS });
  connection.pragma('journal_mode = WAL');
  // FULL syncs the log at each commit; better-sqlite3 is compiled with NORMAL for WAL, which does not.
  connection.pragma('synchronous = FULL');
  connection.pragma('mmap_size = 0');
  connection.pragma('secure_delete = ON');
  // Temporary tables would otherwise leave copies of rows in files that no erasure knows of.
  connection.pragma('temp_store = MEMORY');
  connection.pragma(`cache_size = -${CACHE_KIB}`);
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  assertSettings(connection);
  return connection;
}

/** Opens an existing file for reading only. */
export function openReadConnection(path: string): Connection {
  const connection = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  connection.pragma('mmap_size = 0');
  connection.pragma('temp_store = MEMORY');
  return connection;
}

/** Throws if the engine is too old or a setting that durability rests on did not take (T-79, T-80). */
export function assertSettings(connection: Pick<Connection, 'pragma' | 'prepare'>): void {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get());
  if (!isSqliteNewEnough(version)) {
    throw new StartProblem(`SQLite ${version} is too old: ${OLDEST_SQLITE.join('.')} or newer is needed. Run npm ci.`);
  }
  const wanted = { journal_mode: 'wal', synchronous: 2, mmap_size: 0, secure_delete: 1 } as const;
  for (const [name, value] of Object.entries(wanted)) {
    const actual = connection.pragma(name, { simple: true });
    // An unset mmap_size reads as undefined where memory mapping is compiled out, which is as good as 0.
    if (actual !== value && !(value === 0 && actual === undefined)) {
      throw new StartProblem(
        `SQLite did not take PRAGMA ${name} = ${value} (it is ${actual}). Is the data folder on a network disk?`,
      );
    }
  }
}

/** Is this release of SQLite free of the write-ahead log's reset fault? */
export function isSqliteNewEnough(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [at, oldest] of OLDEST_SQLITE.entries()) {
    const part = parts[at] ?? 0;
    if (part !== oldest) return part > oldest;
  }
  return true;
}
