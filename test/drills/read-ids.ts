import { join } from 'node:path';
import Database from 'better-sqlite3';

/** What lies in `events.sqlite` of a stopped collector, read with SQLite alone. */
export function readStoredIds(folder: string): { readonly ids: ReadonlySet<string>; readonly integrity: string } {
  const database = new Database(join(folder, 'events.sqlite'));
  try {
    return {
      integrity: String(database.prepare('PRAGMA integrity_check').pluck().get()),
      ids: new Set(database.prepare<[], string>('SELECT lower(hex(id)) FROM events').pluck().all()),
    };
  } finally {
    database.close();
  }
}
