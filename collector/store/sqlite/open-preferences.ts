/**
 * Preferences on SQLite, in a file of their own. Read and written where it is called: a person answers once, and their
 * browser asks once an hour, so a thread of its own would cost more than it saves.
 */

import { join } from 'node:path';
import { StartProblem } from '../../start-problem.ts';
import type { PreferenceStore } from '../preference-store.ts';
import { StoreUnavailable } from '../store-errors.ts';
import { type Connection, openConnection } from './connection.ts';

/** File in the data folder. Made on sites with subjects only. */
export const PREFERENCES_FILE = 'preferences.sqlite';

const SCHEMA_VERSION = 1;

/** Ordered by the keyed hash alone, so that no column tells who answered when. */
const SCHEMA = `
  CREATE TABLE preferences (
    site TEXT NOT NULL,
    subject BLOB NOT NULL,
    scope INTEGER NOT NULL,
    purposes TEXT NOT NULL,
    PRIMARY KEY (site, subject)
  ) STRICT, WITHOUT ROWID;
`;

/** Grants whose yes has been told, by a keyed hash that leads to nobody: told once, a yes is not told again. */
const TOLD_SCHEMA = `
  CREATE TABLE IF NOT EXISTS told_grants (
    site TEXT NOT NULL,
    grant_hash BLOB NOT NULL,
    PRIMARY KEY (site, grant_hash)
  ) STRICT, WITHOUT ROWID;
`;

/** Marks our files for `file(1)`: "ASK1" in ASCII. */
const APPLICATION_ID = 0x41534b31;

/**
 * Throws, with what to do, for a file of a newer release.
 * @param openFile a test may hand in a connection that fails
 */
export function openPreferences(
  folder: string,
  openFile: (path: string) => Connection = openConnection,
): PreferenceStore {
  const connection = openFile(join(folder, PREFERENCES_FILE));
  prepare(connection);
  connection.exec(TOLD_SCHEMA);
  const insert = connection.prepare('INSERT OR REPLACE INTO preferences VALUES (?, ?, ?, ?)');
  const insertTold = connection.prepare('INSERT OR IGNORE INTO told_grants VALUES (?, ?)');
  const remove = connection.prepare('DELETE FROM preferences WHERE site = ? AND subject = ?');
  const find = connection.prepare('SELECT scope, purposes FROM preferences WHERE site = ? AND subject = ?');
  const countRows = connection.prepare('SELECT count(*) FROM preferences WHERE site = ?').pluck();

  type Row = { readonly scope: number; readonly purposes: string };
  const write = connection.transaction((site: string, subject: Uint8Array, yes?: Row, grant?: Uint8Array) => {
    // Written anew each time, so that the no of somebody who has no row costs the same sync as any other answer.
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    if (yes && grant && insertTold.run(site, grant).changes === 0) return;
    remove.run(site, subject);
    if (yes) insert.run(site, subject, yes.scope, yes.purposes);
  });
  return {
    write(site, subject, yes, grant) {
      try {
        write(site, subject, yes && { scope: yes.scope, purposes: [...yes.purposes].sort().join(' ') }, grant);
        // The log would keep the row that a no has just deleted.
        connection.pragma('wal_checkpoint(TRUNCATE)');
      } catch (error) {
        throw new StoreUnavailable(error instanceof Error ? error.message : String(error));
      }
    },
    read(site, subject) {
      // Our own table: these two columns.
      const row = find.get(site, subject) as { scope: number; purposes: string } | undefined;
      return row && { scope: row.scope, purposes: row.purposes.split(' ') };
    },
    count: (site) => Number(countRows.get(site)),
    tidy() {
      connection.exec('VACUUM');
      connection.pragma('wal_checkpoint(TRUNCATE)');
    },
    close: () => void connection.close(),
  };
}

function prepare(connection: Connection): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version > SCHEMA_VERSION) {
    throw new StartProblem(
      `${PREFERENCES_FILE} was written by a newer Askfirst (tables ${version}, this release knows ${SCHEMA_VERSION}). Install that release again, or restore the backup made before the upgrade.`,
    );
  }
  if (version === SCHEMA_VERSION) return;
  connection.transaction(() => {
    connection.exec(SCHEMA);
    connection.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}
