/** Ledger and request log on SQLite, in a file of their own. Written where it is called: a few rows a day. */

import { join } from 'node:path';
import { dayOfNumber, numberOfDay } from '../../../contract/day.ts';
import { toHex } from '../../../contract/handle.ts';
import { StartProblem } from '../../start-problem.ts';
import {
  type EntryKind,
  type LedgerEntry,
  type LedgerStore,
  NO_HASH,
  type SignedHead,
  toEntryHash,
  toRequestHash,
} from '../ledger.ts';
import { type Connection, openConnection } from './connection.ts';

/** File in the data folder. */
export const LEDGER_FILE = 'ledger.sqlite';

const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE entries (
    site TEXT NOT NULL,
    number INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (site, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX entries_by_content ON entries (site, kind, content);
  CREATE TABLE heads (
    site TEXT NOT NULL,
    day INTEGER NOT NULL,
    size INTEGER NOT NULL,
    hash BLOB NOT NULL,
    jws TEXT NOT NULL,
    PRIMARY KEY (site, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE requests (
    site TEXT NOT NULL,
    number INTEGER NOT NULL,
    month TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    named TEXT NOT NULL,
    found TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (site, number)
  ) STRICT, WITHOUT ROWID;
  ${['entries', 'heads', 'requests']
    .flatMap((table) =>
      ['UPDATE', 'DELETE'].map(
        (change) => `CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
          BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END;`,
      ),
    )
    .join('\n')}
`;

/** Makes the tables where they are missing; throws, with what to do, for a file of a newer release. */
export function prepareLedger(connection: Connection): void {
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (version > SCHEMA_VERSION) {
    throw new StartProblem(`${LEDGER_FILE} was written by a newer Askfirst. Install that release again.`);
  }
  if (version === SCHEMA_VERSION) return;
  connection.transaction(() => {
    connection.exec(SCHEMA);
    connection.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}

/**
 * Opens the ledger of a data folder.
 * @param openFile a test may hand in a connection that fails
 */
export function openLedger(folder: string, openFile: (path: string) => Connection = openConnection): LedgerStore {
  const connection = openFile(join(folder, LEDGER_FILE));
  prepareLedger(connection);
  const readEnd = connection.prepare<[string], { number: number; hash: Buffer }>(
    'SELECT number, hash FROM entries WHERE site = ? ORDER BY number DESC LIMIT 1',
  );
  const readLastRequest = connection.prepare<[string], { number: number; hash: Buffer }>(
    'SELECT number, hash FROM requests WHERE site = ? ORDER BY number DESC LIMIT 1',
  );
  const insert = connection.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)');
  const find = connection.prepare('SELECT 1 FROM entries WHERE site = ? AND kind = ? AND content = ?');
  const readNewest = connection.prepare<[string, string], { number: number; day: number; content: string }>(
    'SELECT number, day, content FROM entries WHERE site = ? AND kind = ? ORDER BY number DESC LIMIT 1',
  );
  const insertHead = connection.prepare('INSERT OR IGNORE INTO heads VALUES (?, ?, ?, ?, ?)');
  const readHeads = connection.prepare<[string, number], { day: number; size: number; hash: Buffer; jws: string }>(
    'SELECT day, size, hash, jws FROM heads WHERE site = ? ORDER BY day DESC LIMIT ?',
  );
  const insertRequest = connection.prepare('INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const countRequests = connection.prepare<[string, string], { kind: string; count: number; last: number }>(
    'SELECT kind, count(*) AS count, max(number) AS last FROM requests WHERE site = ? AND month = ? GROUP BY kind',
  );
  const readRequestHash = connection
    .prepare<[string, number], Buffer>('SELECT hash FROM requests WHERE site = ? AND number = ?')
    .pluck();

  const readSites = connection
    .prepare<[], string>('SELECT DISTINCT site FROM entries UNION SELECT DISTINCT site FROM requests ORDER BY 1')
    .pluck();

  const end = (site: string) => {
    const row = readEnd.get(site);
    return row ? { size: row.number, hash: toHex(row.hash) } : { size: 0, hash: NO_HASH };
  };

  return {
    append: connection.transaction((site: string, entries: readonly Omit<LedgerEntry, 'number'>[]): void => {
      let { size, hash } = end(site);
      for (const entry of entries) {
        size++;
        hash = toEntryHash(hash, site, { ...entry, number: size });
        insert.run(site, size, numberOfDay(entry.day), entry.kind, entry.content, Buffer.from(hash, 'hex'));
      }
    }),
    has: (site, kind, content) => find.get(site, kind, content) !== undefined,
    newest(site, kind: EntryKind) {
      const row = readNewest.get(site, kind);
      return row && { kind, number: row.number, day: dayOfNumber(row.day), content: row.content };
    },
    end,
    putHead: ({ site, day, size, hash, jws }) =>
      void insertHead.run(site, numberOfDay(day), size, Buffer.from(hash, 'hex'), jws),
    readHeads: (site, most) =>
      readHeads
        .all(site, most)
        .map(({ day, size, hash, jws }): SignedHead => ({ site, day: dayOfNumber(day), size, hash: toHex(hash), jws })),
    logRequest: connection.transaction((site, request): void => {
      const last = readLastRequest.get(site);
      const number = (last?.number ?? 0) + 1;
      const hash = toRequestHash(last ? toHex(last.hash) : NO_HASH, site, number, request);
      const { month, kind, state, named, found } = request;
      insertRequest.run(site, number, month, kind, state, named, found, Buffer.from(hash, 'hex'));
    }),
    readRequests(site, month) {
      const rows = countRequests.all(site, month);
      if (rows.length === 0) return undefined;
      const last = Math.max(...rows.map((row) => row.last));
      return {
        counts: Object.fromEntries(rows.map(({ kind, count }) => [kind, count])),
        hash: toHex(readRequestHash.get(site, last) ?? Buffer.alloc(32)),
      };
    },
    sites: () => readSites.all(),
    close: () => connection.close(),
  };
}
