/**
 * Where admitted events wait. What arrives while a transaction is open goes into the next one, so a burst costs few
 * (T-17). What storage may not or cannot take waits in this document's memory (T-01 to T-10).
 */

import { promisifyRequest } from 'idb-keyval';
import type { DropReason } from '../../contract/drop-reasons.ts';
import { GRANTED_BOUNDS, UNDECIDED_BOUNDS } from '../../contract/limits.ts';
import { type BufferedEvent, readmit } from '../admit.ts';
import type { Recorded } from '../api.ts';
import type { Standing } from '../decision/decision.ts';
import type { Keeper } from '../decision/keeper.ts';
import type { Device } from '../device.ts';
import { adopt } from '../permit.ts';
import { overflow } from './bounds.ts';
import type { Database } from './database.ts';
import type { DropCountStore } from './drop-counts.ts';
import { changeRows, type Plan, type RowKey, readRows } from './rows.ts';

/** An event with the key it waits under. */
export type WaitingRow = readonly [key: RowKey, event: BufferedEvent, ...unknown[]];

/** What is not in storage, at least not yet; `isKept` once it has been promised to be kept all the same. */
type InMemory = [key: RowKey, event: BufferedEvent, settle: (result: Recorded) => void, isKept?: boolean];

/** Takes only what came through `admit`. */
export interface Buffer {
  /** Resolves once the event is kept, or says why not. Events with one token are one event, told twice. */
  add(key: RowKey, event: BufferedEvent): Promise<Recorded>;
  /** Puts a row in this very task, by a connection that is open, since the page may have no other. Only inside the decision lock. */
  putNow(row: WaitingRow): Promise<unknown>;
  /** Keeps what there is to keep, drop counts included. */
  commit(): Promise<void>;
  /** Oldest first; damaged rows are removed and counted (T-15). */
  read(): Promise<WaitingRow[]>;
  /** Replaces rows by their final form under the key of what is attempted, on disk when it resolves. */
  fix(rows: readonly WaitingRow[]): Promise<unknown>;
  /** Removes these and no others (T-21, T-58). Never creates a database. */
  remove(rows: readonly WaitingRow[]): Promise<unknown>;
  /** Drops, under a no, what waits in this document. How many that was. */
  clear(): number;
  /** Has storage failed in this document? */
  hasFailed(): boolean;
}

/** Where rows and counts go, and who says what stands. */
export interface BufferParts {
  readonly keeper: Keeper;
  readonly database: Database;
  readonly drops: DropCountStore;
  readonly onAdded: () => void;
}

const keyOf = ([key]: readonly [RowKey, ...unknown[]]) => key;

/** Every write happens inside the decision lock with the decision read anew, so that none follows a denial. */
export function createBuffer({ site, now }: Device, { keeper, database, drops, onAdded }: BufferParts): Buffer {
  const { existing, writing, strict } = database;
  let memory: InMemory[] = [];
  let isCommitting = false;
  let hasFailed = false;

  const leaveMemory = (rows: readonly (readonly [RowKey, ...unknown[]])[]) => {
    const tokens = new Set(rows.map(([[, token]]) => token));
    memory = memory.filter(([[, token]]) => !tokens.has(token));
  };
  const drop = (item: InMemory, reason: DropReason) => {
    leaveMemory([item]);
    // Under a no nothing is counted (P2).
    if (reason !== 'denied') drops.count(reason);
    item[2]({ dropped: reason });
  };

  const keep = async (standing: Standing): Promise<void> => {
    const { effective, grant } = standing;
    for (const item of memory) {
      if (grant) item[1] = adopt(item[1], grant);
      // A no came between recording and keeping, or another yes.
      if (effective === 'off') drop(item, 'denied');
      else if (grant && item[1].epoch !== grant.epoch) drop(item, 'epoch-over');
    }
    // A copy: what comes while the transaction is open goes into the next one.
    const items = [...memory];
    const bounds = grant ? GRANTED_BOUNDS : UNDECIDED_BOUNDS;
    let gone: [RowKey, DropReason][] = [];
    const plan: Plan = (keys) => {
      const tokens = new Set(keys.map((key) => key[1]));
      const put = items.filter(([[, token]]) => !tokens.has(token) && tokens.add(token));
      gone = overflow([...keys, ...put.map(keyOf)], bounds, now());
      return [put, gone.map(([key]) => key)];
    };
    if (effective !== 'off' && (grant || site.buffer === 'indexeddb'))
      try {
        if (items[0]) await changeRows(writing, plan);
        for (const [, reason] of gone) drops.count(reason);
        leaveMemory(items);
        await drops.save();
      } catch (error) {
        const isFirst = !hasFailed;
        // This document's memory is what is left; storage is tried again with the next event.
        hasFailed = true;
        if (isFirst && (error as Error)?.name === 'QuotaExceededError') {
          // The disk is full: the older half makes room, once (T-10). Where it cannot even be opened, nothing makes room.
          let older: readonly RowKey[] = [];
          await changeRows(existing, (keys) => {
            older = keys.slice(0, Math.ceil(keys.length / 2));
            return [[], older];
          }).then(
            () => drops.count('buffer-full', older.length),
            () => undefined,
          );
          return keep(standing);
        }
      }
    for (const item of items) {
      item[3] = true;
      item[2]({ recorded: true });
    }
    while (memory[bounds.maxEvents] && memory[0]) drop(memory[0], 'buffer-full');
    if (items[0]) onAdded();
  };

  const isNew = (item: InMemory) => !item[3];
  const buffer: Buffer = {
    add: (key, event) =>
      new Promise((settle) => {
        memory.push([key, event, settle]);
        void buffer.commit();
      }),

    putNow: ([key, event]) =>
      writing('readwrite', (store) => {
        store.put(event, key);
        store.transaction.commit();
        return promisifyRequest(store.transaction);
      }).then(onAdded),

    async commit() {
      if (isCommitting) return;
      isCommitting = true;
      try {
        do await keeper.guarded(keep);
        while (memory.some(isNew));
      } catch {
        // Without the lock nothing may be written; what is new is lost, and counted.
        for (const item of memory.filter(isNew)) drop(item, 'storage-failed');
      }
      isCommitting = false;
    },

    async read() {
      const good: WaitingRow[] = [];
      try {
        for (const [key, value] of await readRows(existing)) {
          const event = readmit(value);
          if (event) good.push([key, event]);
          else {
            await changeRows(existing, (keys) => {
              // Counted where it is removed: others may have read it too.
              if (keys.some((one) => String(one) === String(key))) drops.count('row-unreadable');
              return [[], [key]];
            });
          }
        }
      } catch {
        // What storage does not show now it may show at the next load; nothing is lost by waiting.
        hasFailed = true;
      }
      return [...memory.filter((item) => item[3]), ...good];
    },

    fix(rows) {
      leaveMemory(rows);
      return changeRows(strict, (keys) => {
        const tokens = rows.map(([[, token]]) => token);
        return [rows, keys.filter(([, token, bytes]) => bytes && tokens.includes(token))];
      });
    },

    remove(rows) {
      leaveMemory(rows);
      return changeRows(existing, () => [[], rows.map(keyOf)]);
    },

    clear: () => memory.map((item) => drop(item, 'denied')).length,
    hasFailed: () => hasFailed,
  };
  return buffer;
}
