/** Counts every dropped event by reason (P11), across reloads, and hands each count to one report. */

import { get, update } from 'idb-keyval';
import type { DropCounts, DropReason } from '../../contract/drop-reasons.ts';
import type { Database } from './database.ts';

/** Per reason: how many in all, and how many of them the collector has been told or told us itself. */
type Tally = Partial<Record<DropReason, readonly [all: number, reported: number]>>;

/** Every loss ends here. */
export interface DropCountStore {
  /** Counts in memory at once; `save` makes it last. `known`: the collector knows of these already. */
  add(reason: DropReason, count?: number, known?: boolean): void;
  /** Is there something to save? */
  unsaved(): boolean;
  /** Only inside the decision lock: it creates the buffer database. */
  save(): Promise<void>;
  read(): Promise<DropCounts>;
  /** What no report has carried yet; counted as reported from now on, so that a lost answer is not reported twice (T-51). */
  take(): Promise<DropCounts>;
  /** The collector refused the report: it goes with a later one. */
  giveBack(counts: DropCounts): void;
  /** Forgets everything in memory; the database goes by itself. */
  clear(): void;
}

const KEY = 'dropped';

/** @param database the site's `askfirst-buffer` */
export function createDropCounts(database: Database): DropCountStore {
  let fresh: Tally = {};

  const sum = (old: Tally | undefined, more: Tally): Tally => {
    const total = { ...old };
    for (const [reason, [all, reported]] of listOf(more)) {
      const [allSoFar, reportedSoFar] = total[reason] ?? [0, 0];
      total[reason] = [allSoFar + all, reportedSoFar + reported];
    }
    return total;
  };
  const count = (reason: DropReason, all: number, reported: number) => {
    fresh = sum(fresh, { [reason]: [all, reported] });
  };
  const stored = () => get<Tally>(KEY, database.existing).catch(() => undefined);

  const store: DropCountStore = {
    add: (reason, number = 1, known = false) => count(reason, number, known ? number : 0),
    unsaved: () => listOf(fresh).length > 0,
    async save() {
      const saving = fresh;
      fresh = {};
      try {
        await update<Tally>(KEY, (old) => sum(old, saving), database.writing);
      } catch {
        // Still counted in this document, and saved with the next attempt.
        fresh = sum(saving, fresh);
      }
    },
    async read() {
      const counts: DropCounts = {};
      for (const [reason, [all]] of listOf(sum(await stored(), fresh))) if (all) counts[reason] = all;
      return counts;
    },
    async take() {
      const counts: DropCounts = {};
      for (const [reason, [all, reported]] of listOf(sum(await stored(), fresh))) {
        if (all <= reported) continue;
        counts[reason] = all - reported;
        count(reason, 0, all - reported);
      }
      if (listOf(counts).length) await store.save();
      return counts;
    },
    giveBack(counts) {
      for (const [reason, number] of listOf(counts)) count(reason, 0, -number);
    },
    clear() {
      fresh = {};
    },
  };
  return store;
}

/** Entries with the closed list's names as their keys: what we wrote, we read. */
function listOf<Value>(counts: Partial<Record<DropReason, Value>>): [DropReason, Value][] {
  return Object.entries(counts) as [DropReason, Value][];
}
