/** The store on SQLite: a writer in one thread with group commit, readers in another, the files in one folder. */

import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSecretFile } from '../../secret-file.ts';
import { StartProblem } from '../../start-problem.ts';
import type { Erased, Store, TableDescription } from '../store.ts';
import type { ReplayCursor, ReplayStep } from './apply-tombstones.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import type { Appended, WriterLane } from './jobs.ts';
import { lockFolder } from './lock-folder.ts';
import { openReader } from './open-reader.ts';
import { openWriter } from './open-writer.ts';
import { prepareFiles, removeOldCopies } from './prepare-files.ts';
import { readTables } from './read-tables.ts';
import { STORE_FILES, TOMBSTONES_FILE } from './schema.ts';
import { tidyFile } from './tidy-file.ts';
import { type WatchParts, watchLogs } from './watch-logs.ts';

/** Folder in which copies lie while a backup is made or put back; whatever is left of it goes at the next start. */
export const WORK_FOLDER = 'backup-work';

/** Present while files are being put in place: a start must not take half of them. */
export const RESTORE_MARK = 'restore-in-progress';

/** File of the key that tombstones are made with. Without it they say nothing, and bar nothing. */
export const TOMBSTONE_KEY_FILE = 'tombstone-key';

/** What a SQLite store is opened with. */
export interface SqliteStoreOptions {
  /** Made, readable by its owner only, if it is missing. */
  readonly folder: string;
  /** The time, by which copies made before an upgrade are kept; the machine's unless given. */
  readonly now?: () => number;
  /** Longest that one question may take, in milliseconds; 30,000 unless given. */
  readonly questionTimeoutMs?: number;
  /** Told when a write-ahead log is not being emptied, because somebody has been reading for too long. */
  readonly onLargeLog?: WatchParts['onLargeLog'];
  /** For tests: from which size on, and how often it is looked at. */
  readonly watching?: Pick<WatchParts, 'largeBytes' | 'everyMs'>;
  /** Bound of the queue before the writer, in events; 10,000 unless given. */
  readonly maxWaitingEvents?: number;
  /** Starts the lane that writes; the writer's thread unless given. */
  readonly openWriter?: (folder: string, tombstoneKey: string) => WriterLane;
}

/**
 * Opens, and makes what is missing. Throws, with what to do, if another process has the folder, the files are of a
 * newer release, or a durability setting did not take.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const { folder, now = Date.now } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  let tombstoneKey: string;
  try {
    requireWhole(folder);
    tombstoneKey = openTombstoneKey(folder);
    prepareFiles({ folder, nowMs: now() });
  } catch (error) {
    unlock();
    throw error;
  }
  const writes = createGroupCommit((options.openWriter ?? openWriter)(folder, tombstoneKey), options.maxWaitingEvents);
  const { close: closeReader, pause, ...reads } = openReader(folder, options.questionTimeoutMs);
  const { onLargeLog } = options;
  const stopWatching = onLargeLog && watchLogs({ folder, onLargeLog, ...options.watching });
  const ending = new AbortController();
  let closing: Promise<void> | undefined;
  let tables: readonly TableDescription[] | undefined;
  let tidying: Promise<void> | undefined;

  const tidyAll = async (): Promise<void> => {
    removeOldCopies(folder, now());
    for (const file of STORE_FILES) await tidyFile({ folder, file, writes, pause, signal: ending.signal });
  };

  return {
    ...reads,
    append: (site, events, drops) =>
      writes.run({ kind: 'append', site, events, ...(drops ? { drops } : {}) }) as Promise<Appended>,
    appendConsent: (site, record) => writes.run({ kind: 'consent', site, record }) as Promise<boolean>,
    async erase(site, erasure) {
      // Looking through every day is not for the thread that writes: somebody could keep it busy with guesses.
      const dayless = erasure.named.filter(({ day }) => day === undefined);
      const located = dayless.length > 0 ? await reads.readNamed(site, dayless) : [];
      const named = [...erasure.named, ...located.map(({ day, metric, id }) => ({ day, metric, ids: [id] }))];
      return (await writes.run({ kind: 'erase', site, erasure: { ...erasure, named } })) as Erased;
    },
    needsReplay: () => writes.run({ kind: 'needs-replay' }) as Promise<boolean>,
    replayErasures: () => replayErasures(writes),
    forgetTombstones: (month) => writes.run({ kind: 'forget-tombstones', month }) as Promise<number>,
    async expire(site, day, metric) {
      let removed = 0;
      for (;;) {
        const step = (await writes.run({ kind: 'expire', site, day, metric })) as number;
        if (step === 0) return removed;
        removed += step;
      }
    },
    closeDay: (site, day, cells, rows) =>
      writes.run({ kind: 'close-day', site, day, cells, ...(rows === undefined ? {} : { rows }) }) as Promise<boolean>,
    readTables: async () => {
      // Tables change with a release, not while it runs.
      tables ??= readTables(folder);
      return tables;
    },
    probe: () => writes.run({ kind: 'probe' }) as Promise<undefined>,
    tidy() {
      // A second call joins the pass under way.
      tidying ??= tidyAll().finally(() => {
        tidying = undefined;
      });
      return tidying;
    },
    close() {
      closing ??= (async () => {
        ending.abort();
        stopWatching?.();
        // Broken off; why is told to whoever asked for it.
        await tidying?.catch(() => undefined);
        await closeReader();
        await writes.close();
        unlock();
      })();
      return closing;
    },
  };
}

async function replayErasures(writes: GroupCommit): Promise<number> {
  let removed = 0;
  let cursor: ReplayCursor | undefined;
  do {
    const step = (await writes.run({ kind: 'replay', ...(cursor ? { cursor } : {}) })) as ReplayStep;
    removed += step.removed;
    cursor = step.next;
  } while (cursor);
  return removed;
}

/** Files of two moments would say of each other what is not so. */
function requireWhole(folder: string): void {
  if (existsSync(join(folder, RESTORE_MARK))) {
    throw new StartProblem(`A restore into ${folder} was broken off. Run askfirst restore again, with the same files.`);
  }
  // Copies that a backup was making when it was killed: nothing erases from them.
  rmSync(join(folder, WORK_FOLDER), { recursive: true, force: true });
}

/** A new key beside old tombstones would let everything back in that they bar. */
function openTombstoneKey(folder: string): string {
  const path = join(folder, TOMBSTONE_KEY_FILE);
  if (existsSync(join(folder, TOMBSTONES_FILE)) && !existsSync(path)) {
    throw new StartProblem(`${path} is missing. Restore it from a backup: what was erased is barred by it.`);
  }
  return openSecretFile(path);
}
