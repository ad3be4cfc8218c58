/** Where admitted events wait: bounded, oldest out first, in IndexedDB, or in memory where that is asked for or all that works. */

import type { DropReason } from '../../contract/drop-reasons.ts';
import type { BufferedEvent } from '../admit.ts';
import { readmit } from '../admit.ts';
import type { Row, RowKey, Rows, StoredRows } from './rows.ts';

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
  /** True once it is kept, false if an event of the same token waits already. Overflow is counted, never rejected. */
  add(
    rows: readonly WaitingRow[],
    circumstances: { bounds: Bounds; nowMs: number; inMemory: boolean },
  ): Promise<boolean[]>;
  /** Oldest first; damaged rows are removed and counted (T-15). */
  entries(): Promise<WaitingRow[]>;
  /** Replaces rows by their final form, on disk when it resolves. */
  fix(rows: readonly WaitingRow[]): Promise<void>;
  /** Removes these and no others (T-21, T-58). Never creates a database. */
  remove(keys: readonly RowKey[]): Promise<void>;
  /** Drops what waits in this document. */
  clearMemory(): void;
  /** Has storage failed in this document? */
  failed(): boolean;
}

/** A share of the row keys that must go so that the rest keeps the bounds, each with its reason. */
function overflow(keys: readonly RowKey[], { bounds, nowMs }: { bounds: Bounds; nowMs: number }) {
  const gone: [RowKey, DropReason][] = [];
  let count = 0;
  let bytes = 0;
  for (const key of [...keys].reverse()) {
    count++;
    bytes += key[2];
    if (nowMs - key[0] > bounds.maxAgeMs) gone.push([key, 'too-old']);
    else if (count > bounds.maxEvents || bytes > bounds.maxBytes) gone.push([key, 'buffer-full']);
  }
  return gone;
}

/** @param onDrop counts; every row that goes without having been sent is reported to it once */
export function createBuffer(parts: {
  readonly stored: StoredRows;
  readonly memory: Rows & { clear(): void };
  readonly onDrop: (reason: DropReason, count?: number) => void;
}): Buffer {
  const { stored, memory, onDrop } = parts;
  let failed = false;

  return {
    async add(rows, circumstances) {
      let kept: boolean[] = [];
      let gone: [RowKey, DropReason][] = [];
      const plan = (keys: readonly RowKey[]) => {
        const tokens = new Set(keys.map((key) => key[1]));
        kept = rows.map(([key]) => !tokens.has(key[1]) && !!tokens.add(key[1]));
        const put: Row[] = rows.filter((_, at) => kept[at]);
        gone = overflow([...keys, ...put.map(([key]) => key)], circumstances);
        return { put, remove: gone.map(([key]) => key) };
      };
      try {
        if (circumstances.inMemory) throw undefined;
        await stored.change(plan).catch(async (error: unknown) => {
          if ((error as Error)?.name !== 'QuotaExceededError') throw error;
          // The disk is full: the older half makes room, once (T-10).
          await stored.changeExisting((keys) => {
            const remove = keys.slice(0, Math.ceil(keys.length / 2));
            onDrop('buffer-full', remove.length);
            return { remove };
          });
          await stored.change(plan);
        });
      } catch {
        // By configuration, or because storage fails: this document's memory is what is left.
        failed ||= !circumstances.inMemory;
        await memory.change(plan);
      }
      for (const [, reason] of gone) onDrop(reason);
      return kept;
    },

    async entries() {
      const all = [
        ...(await memory.entries()),
        ...(await stored.entries().catch((): Row[] => {
          // What storage does not show now it may show at the next load; nothing is lost by waiting.
          failed = true;
          return [];
        })),
      ];
      const good: WaitingRow[] = [];
      const bad: RowKey[] = [];
      for (const [key, value] of all) {
        const event = readmit(value);
        if (event) good.push([key, event]);
        else bad.push(key);
      }
      if (bad.length) {
        await this.remove(bad);
        onDrop('row-unreadable', bad.length);
      }
      return good;
    },

    async fix(rows) {
      await stored.changeStrictly(() => ({ put: rows }));
      await memory.change(() => ({ remove: rows.map(([key]) => key) }));
    },

    async remove(keys) {
      const plan = () => ({ remove: keys });
      await memory.change(plan);
      await stored.changeExisting(plan);
    },

    clearMemory: () => memory.clear(),
    failed: () => failed,
  };
}
