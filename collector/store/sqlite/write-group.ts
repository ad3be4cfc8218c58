/**
 * Writes one group of jobs: one transaction for events and cells, one for consents, each wholly or not at all.
 * Runs in the writer's thread; knows neither threads nor queues.
 */

import { randomBytes } from 'node:crypto';
import { numberOfDay } from '../../../contract/day.ts';
import type { DropReason } from '../../../contract/drop-reasons.ts';
import type { WireEvent } from '../../../contract/wire.ts';
import { SALT_BYTES, toCommitment } from '../commitment.ts';
import type { Drops } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Appended, GroupJob, JobResult } from './jobs.ts';
import { packProperties } from './pack-properties.ts';
import type { Tombstones } from './tombstones.ts';

/** The part of a connection that writing uses, so that a test can make the n-th statement fail. */
export interface WriteConnection {
  prepare(sql: string): { run(...values: unknown[]): { readonly changes: number }; get(...values: unknown[]): unknown };
  exec(sql: string): unknown;
  readonly inTransaction: boolean;
  close(): unknown;
}

/** Marks our files for `file(1)`: "ASK1" in ASCII. */
const APPLICATION_ID = 0x41534b31;

/** Writes groups over two open connections, whose tables exist. */
export function createGroupWriter(connections: {
  readonly events: WriteConnection | Connection;
  readonly consents: WriteConnection | Connection;
  /** What was erased, which must not come back. */
  readonly tombstones: Pick<Tombstones, 'read'>;
}): {
  write(jobs: readonly GroupJob[]): readonly JobResult[];
  close(): void;
} {
  // Connection's overloads say the same in more types.
  const events = connections.events as WriteConnection;
  const consents = connections.consents as WriteConnection;
  const { tombstones } = connections;
  const begin = { events: events.prepare('BEGIN IMMEDIATE'), consents: consents.prepare('BEGIN IMMEDIATE') };
  const commit = { events: events.prepare('COMMIT'), consents: consents.prepare('COMMIT') };
  const readName = events.prepare('SELECT id FROM names WHERE name = ?');
  const insertName = events.prepare('INSERT INTO names (name) VALUES (?) RETURNING id');
  const insertEvent = events.prepare('INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const readRowCount = events.prepare('SELECT count(*) AS count FROM events WHERE site = ? AND day = ?');
  const countRows = (site: number, day: number) => (readRowCount.get(site, day) as { count: number }).count; // Its one column.
  const readClosed = events.prepare('SELECT 1 FROM closed_days WHERE site = ? AND day = ?');
  const insertClosed = events.prepare('INSERT OR IGNORE INTO closed_days VALUES (?, ?)');
  const insertCell = events.prepare('INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?)');
  const addDrops = events.prepare(
    'INSERT INTO drops VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
  );
  const insertConsent = consents.prepare('INSERT OR IGNORE INTO consents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');

  const insertSalt = consents.prepare('INSERT INTO salts VALUES (?, ?, ?)');
  const insertCommitment = consents.prepare('INSERT INTO commitments VALUES (?, ?, ?)');

  /** Numbers of names and closed days known to be committed, or to be in the open transaction. */
  const numbers = new Map<string, number>();
  const openDays = new Set<string>();
  const closedDays = new Set<string>();
  const dayNumbers = new Map<string, number>();

  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const row = (readName.get(name) ?? insertName.get(name)) as { id: number }; // Both select this one column.
    numbers.set(name, row.id);
    return row.id;
  };
  const toDayNumber = (day: string): number => {
    const known = dayNumbers.get(day);
    if (known !== undefined) return known;
    // A window of a few days is in use; the bound only guards against clocks that wander.
    if (dayNumbers.size > 1_000) dayNumbers.clear();
    const number = numberOfDay(day);
    dayNumbers.set(day, number);
    return number;
  };
  const isClosed = (site: number, day: number): boolean => {
    const key = `${site} ${day}`;
    if (openDays.has(key)) return false;
    if (closedDays.has(key)) return true;
    const closed = readClosed.get(site, day) !== undefined;
    (closed ? closedDays : openDays).add(key);
    return closed;
  };

  /** Only sums are kept: which reasons came together is gone with the batch (P7). */
  const countDrops = (site: number, { day, counts }: Drops, dropped: Appended['dropped']): void => {
    const sums = new Map<string, number>(Object.entries(counts));
    for (const { reason } of dropped) sums.set(reason, (sums.get(reason) ?? 0) + 1);
    for (const [reason, count] of sums) if (count > 0) addDrops.run(site, toDayNumber(day), reason, count);
  };

  const append = (siteName: string, batch: readonly WireEvent[], drops?: Drops): Appended => {
    const site = numberOf(siteName);
    const dropped: { id: string; reason: DropReason }[] = [];
    for (const event of batch) {
      const day = toDayNumber(event.day);
      // The cells of a closed day are final, so an event that comes after them would be lost in silence.
      if (isClosed(site, day)) {
        dropped.push({ id: event.id, reason: 'outside-clock-window' });
        continue;
      }
      // Asked here and not where batches are judged, so that no erasure can come in between (T-67).
      if (tombstones.read(siteName, 'event', event.id)) {
        dropped.push({ id: event.id, reason: 'erased' });
        continue;
      }
      insertEvent.run(
        site,
        day,
        numberOf(event.metric),
        Buffer.from(event.id, 'hex'),
        event.hour ?? null,
        packProperties(event.properties, numberOf),
        event.first ? 1 : 0,
        event.session === undefined ? null : Buffer.from(event.session, 'hex'),
        event.sequence ?? null,
      );
    }
    if (drops) countDrops(site, drops, dropped);
    return { dropped };
  };

  const run = (job: GroupJob): Appended | boolean | undefined => {
    switch (job.kind) {
      case 'append':
        return append(job.site, job.events, job.drops);
      case 'close-day': {
        const site = numberOf(job.site);
        const day = toDayNumber(job.day);
        openDays.delete(`${site} ${day}`);
        // An erasure between reading and publishing: the cells would still count what is gone.
        if (job.rows !== undefined && countRows(site, day) !== job.rows) return false;
        if (insertClosed.run(site, day).changes === 0) return false;
        for (const cell of job.cells)
          insertCell.run(site, numberOf(cell.metric), day, cell.value, cell.count, cell.firsts);
        return true;
      }
      case 'consent': {
        const { record } = job;
        if (tombstones.read(job.site, 'consent', record.receiptKey)) return false;
        const { changes } = insertConsent.run(
          job.site,
          toDayNumber(record.day),
          Buffer.from(record.recordId, 'hex'),
          Buffer.from(record.receiptKey, 'base64url'),
          record.purposes.join(' '),
          record.scope,
          Buffer.from(record.notice, 'hex'),
          record.language,
          record.method,
          record.includesEarlier ? 1 : 0,
        );
        if (changes > 0) {
          const salt = randomBytes(SALT_BYTES);
          insertSalt.run(job.site, Buffer.from(record.recordId, 'hex'), salt);
          insertCommitment.run(job.site, toDayNumber(record.day), toCommitment(salt, record));
        }
        return true;
      }
      case 'probe':
        // Written anew each time, so that a full or read-only disk shows.
        events.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
        return undefined;
    }
  };

  /** One transaction over the jobs of one file. A failure anywhere undoes and fails them all. */
  const transact = (file: 'events' | 'consents', jobs: readonly GroupJob[]): readonly JobResult[] => {
    if (jobs.length === 0) return [];
    const connection = file === 'events' ? events : consents;
    try {
      begin[file].run();
      const results = jobs.map((job): JobResult => ({ ok: true, value: run(job) }));
      commit[file].run();
      return results;
    } catch (error) {
      // Numbers and days learnt inside the transaction are gone with it.
      numbers.clear();
      openDays.clear();
      closedDays.clear();
      const message = error instanceof Error ? error.message : String(error);
      return jobs.map(() => ({ ok: false, message: undo(connection) ?? message }));
    }
  };

  return {
    write(jobs) {
      const isConsent = (job: GroupJob) => job.kind === 'consent';
      const ofEvents = transact(
        'events',
        jobs.filter((job) => !isConsent(job)),
      )[Symbol.iterator]();
      const ofConsents = transact('consents', jobs.filter(isConsent))[Symbol.iterator]();
      return jobs.map((job) => {
        const next = (isConsent(job) ? ofConsents : ofEvents).next();
        return next.done ? { ok: false, message: 'No answer for this job.' } : next.value;
      });
    },
    close() {
      events.close();
      consents.close();
    },
  };
}

/** Rolls back what the engine has not already rolled back itself; says so if even that fails. */
function undo(connection: WriteConnection): string | undefined {
  try {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    return undefined;
  } catch (error) {
    return `Rolling back failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
