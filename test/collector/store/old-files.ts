/** Files as the first release made them, written down here and not taken from the code that migrates them. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** How many events and consents they hold. */
export const OLD_ROWS = 300;

/** Makes `events.sqlite` and `consents.sqlite` of version 1 in a folder. */
export function makeOldFiles(folder: string): void {
  const events = new Database(join(folder, 'events.sqlite'));
  events.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE events (
      site INTEGER NOT NULL, day INTEGER NOT NULL, metric INTEGER NOT NULL, id BLOB NOT NULL, hour INTEGER,
      properties BLOB NOT NULL, first INTEGER NOT NULL, session BLOB, sequence INTEGER,
      PRIMARY KEY (site, day, metric, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE closed_days (site INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (site, day)) STRICT, WITHOUT ROWID;
    CREATE TABLE cells (
      site INTEGER NOT NULL, metric INTEGER NOT NULL, day INTEGER NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
      firsts INTEGER NOT NULL, PRIMARY KEY (site, metric, day, value)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO names VALUES (1, 'https://shop.example/askfirst'), (2, 'visit.start');
    PRAGMA user_version = 1;
  `);
  const insertEvent = events.prepare('INSERT INTO events VALUES (1, 20777, 2, ?, NULL, ?, 1, NULL, NULL)');
  events.transaction(() => {
    for (let row = 0; row < OLD_ROWS; row++) insertEvent.run(randomBytes(16), Buffer.alloc(0));
  })();
  events.close();

  const consents = new Database(join(folder, 'consents.sqlite'));
  consents.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE consents (
      site TEXT NOT NULL, day INTEGER NOT NULL, record_id BLOB NOT NULL, receipt_key BLOB NOT NULL, purposes TEXT NOT NULL,
      scope INTEGER NOT NULL, notice BLOB NOT NULL, language TEXT NOT NULL, method TEXT NOT NULL,
      includes_earlier INTEGER NOT NULL, PRIMARY KEY (site, record_id)
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;
  `);
  const insertConsent = consents.prepare(
    "INSERT INTO consents VALUES ('https://shop.example/askfirst', 20777, ?, ?, 'improve', 1, ?, 'en', 'banner', 0)",
  );
  consents.transaction(() => {
    for (let row = 0; row < OLD_ROWS; row++) insertConsent.run(randomBytes(16), randomBytes(32), randomBytes(32));
  })();
  consents.close();
}
