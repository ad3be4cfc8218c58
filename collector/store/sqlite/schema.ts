/** The tables, and how they came to be what they are. Nothing else of the store writes SQL that changes them. */

import type { Connection } from './connection.ts';
import { migrate } from './migrate.ts';

/** Names of the files in the data folder. Events, consents and tombstones live apart (design 8). */
export const EVENTS_FILE = 'events.sqlite';
export const CONSENTS_FILE = 'consents.sqlite';
export const TOMBSTONES_FILE = 'tombstones.sqlite';

/** The files that the writer's thread holds, and that the nightly pass writes anew. */
export type StoreFile = typeof EVENTS_FILE | typeof CONSENTS_FILE | typeof TOMBSTONES_FILE;

/** All of them. */
export const STORE_FILES: readonly StoreFile[] = [EVENTS_FILE, CONSENTS_FILE, TOMBSTONES_FILE];

/**
 * `names` turns sites, metrics and property names into small integers. The key of `events` is (site, day, metric, id)
 * without a row id, so that no column tells in which order rows came; ids are hashes and sort as such.
 */
const EVENTS_1 = `
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

const CONSENTS_1 = `
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

/** `erasures` says which tombstones were applied; `drops` counts by the day on which we learnt of them. */
const EVENTS_2 = `
  CREATE TABLE IF NOT EXISTS erasures (id INTEGER PRIMARY KEY, mark BLOB NOT NULL) STRICT;
  CREATE TABLE drops (
    site INTEGER NOT NULL,
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (site, day, reason)
  ) STRICT, WITHOUT ROWID;
`;

/** `commitments` stay for the ledger when a record and its salt are destroyed; without these they tell nothing. */
const CONSENTS_2 = `
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
const TOMBSTONES_1 = `
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

/**
 * What makes each file of version n one of version n + 1, from an empty file on. A release adds to the end and changes
 * nothing that an earlier one has run. (`IF NOT EXISTS` where files of version 1 were given tables before version 2.)
 */
export const MIGRATIONS: Readonly<Record<StoreFile, readonly string[]>> = {
  [EVENTS_FILE]: [EVENTS_1, EVENTS_2],
  [CONSENTS_FILE]: [CONSENTS_1, CONSENTS_2],
  [TOMBSTONES_FILE]: [TOMBSTONES_1],
};

/** Makes the tables of `tombstones.sqlite` where they are missing. */
export function prepareTombstones(connection: Connection): void {
  migrate(connection, { file: TOMBSTONES_FILE, migrations: MIGRATIONS[TOMBSTONES_FILE] });
}
