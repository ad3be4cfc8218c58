/**
 * Erases what is named (design 8): the tombstones are durable first, then the rows go, then they are looked up again.
 * Runs in the writer's thread, between two groups, so that no batch can come in between.
 */

import type { Erased, Erasure, Removal } from '../store.ts';
import type { Connection } from './connection.ts';
import { createFindNamed, type RowKey } from './find-named.ts';
import type { ToBar, Tombstones } from './tombstones.ts';

/** How long sweeping waits for a reader, in milliseconds; what it cannot take now the nightly pass takes. Our choice. */
const SWEEP_PATIENCE_MS = 50;

/** Of tombstones that hold nothing, and of events to which none were ever applied. */
export const NO_MARK: Buffer = Buffer.alloc(0);

/** The mark of the tombstones that these events were compared with last. */
export function readMark(events: Connection): Buffer | undefined {
  return events.prepare<[], Buffer>('SELECT mark FROM erasures').pluck().get();
}

/** Takes out of the file's log what the log still holds of rows that went. Where a reader is in the way this does nothing. */
export function emptyLog(connection: Connection): void {
  const patienceMs = Number(connection.pragma('busy_timeout', { simple: true }));
  connection.pragma(`busy_timeout = ${SWEEP_PATIENCE_MS}`);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.pragma(`busy_timeout = ${patienceMs}`);
}

/** The three files, and what whoever erases and whoever compares (apply-tombstones.ts) know of each other. */
export interface ErasingParts {
  readonly events: Connection;
  readonly consents: Connection;
  readonly tombstones: Tombstones;
  /** Erasures since the files were opened that may have barred something and not removed it. */
  readonly failed: { count: number };
}

/** Throws what the engine throws; then nothing is removed, though it may be barred already, and asking again is safe. */
export function createEraser({
  events,
  consents,
  tombstones,
  failed,
}: ErasingParts): (site: string, erasure: Erasure) => Erased {
  const find = createFindNamed(events);
  const deleteEvent = events.prepare('DELETE FROM events WHERE site = ? AND day = ? AND metric = ? AND id = ?');
  const putMark = events.prepare('INSERT OR REPLACE INTO erasures VALUES (1, ?)');
  const findConsent = consents
    .prepare<[string, Buffer], number>('SELECT count(*) FROM consents WHERE site = ? AND receipt_key = ?')
    .pluck();
  const deleteConsent = consents.prepare('DELETE FROM consents WHERE site = ? AND receipt_key = ?');

  const removeEvents = events.transaction((rows: readonly RowKey[], markBefore: Buffer): number => {
    let removed = 0;
    for (const { site, day, metric, id } of rows) removed += deleteEvent.run(site, day, metric, id).changes;
    // Only if all earlier ones were applied; else the next start applies them all (apply-tombstones.ts).
    if ((readMark(events) ?? NO_MARK).equals(markBefore)) putMark.run(tombstones.mark());
    return removed;
  });

  const deleteSalt = consents.prepare(
    'DELETE FROM salts WHERE site = ? AND record_id IN (SELECT record_id FROM consents WHERE site = ? AND receipt_key = ?)',
  );
  // With its salt, so that the commitment in the ledger tells nothing any more.
  const deleteRecord = consents.transaction((site: string, key: Buffer): number => {
    deleteSalt.run(site, site, key);
    return deleteConsent.run(site, key).changes;
  });
  const countConsents = (site: string, receiptKey: string): number =>
    findConsent.get(site, Buffer.from(receiptKey, 'base64url')) ?? 0;
  const removeConsent = (site: string, receiptKey: string, wasFound: boolean): Removal => {
    const found = countConsents(site, receiptKey);
    const removed = found > 0 ? deleteRecord.immediate(site, Buffer.from(receiptKey, 'base64url')) : 0;
    const erasedBefore = found === 0 && wasFound ? 1 : 0;
    return { found, removed, remaining: countConsents(site, receiptKey), erasedBefore };
  };

  return (site, erasure) => {
    const { named, receiptKey, openFrom } = erasure;
    const ids = new Set(named.flatMap((group) => group.ids));
    // What is older was looked for before, by the reader (open-sqlite-store.ts); it cannot have come since.
    const rows = find(site, named, openFrom);
    const found = new Set(rows.map(({ id }) => id.toString('hex')));
    const erasedBefore = [...ids].filter((id) => !found.has(id) && tombstones.read(site, 'event', id) === 'found');
    const wasConsent = receiptKey !== undefined && tombstones.read(site, 'consent', receiptKey) === 'found';
    // Named on days of which no batch is taken any more; they need no tombstone where there is no room for one.
    const over = new Set(named.flatMap(({ day, ids: own }) => (day !== undefined && day < openFrom ? own : [])));
    const markBefore = tombstones.mark();
    const toEntry = (kind: ToBar['kind'], name: string, isFound: boolean): ToBar => ({
      kind,
      name,
      isFound,
      until: isFound ? erasure.barredUntil : erasure.unknownUntil,
    });
    const toBar = [...ids].map((id) => toEntry('event', id, found.has(id)));
    if (receiptKey !== undefined) {
      toBar.push(toEntry('consent', receiptKey, countConsents(site, receiptKey) > 0));
    }
    failed.count++;
    const barred = new Set(tombstones.bar(site, toBar));
    const isMarked = tombstones.mark().equals(markBefore);
    const removed = rows.length > 0 || !isMarked ? removeEvents.immediate(rows, markBefore) : 0;
    const removal = receiptKey === undefined ? undefined : removeConsent(site, receiptKey, wasConsent);
    failed.count--;
    if (erasure.sweep) {
      emptyLog(events);
      if (removal) emptyLog(consents);
    }
    return {
      events: {
        found: rows.length,
        removed,
        remaining: find(site, named, openFrom).length,
        erasedBefore: erasedBefore.length,
      },
      ...(removal ? { consents: removal } : {}),
      barred: toBar.filter((entry) => entry.kind === 'event' && (barred.has(entry) || over.has(entry.name))).length,
    };
  };
}
