/** Counts every dropped event by reason (P11), across reloads, and hands each count to one report. */

import type { DropCounts, DropReason } from '../../contract/drop-reasons.ts';
import { type Database, read, update } from './database.ts';

/** Per reason: how many in all, and how many of them the collector has been told or told us itself. */
type Totals = Partial<Record<DropReason, readonly [all: number, reported: number]>>;

/** Every loss ends here. */
export interface DropCountStore {
  /** Counts at once, in memory. `reported`: the collector knows of so many of them. */
  count(reason: DropReason, all?: number, reported?: number): void;
  /** Makes what was counted last. Only inside the decision lock: it creates the buffer database. */
  save(): Promise<void>;
  read(): Promise<DropCounts>;
  /** What no report has carried yet; counted as reported from now on, so that a lost answer is not reported twice (T-51). */
  take(): Promise<DropCounts>;
  /** Forgets what is in memory; the database goes by itself. */
  clear(): void;
}

const KEY = 'dropped';

/** Entries with the closed list's names as their keys: what we wrote, we read. */
export const listCounts = <Value>(counts: Partial<Record<DropReason, Value>>) =>
  Object.entries(counts) as [DropReason, Value][];

/** @param database the site's `askfirst-buffer` */
export function createDropCounts({ existing, writing }: Database): DropCountStore {
  let fresh: Totals = {};

  const sum = (old: Totals | undefined, more: Totals): Totals => {
    const totals = { ...old };
    for (const [reason, [all, reported]] of listCounts(more)) {
      const [allBefore, reportedBefore] = totals[reason] ?? [0, 0];
      totals[reason] = [allBefore + all, reportedBefore + reported];
    }
    return totals;
  };
  const store: DropCountStore = {
    count(reason, all = 1, reported = 0) {
      fresh = sum(fresh, { [reason]: [all, reported] });
    },
    async save() {
      const saving = fresh;
      fresh = {};
      try {
        if (listCounts(saving)[0]) await update<Totals>(writing, KEY, (old) => sum(old, saving));
      } catch {
        // Still counted in this document, and saved with the next attempt.
        fresh = sum(saving, fresh);
      }
    },
    read: () => tell(([all]) => all),
    async take() {
      const counts = await tell(([all, reported]) => all - reported);
      for (const [reason, number] of listCounts(counts)) store.count(reason, 0, number);
      await store.save();
      return counts;
    },
    clear() {
      fresh = {};
    },
  };
  const tell = async (pick: (total: readonly [number, number]) => number): Promise<DropCounts> => {
    const counts: DropCounts = {};
    const stored = await read<Totals>(existing, KEY).catch(() => undefined);
    for (const [reason, total] of listCounts(sum(stored, fresh))) if (pick(total) > 0) counts[reason] = pick(total);
    return counts;
  };
  return store;
}
