/** Where events wait, as two drivers of one small interface: in IndexedDB across page loads, or in this document's memory. */

import { entries, promisifyRequest } from 'idb-keyval';
import type { Database } from './database.ts';

/** When it was recorded, which one it is (the token of `forget`), and how large, so that bounds need no reading of rows. */
export type RowKey = [recordedAtMs: number, token: string, bytes: number];

/** A key with what is stored under it; nobody has looked at that yet. */
export type Row = readonly [key: RowKey, value: unknown];

/** What one change adds and takes away. */
export interface Change {
  readonly put?: readonly Row[];
  readonly remove?: readonly RowKey[];
}

/** Both drivers pass one suite. */
export interface Rows {
  /** Oldest first. */
  entries(): Promise<Row[]>;
  /** One atomic step: `plan` sees all keys, oldest first, and says what to do. It may be asked twice after a lost connection. */
  change(plan: (keys: readonly RowKey[]) => Change): Promise<void>;
}

/** Drivers may differ in how durable a change must be before it resolves. */
export interface StoredRows extends Rows {
  /** A change that never creates the database and does nothing without it. For taking away. */
  changeExisting: Rows['change'];
  /** A change that the disk has when it resolves. */
  changeStrictly: Rows['change'];
}

/** Keys that are no list belong to others (the drop counts). */
const isRowKey = (key: unknown): key is RowKey => Array.isArray(key);

/** Rows in IndexedDB. Rejects with the browser's DOMException when storage is full or broken. */
export function createStoredRows(database: Database): StoredRows {
  const changeBy =
    (use: Database['writing']): Rows['change'] =>
    (plan) =>
      use('readwrite', async (store) => {
        const transaction = store.transaction;
        const done = promisifyRequest(transaction);
        const keys = await promisifyRequest(store.getAllKeys());
        const { put = [], remove = [] } = plan(keys.filter(isRowKey));
        for (const [key, value] of put) store.put(value, key);
        // After the puts: what overflows may be among them.
        for (const key of remove) store.delete(key);
        // Does not wait for another task, which a page about to go may not get.
        transaction.commit();
        await done;
      });
  return {
    entries: async () =>
      ((await entries(database.existing)) ?? []).filter((entry): entry is [RowKey, unknown] => isRowKey(entry[0])),
    change: changeBy(database.writing),
    changeExisting: changeBy(database.existing),
    changeStrictly: changeBy(database.strict),
  };
}

/** Rows in this document only. */
export function createMemoryRows(): Rows & { clear(): void } {
  const rows = new Map<string, Row>();
  const sorted = () => [...rows.values()].sort(([a], [b]) => a[0] - b[0]);
  return {
    entries: async () => sorted(),
    async change(plan) {
      const { put = [], remove = [] } = plan(sorted().map(([key]) => key));
      for (const row of put) rows.set(row[0][1], row);
      for (const key of remove) rows.delete(key[1]);
    },
    clear: () => rows.clear(),
  };
}
