/**
 * What must never come back: keyed hashes of erased ids, in a file of its own (design 8). Without the key in the data
 * folder nobody can tell of which ids they are. Runs in the writer's thread; knows no events.
 */

import { createHmac, randomBytes } from 'node:crypto';
import type { Connection } from './connection.ts';

/** Most ids per site that are barred though they were not found. Our choice: some 40 MB; a flood of guesses ends here. */
export const MAX_UNKNOWN = 1_000_000;

/** Bytes of a tombstone's hash. Our choice: as many as an id has. */
const HASH_BYTES = 16;

/** What can be barred. A site's events and its consents have hashes of their own kinds. */
export type Barred = 'event' | 'consent';

/** One id or receipt key to bar. */
export interface ToBar {
  readonly kind: Barred;
  /** Of an event its id in hex, of a consent its receipt key. */
  readonly name: string;
  /** Was there anything of it when it was barred? */
  readonly isFound: boolean;
  /** Month after which it may be forgotten, `2027-05`. */
  readonly until: string;
}

/** The tombstones of one data folder. */
export interface Tombstones {
  /** Is it barred; and if so, was anything of it found when it was? */
  read(site: string, kind: Barred, name: string): 'found' | 'unknown' | undefined;
  /**
   * Commits and syncs. What was not found is left out once the site has too many of those.
   * @returns those of them that are barred now
   */
  bar(site: string, entries: readonly ToBar[]): readonly ToBar[];
  /** Changes with every request that bars anything, new or not. Events that carry the same mark have had all applied. */
  mark(): Buffer;
  /** Forgets what may be forgotten before this month. @returns how many went */
  forget(month: string): number;
  isEmpty(): boolean;
  close(): void;
}

/** Opens what `prepareTombstones` made. */
export function openTombstones(connection: Connection, key: string, maxUnknown = MAX_UNKNOWN): Tombstones {
  const readSite = connection.prepare<[string], number>('SELECT id FROM sites WHERE name = ?').pluck();
  const insertSite = connection.prepare<[string], number>('INSERT INTO sites (name) VALUES (?) RETURNING id').pluck();
  const read = connection
    .prepare<[number, Buffer], number>('SELECT found FROM tombstones WHERE site = ? AND hash = ?')
    .pluck();
  const put = connection.prepare<[number, Buffer, number, number]>(
    `INSERT INTO tombstones VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET until_month = max(until_month, excluded.until_month), found = max(found, excluded.found)`,
  );
  const putMark = connection.prepare<[Buffer]>('INSERT OR REPLACE INTO state VALUES (1, ?)');
  const readMark = connection.prepare<[], Buffer>('SELECT mark FROM state').pluck();
  const forget = connection.prepare<[number]>('DELETE FROM tombstones WHERE until_month < ?');
  const any = connection.prepare<[], number>('SELECT 1 FROM tombstones LIMIT 1').pluck();
  const countUnknown = connection
    .prepare<[number], number>('SELECT count(*) FROM tombstones WHERE site = ? AND found = 0')
    .pluck();

  const numbers = new Map<string, number>();
  const unknown = new Map<number, number>();
  let empty = any.get() === undefined;

  const numberOf = (site: string): number | undefined => {
    const known = numbers.get(site) ?? readSite.get(site);
    if (known !== undefined) numbers.set(site, known);
    return known;
  };
  const toHash = (site: string, kind: Barred, name: string): Buffer =>
    createHmac('sha256', key).update(`${kind} ${site} ${name}`).digest().subarray(0, HASH_BYTES);

  const putAll = connection.transaction((site: string, entries: readonly ToBar[]) => {
    const number = numberOf(site) ?? insertSite.get(site) ?? 0;
    let ofUnknown = unknown.get(number) ?? countUnknown.get(number) ?? 0;
    const barred: ToBar[] = [];
    for (const entry of entries) {
      const { kind, name, isFound, until } = entry;
      const hash = toHash(site, kind, name);
      const known = read.get(number, hash);
      if (known === undefined && !isFound && ofUnknown >= maxUnknown) continue;
      if (known === undefined || (isFound && known === 0)) ofUnknown += isFound ? (known === undefined ? 0 : -1) : 1;
      put.run(number, hash, toMonthNumber(until), isFound ? 1 : 0);
      barred.push(entry);
    }
    unknown.set(number, ofUnknown);
    // Also where nothing is new: what was erased before must take as long as what nobody ever heard of (T-71).
    if (barred.length > 0) putMark.run(randomBytes(16));
    return barred;
  });

  return {
    read(site, kind, name) {
      // Each event of each batch asks, and most sites have had no erasure yet.
      if (empty) return undefined;
      const number = numberOf(site);
      const found = number === undefined ? undefined : read.get(number, toHash(site, kind, name));
      return found === undefined ? undefined : found === 1 ? 'found' : 'unknown';
    },
    bar(site, entries) {
      try {
        const barred = putAll.immediate(site, entries);
        empty = empty && barred.length === 0;
        return barred;
      } catch (error) {
        // What was counted inside the transaction is gone with it.
        numbers.clear();
        unknown.clear();
        throw error;
      }
    },
    mark: () => readMark.get() ?? Buffer.alloc(0),
    forget(month) {
      unknown.clear();
      return forget.run(toMonthNumber(month)).changes;
    },
    isEmpty: () => empty,
    close: () => connection.close(),
  };
}

/** Months since the year nought: `2027-05` is 24,328. */
export function toMonthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}
