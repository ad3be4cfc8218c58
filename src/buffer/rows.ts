/** Where events wait, as two drivers of one small interface: in IndexedDB across page loads, or in this document's memory. */

import { entries, promisifyRequest, type UseStore } from 'idb-keyval';

/** When it was recorded, which one it is (the token of `forget`), and how large, so that bounds need no reading of rows. */
export type RowKey = [recordedAtMs: number, token: string, bytes: number];

/** A key with what is stored under it; nobody has looked at that yet. */
export type Row = readonly [key: RowKey, value: unknown];

/** Sees all keys, oldest first, and says what to put and then what to remove. It may be asked twice after a lost connection. */
export type Plan = (keys: readonly RowKey[]) => readonly [put: readonly Row[], remove: readonly RowKey[]];

/** Keys that are no list belong to others (the drop counts). */
const isRow = (row: readonly [IDBValidKey, unknown]): row is [RowKey, unknown] => Array.isArray(row[0]);

/** Oldest first. None where there is no database. */
export async function readRows(use: UseStore): Promise<Row[]> {
  return ((await entries(use)) ?? []).filter(isRow);
}

/** One atomic step in IndexedDB. Rejects with the browser's DOMException when storage is full or broken. */
export function changeRows(use: UseStore, plan: Plan): Promise<unknown> {
  return use('readwrite', async (store) => {
    const done = promisifyRequest(store.transaction);
    const keys = await promisifyRequest(store.getAllKeys());
    const [put, remove] = plan(keys.filter((key): key is RowKey => Array.isArray(key)));
    for (const [key, value] of put) store.put(value, key);
    // After the puts: what overflows may be among them.
    for (const key of remove) store.delete(key);
    // Does not wait for another task, which a page about to go may not get.
    store.transaction.commit();
    return done;
  });
}

/** Rows in this document only. */
export function createMemoryRows(): { read(): Row[]; change(plan: Plan): void } {
  let rows: Row[] = [];
  return {
    read: () => rows,
    change(plan) {
      const [put, remove] = plan(rows.map(([key]) => key));
      const gone = new Set(remove.map(([, token]) => token));
      rows = [...rows, ...put].filter(([[, token]]) => !gone.has(token));
    },
  };
}
