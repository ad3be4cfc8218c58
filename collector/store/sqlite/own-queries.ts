/** What a visitor may ask for with handles and receipt secret: their own events and record, by point look-ups. Runs in the reader's thread. */

import { dayOfNumber, numberOfDay } from '../../../contract/day.ts';
import { toHex } from '../../../contract/handle.ts';
import type { WireEvent } from '../../../contract/wire.ts';
import type { Connection } from './connection.ts';
import { type ConsentRow, toConsentRecord } from './consent-row.ts';
import { createFindNamed } from './find-named.ts';
import { unpackProperties } from './pack-properties.ts';
import type { OwnReads, Queries } from './queries.ts';

interface EventRow {
  readonly hour: number | null;
  readonly properties: Buffer;
  readonly first: number;
  readonly session: Buffer | null;
  readonly sequence: number | null;
}

/** Prepares the questions over both files. */
export function createOwnQueries(events: Connection, consents: Connection): Pick<Queries, OwnReads> {
  const find = createFindNamed(events);
  const readName = events.prepare<[number], string>('SELECT name FROM names WHERE id = ?').pluck();
  const readEvent = events.prepare<[number, number, number, Buffer], EventRow>(
    `SELECT hour, properties, "first", session, sequence FROM events
     WHERE site = ? AND day = ? AND metric = ? AND id = ?`,
  );
  const readConsents = consents.prepare<[string, Buffer], ConsentRow>(
    `SELECT receipt_key, day, record_id, purposes, scope, notice, language, method, includes_earlier FROM consents
     WHERE site = ? AND receipt_key = ? ORDER BY record_id`,
  );
  const readCommitments = consents.prepare<[string, number, number], { day: number; commitment: Buffer }>(
    'SELECT day, commitment FROM commitments WHERE site = ? AND day BETWEEN ? AND ? ORDER BY day, commitment',
  );
  const readSites = consents.prepare<[], string>('SELECT DISTINCT site FROM commitments ORDER BY site').pluck();
  const nameOf = (number: number): string => readName.get(number) ?? '';

  return {
    readNamed: (siteName, named) =>
      find(siteName, named).flatMap(({ site, day, metric, id }): WireEvent[] => {
        const row = readEvent.get(site, day, metric, id);
        // Erased between the two look-ups.
        if (!row) return [];
        return [
          {
            metric: nameOf(metric),
            day: dayOfNumber(day),
            ...(row.hour === null ? {} : { hour: row.hour }),
            id: toHex(id),
            properties: unpackProperties(row.properties, nameOf),
            ...(row.first === 1 ? { first: true as const } : {}),
            ...(row.session === null ? {} : { session: toHex(row.session) }),
            ...(row.sequence === null ? {} : { sequence: row.sequence }),
          },
        ];
      }),
    readConsents: (site, receiptKey) =>
      readConsents.all(site, Buffer.from(receiptKey, 'base64url')).map((row) => toConsentRecord(row)),
    readCommitments(site, from, to) {
      const days = new Map<number, string[]>();
      for (const { day, commitment } of readCommitments.all(site, numberOfDay(from), numberOfDay(to))) {
        const known = days.get(day);
        if (known) known.push(toHex(commitment));
        else days.set(day, [toHex(commitment)]);
      }
      return [...days].map(([day, commitments]) => ({ day: dayOfNumber(day), commitments }));
    },
    readConsentSites: () => readSites.all(),
  };
}
