/** The tables, and the refusal to open files of a newer release. Nothing else of the store writes SQL that changes them. */

import { StartProblem } from '../../start-problem.ts';
import type { Connection } from './connection.ts';

/** Names of the files in the data folder. Events, consents and tombstones live apart (design 8). */
export const EVENTS_FILE = 'events.sqlite';
export const CONSENTS_FILE = 'consents.sqlite';
export const TOMBSTONES_FILE = 'tombstones.sqlite';

/** The files that the writer's thread holds, and that the nightly pass writes anew. */
export type StoreFile = typeof EVENTS_FILE | typeof CONSENTS_FILE | typeof TOMBSTONES_FILE;

/** All of them. */
export const STORE_FILES: readonly StoreFile[] = [EVENTS_FILE, CONSENTS_FILE, TOMBSTONES_FILE];

/** Version of both files' tables; goes up with each migration. */
const SCHEMA_VERSION = 1;

/**
 * `names` turns sites, metrics and property names into small integers. The key of `events` is (site, day, metric, id)
 * without a row id, so that no column tells in which order rows came; ids are hashes and sort as such.
 */
const EVENTS_SCHEMA = `
  CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    site INTEGER NOT NULL,
    day INTEGER NOT NULL,
    metric INTEGER NOT NULL,
    id BLOB NOT NULL,
    hour INTEGER,
    properties BLOB NOT NULL,
    first INTEGER NOT NULL,
    session BLOB,
    sequence INTEGER,
    PRIMARY KEY (site, day, metric, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE closed_days (
    site INTEGER NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (site, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE cells (
    site INTEGER NOT NULL,
    metric INTEGER NOT NULL,
    day INTEGER NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL,
    firsts INTEGER NOT NULL,
    PRIMARY KEY (site, metric, day, value)
  ) STRICT, WITHOUT ROWID;
`;

const CONSENTS_SCHEMA = `
  CREATE TABLE consents (
    site TEXT NOT NULL,
    day INTEGER NOT NULL,
    record_id BLOB NOT NULL,
    receipt_key BLOB NOT NULL,
    purposes TEXT NOT NULL,
    scope INTEGER NOT NULL,
    notice BLOB NOT NULL,
    language TEXT NOT NULL,
    method TEXT NOT NULL,
    includes_earlier INTEGER NOT NULL,
    PRIMARY KEY (site, record_id)
  ) STRICT, WITHOUT ROWID;
`;

/** Added to files of the first release; each is made where it is missing. `erasures` says which tombstones were applied. */
const EVENTS_ADDED = `
  CREATE TABLE IF NOT EXISTS erasures (id INTEGER PRIMARY KEY, mark BLOB NOT NULL) STRICT;
`;
/** `commitments` stay for the ledger when a record and its salt are destroyed; without these they tell nothing. */
const CONSENTS_ADDED = `
  CREATE INDEX IF NOT EXISTS consents_by_key ON consents (site, receipt_key);
  CREATE TABLE IF NOT EXISTS commitments (
    site TEXT NOT NULL,
    day INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    PRIMARY KEY (site, day, commitment)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS salts (
    site TEXT NOT NULL,
    record_id BLOB NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (site, record_id)
  ) STRICT, WITHOUT ROWID;
`;

/** In the order of their hashes, so that nothing tells which were made together. */
const TOMBSTONES_SCHEMA = `
  CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE tombstones (
    site INTEGER NOT NULL,
    hash BLOB NOT NULL,
    until_month INTEGER NOT NULL,
    found INTEGER NOT NULL,
    PRIMARY KEY (site, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE state (id INTEGER PRIMARY KEY, mark BLOB NOT NULL) STRICT;
`;

/** Makes the tables of `events.sqlite` where they are missing. */
export function prepareEvents(connection: Connection): void {
  prepare(connection, EVENTS_SCHEMA, EVENTS_FILE);
  connection.exec(EVENTS_ADDED);
}

/** Makes the tables of `consents.sqlite` where they are missing. */
export function prepareConsents(connection: Connection): void {
  prepare(connection, CONSENTS_SCHEMA, CONSENTS_FILE);
  connection.exec(CONSENTS_ADDED);
}

/** Makes the tables of `tombstones.sqlite` where they are missing. */
export function prepareTombstones(connection: Connection): void {
  prepare(connection, TOMBSTONES_SCHEMA, TOMBSTONES_FILE);
}

function prepare(connection: Connection, schema: string, file: string): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version > SCHEMA_VERSION) {
    throw new StartProblem(
      `${file} was written by a newer Askfirst (tables ${version}, this release knows ${SCHEMA_VERSION}). Install that release again, or restore the backup made before the upgrade.`,
    );
  }
  if (version === SCHEMA_VERSION) return;
  connection.transaction(() => {
    connection.exec(schema);
    connection.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}
