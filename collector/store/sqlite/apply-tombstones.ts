/**
 * Compares stored rows with the tombstones and removes those that are barred: after a backup was put back, and after an
 * erasure that a crash broke off between its two commits. Goes in steps, so that groups are written in between.
 */

import { randomUUID } from 'node:crypto';
import { type ErasingParts, emptyLog, NO_MARK, readMark } from './erase.ts';

/** Rows of one step. Our choice: some tens of milliseconds. */
const STEP_ROWS = 10_000;

/** Where a step begins. */
export interface ReplayCursor {
  /** Erasures that had failed when the first step began. */
  readonly failedBefore: number;
  /** The files, as this thread opened them, that the numbers are of; the nightly pass gives names new ones. */
  readonly files: string;
  readonly after: { readonly site: number; readonly day: number; readonly metric: number; readonly id: Uint8Array };
}

/** What one step did; without `next` it was the last. */
export interface ReplayStep {
  readonly removed: number;
  readonly next?: ReplayCursor;
}

interface EventKey {
  readonly site: number;
  readonly day: number;
  readonly metric: number;
  readonly id: Buffer;
}

/** True if rows may be stored that are barred, so that nothing may be shown of them yet. */
export function needsReplay({ events, tombstones }: Pick<ErasingParts, 'events' | 'tombstones'>): boolean {
  return !(readMark(events) ?? NO_MARK).equals(tombstones.mark());
}

/** Takes one step; the first without a cursor. */
export function createReplay({
  events,
  consents,
  tombstones,
  failed,
}: ErasingParts): (cursor?: ReplayCursor) => ReplayStep {
  const readNext = events.prepare<[number, number, number, Buffer, number], EventKey>(
    `SELECT site, day, metric, id FROM events WHERE (site, day, metric, id) > (?, ?, ?, ?)
     ORDER BY site, day, metric, id LIMIT ?`,
  );
  const readName = events.prepare<[number], string>('SELECT name FROM names WHERE id = ?').pluck();
  const deleteEvent = events.prepare('DELETE FROM events WHERE site = ? AND day = ? AND metric = ? AND id = ?');
  const putMark = events.prepare('INSERT OR REPLACE INTO erasures VALUES (1, ?)');
  const readConsents = consents.prepare<[], { site: string; record_id: Buffer; receipt_key: Buffer }>(
    'SELECT site, record_id, receipt_key FROM consents',
  );
  const deleteConsent = consents.prepare('DELETE FROM consents WHERE site = ? AND record_id = ?');

  const deleteSalt = consents.prepare('DELETE FROM salts WHERE site = ? AND record_id = ?');

  const removeConsents = consents.transaction((): number => {
    let removed = 0;
    for (const { site, record_id, receipt_key } of readConsents.all()) {
      if (tombstones.read(site, 'consent', receipt_key.toString('base64url'))) {
        deleteSalt.run(site, record_id);
        removed += deleteConsent.run(site, record_id).changes;
      }
    }
    return removed;
  });
  const removeEvents = events.transaction((keys: readonly EventKey[], isFinished: boolean): number => {
    let removed = 0;
    for (const { site, day, metric, id } of keys) removed += deleteEvent.run(site, day, metric, id).changes;
    if (isFinished) putMark.run(tombstones.mark());
    return removed;
  });

  const files = randomUUID();

  return (given) => {
    if (tombstones.isEmpty()) {
      if (needsReplay({ events, tombstones })) putMark.run(tombstones.mark());
      return { removed: 0 };
    }
    // Files that were replaced meanwhile are looked through from the start.
    const cursor = given?.files === files ? given : undefined;
    const failedBefore = cursor?.failedBefore ?? failed.count;
    const { site, day, metric, id } = cursor?.after ?? { site: -1, day: 0, metric: 0, id: NO_MARK };
    const rows = readNext.all(site, day, metric, Buffer.from(id), STEP_ROWS);
    const barred = rows.filter((row) => tombstones.read(readName.get(row.site) ?? '', 'event', row.id.toString('hex')));
    const last = rows.length < STEP_ROWS ? undefined : rows.at(-1);
    // What was barred since the first step was removed when it was barred; but if that failed, the next start must know.
    const isFinished = last === undefined && failed.count === failedBefore;
    const removed = barred.length > 0 || isFinished ? removeEvents.immediate(barred, isFinished) : 0;
    if (last) return { removed, next: { failedBefore, files, after: last } };
    const ofConsents = removeConsents.immediate();
    if (removed > 0) emptyLog(events);
    if (ofConsents > 0) emptyLog(consents);
    return { removed: removed + ofConsents };
  };
}
