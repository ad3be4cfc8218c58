/** Where admitted events wait: bounded, oldest out first, in IndexedDB, or in memory where that is asked for or all that works. */

import type { DropReason } from '../../contract/drop-reasons.ts';
import { type BufferedEvent, readmit } from '../admit.ts';
import type { Database } from './database.ts';
import type { Tally } from './drop-counts.ts';
import { changeRows, createMemoryRows, type Plan, type Row, type RowKey, readRows } from './rows.ts';

/** How much may wait. */
export interface Bounds {
  readonly maxEvents: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** An event with the key it waits under. */
export type WaitingRow = readonly [key: RowKey, event: BufferedEvent];

/** Takes only what came through `admit`. */
export interface Buffer {
  /** Per row: was it kept, or does an event of the same token wait already? What overflows is counted, never rejected. */
  add(rows: readonly WaitingRow[], limits: { bounds: Bounds; nowMs: number; inMemory: boolean }): Promise<boolean[]>;
  /** Oldest first; damaged rows are removed and counted (T-15). */
  read(): Promise<WaitingRow[]>;
  /** Replaces rows by their final form, on disk when it resolves. */
  fix(rows: readonly WaitingRow[]): Promise<void>;
  /** Removes these and no others (T-21, T-58). Never creates a database. */
  remove(keys: readonly RowKey[]): Promise<unknown>;
  /** Drops what waits in this document. */
  clearMemory(): void;
  /** Has storage failed in this document? */
  hasFailed(): boolean;
}

/** @param count is told of every row that goes without having been sent */
export function createBuffer({ existing, writing, strict }: Database, count: Tally): Buffer {
  const memory = createMemoryRows();
  let failed = false;
  const removing =
    (keys: readonly RowKey[]): Plan =>
    () => [[], keys];

  const buffer: Buffer = {
    async add(rows, { bounds, nowMs, inMemory }) {
      let kept: boolean[] = [];
      let gone: [RowKey, DropReason][] = [];
      const plan: Plan = (keys) => {
        const tokens = new Set(keys.map((key) => key[1]));
        kept = rows.map(([[, token]]) => !tokens.has(token) && !!tokens.add(token));
        const put = rows.filter((_, at) => kept[at]);
        gone = [];
        let events = 0;
        let bytes = 0;
        for (const key of [...keys, ...put.map(([key]) => key)].reverse()) {
          bytes += key[2];
          const isFull = ++events > bounds.maxEvents || bytes > bounds.maxBytes;
          if (isFull || nowMs - key[0] > bounds.maxAgeMs) gone.push([key, isFull ? 'buffer-full' : 'too-old']);
        }
        return [put, gone.map(([key]) => key)];
      };
      const change = () => changeRows(writing, plan);
      try {
        if (inMemory) memory.change(plan);
        else
          await change().catch(async (error: Error | undefined) => {
            if (error?.name !== 'QuotaExceededError') throw error;
            // The disk is full: the older half makes room, once (T-10).
            await changeRows(existing, (keys) => {
              const older = keys.slice(0, Math.ceil(keys.length / 2));
              count('buffer-full', older.length);
              return [[], older];
            });
            await change();
          });
      } catch {
        // Storage fails; this document's memory is what is left.
        failed = true;
        memory.change(plan);
      }
      for (const [, reason] of gone) count(reason);
      return kept;
    },

    async read() {
      const stored = await readRows(existing).catch((): Row[] => {
        // What storage does not show now it may show at the next load; nothing is lost by waiting.
        failed = true;
        return [];
      });
      const bad: RowKey[] = [];
      const good = [...memory.read(), ...stored].flatMap(([key, value]): WaitingRow[] => {
        const event = readmit(value);
        if (event) return [[key, event]];
        bad.push(key);
        return [];
      });
      if (bad[0]) {
        await buffer.remove(bad);
        count('row-unreadable', bad.length);
      }
      return good;
    },

    async fix(rows) {
      await changeRows(strict, () => [rows, []]);
      memory.change(removing(rows.map(([key]) => key)));
    },

    remove(keys) {
      memory.change(removing(keys));
      return changeRows(existing, removing(keys));
    },

    clearMemory: () => memory.change((keys) => [[], keys]),
    hasFailed: () => failed,
  };
  return buffer;
}
