/** Counts every dropped event by reason (P11), across reloads, and hands each count to one report. */

import { get, update } from 'idb-keyval';
import type { DropCounts, DropReason } from '../../contract/drop-reasons.ts';
import type { Database } from './database.ts';

/** Per reason: how many in all, and how many of them the collector has been told or told us itself. */
type Totals = Partial<Record<DropReason, readonly [all: number, reported: number]>>;

/** Counts at once, in memory. `reported`: the collector knows of so many of them. */
export type Tally = (reason: DropReason, all?: number, reported?: number) => void;

/** Every loss ends here. */
export interface DropCountStore {
  readonly count: Tally;
  /** Makes what was counted last. Only inside the decision lock: it creates the buffer database. */
  save(): Promise<unknown>;
  read(): Promise<DropCounts>;
  /** What no report has carried yet; counted as reported from now on, so that a lost answer is not reported twice (T-51). */
  take(): Promise<DropCounts>;
  /** The collector refused the report: it goes with a later one. */
  giveBack(counts: DropCounts): void;
  /** Forgets what is in memory; the database goes by itself. */
  clear(): void;
}

const KEY = 'dropped';

/** Entries with the closed list's names as their keys: what we wrote, we read. */
const listOf = <Value>(counts: Partial<Record<DropReason, Value>>) => Object.entries(counts) as [DropReason, Value][];

/** @param database the site's `askfirst-buffer` */
export function createDropCounts({ existing, writing }: Database): DropCountStore {
  let fresh: Totals = {};

  const sum = (old: Totals | undefined, more: Totals): Totals => {
    const totals = { ...old };
    for (const [reason, [all, reported]] of listOf(more)) {
      const [allBefore, reportedBefore] = totals[reason] ?? [0, 0];
      totals[reason] = [allBefore + all, reportedBefore + reported];
    }
    return totals;
  };
  const count: Tally = (reason, all = 1, reported = 0) => {
    fresh = sum(fresh, { [reason]: [all, reported] });
  };
  const list = async () => listOf(sum(await get<Totals>(KEY, existing).catch(() => undefined), fresh));
  const save = async () => {
    const saving = fresh;
    fresh = {};
    // Where it fails it is still counted in this document, and saved with the next attempt.
    if (listOf(saving)[0])
      await update<Totals>(KEY, (old) => sum(old, saving), writing).catch(() => (fresh = sum(saving, fresh)));
  };

  return {
    count,
    save,
    read: async () => Object.fromEntries((await list()).flatMap(([reason, [all]]) => (all ? [[reason, all]] : []))),
    async take() {
      const counts: DropCounts = {};
      for (const [reason, [all, reported]] of await list()) {
        if (all <= reported) continue;
        counts[reason] = all - reported;
        count(reason, 0, all - reported);
      }
      await save();
      return counts;
    },
    giveBack(counts) {
      for (const [reason, number] of listOf(counts)) count(reason, 0, -number);
    },
    clear() {
      fresh = {};
    },
  };
}
