/** Rows of waiting events in IndexedDB: reading them all, and changing them in one atomic step. */

import { promisifyRequest, type UseStore } from 'idb-keyval';
import { endOf } from './database.ts';

/** When it was recorded, which one it is (the token of `forget`), and how large, so that bounds need no reading of rows. */
export type RowKey = [recordedAtMs: number, token: string, bytes: number];

/** The key of a row that has been attempted: it never overflows, and cannot be forgotten (its size counts as nothing). */
export const toAttempted = ([recordedAtMs, token]: RowKey): RowKey => [recordedAtMs, token, 0];

/** A key with what is stored under it; nobody has looked at that yet. */
export type Row = readonly [key: RowKey, value: unknown, ...unknown[]];

/** Sees all keys, oldest first, and says what to put and then what to remove. It may be asked twice after a lost connection. */
export type Plan = (keys: readonly RowKey[]) => readonly [put: readonly Row[], remove: readonly RowKey[]];

/** Keys that are no list belong to others (the drop counts). */
const isRowKey = (key: unknown): key is RowKey => Array.isArray(key);

/** Oldest first. None where there is no database. */
export async function readRows(use: UseStore): Promise<Row[]> {
  const [keys, values] = (await use('readonly', (store) =>
    Promise.all([promisifyRequest(store.getAllKeys()), promisifyRequest(store.getAll())]),
  )) ?? [[], []];
  return keys.flatMap((key, at): Row[] => (isRowKey(key) ? [[key, values[at]]] : []));
}

/** One atomic step. Rejects with the browser's DOMException when storage is full or broken. */
export function changeRows(use: UseStore, plan: Plan): Promise<unknown> {
  return use('readwrite', async (store) => {
    const ended = endOf(store);
    const [put, remove] = plan((await promisifyRequest(store.getAllKeys())).filter(isRowKey));
    for (const [key, value] of put) store.put(value, key);
    // After the puts: what overflows may be among them.
    for (const key of remove) store.delete(key);
    // Does not wait for another task, which a page about to go may not get.
    store.transaction.commit();
    return ended;
  });
}
