/** Counts every dropped event by reason (P11), across reloads, and hands each count to one report. */

import type { DropCounts, DropReason } from '../../contract/drop-reasons.ts';
import { type Database, read, update } from './database.ts';

/** Counts by reason; under `<reason> reported`, how many of them the collector has been told or told us itself. */
type Totals = Readonly<Record<string, number>>;

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
const REPORTED = ' reported';

/** Entries with the closed list's names as their keys: what we wrote, we read. */
export const listCounts = (counts: DropCounts) => Object.entries(counts) as [DropReason, number][];

const sum = (old: Totals | undefined, more: Totals): Totals => {
  const totals = { ...old };
  for (const name in more) totals[name] = (totals[name] ?? 0) + (more[name] ?? 0);
  return totals;
};

/** @param database the site's `askfirst-buffer` */
export function createDropCounts({ existing, writing }: Database): DropCountStore {
  let fresh: Totals = {};

  const tell = async (isReport: boolean): Promise<DropCounts> => {
    // What is in memory first: what goes to the disk after that is not in what is read.
    const totals = sum(fresh, (await read<Totals>(existing, KEY).catch(() => undefined)) ?? {});
    const list = Object.keys(totals).flatMap((name) => {
      const number = (totals[name] ?? 0) - ((isReport && totals[name + REPORTED]) || 0);
      return name.endsWith(REPORTED) || number < 1 ? [] : [[name, number]];
    });
    return Object.fromEntries(list);
  };
  const store: DropCountStore = {
    count(reason, all = 1, reported = 0) {
      fresh = sum(fresh, { [reason]: all, [reason + REPORTED]: reported });
    },
    async save() {
      const saving = fresh;
      fresh = {};
      try {
        if (Object.keys(saving)[0]) await update<Totals>(writing, KEY, (old) => sum(old, saving));
      } catch {
        // Still counted in this document, and saved with the next attempt.
        fresh = sum(saving, fresh);
      }
    },
    read: () => tell(false),
    async take() {
      const counts = await tell(true);
      for (const [reason, number] of listCounts(counts)) store.count(reason, 0, number);
      await store.save();
      return counts;
    },
    clear() {
      fresh = {};
    },
  };
  return store;
}
