/** Reads the ledger of each site out of a data folder, as it lies there, for whoever verifies it. Changes nothing. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dayOfNumber, numberOfDay } from '../../contract/day.ts';
import { toHex } from '../../contract/handle.ts';
import type { LedgerRows } from '../rights/ledger/verify-ledger.ts';
import { StartProblem } from '../start-problem.ts';
import type { ChainedEntry, LoggedRequest, SignedHead } from '../store/ledger.ts';
import { openReadConnection } from '../store/sqlite/connection.ts';
import { type ConsentRow, toConsentRecord } from '../store/sqlite/consent-row.ts';
import { LEDGER_FILE } from '../store/sqlite/open-ledger.ts';
import { CONSENTS_FILE } from '../store/sqlite/schema.ts';

/** Opens for reading; `close` gives the files back. */
export function openLedgerRows(folder: string): { readonly sites: readonly LedgerRows[]; close(): void } {
  const path = join(folder, LEDGER_FILE);
  if (!existsSync(path)) throw new StartProblem(`${path} is missing. Name the data folder with --data.`);
  const ledger = openReadConnection(path);
  const consents = openReadConnection(join(folder, CONSENTS_FILE));
  const sites = ledger
    .prepare<[], string>('SELECT DISTINCT site FROM entries UNION SELECT DISTINCT site FROM heads ORDER BY site')
    .pluck()
    .all();
  const entries = ledger.prepare<
    [string],
    { number: number; day: number; kind: string; content: string; hash: Buffer }
  >('SELECT number, day, kind, content, hash FROM entries WHERE site = ? ORDER BY number');
  const heads = ledger.prepare<[string], { day: number; size: number; hash: Buffer; jws: string }>(
    'SELECT day, size, hash, jws FROM heads WHERE site = ? ORDER BY day',
  );
  const requests = ledger.prepare<[string], LoggedRequest & { number: number; hash: Buffer }>(
    'SELECT number, month, kind, state, named, found, hash FROM requests WHERE site = ? ORDER BY number',
  );
  const commitments = consents
    .prepare<[string, number], Buffer>('SELECT commitment FROM commitments WHERE site = ? AND day = ?')
    .pluck();
  const salted = consents.prepare<[string], ConsentRow & { readonly salt: Buffer }>(
    'SELECT consents.*, salt FROM consents JOIN salts USING (site, record_id) WHERE site = ?',
  );
  return {
    sites: sites.map(
      (site): LedgerRows => ({
        site,
        // Chained entries as they lie there; whether their kinds are known is none of the chain's business.
        entries: toEach(
          () => entries.iterate(site),
          (row) => ({ ...row, day: dayOfNumber(row.day), hash: toHex(row.hash) }) as ChainedEntry,
        ),
        heads: heads
          .all(site)
          .map(
            ({ day, size, hash, jws }): SignedHead => ({ site, day: dayOfNumber(day), size, hash: toHex(hash), jws }),
          ),
        requests: toEach(
          () => requests.iterate(site),
          (row) => ({ ...row, hash: toHex(row.hash) }),
        ),
        commitmentsOf: (day) => commitments.all(site, numberOfDay(day)).map(toHex),
        salted: toEach(
          () => salted.iterate(site),
          (row) => ({ record: toConsentRecord(row), salt: row.salt }),
        ),
      }),
    ),
    close() {
      ledger.close();
      consents.close();
    },
  };
}

/** Asks only when somebody reads, and anew each time: a question that is open keeps its file from being closed. */
function toEach<Row, Value>(ask: () => Iterable<Row>, toValue: (row: Row) => Value): Iterable<Value> {
  return {
    *[Symbol.iterator]() {
      for (const row of ask()) yield toValue(row);
    },
  };
}
