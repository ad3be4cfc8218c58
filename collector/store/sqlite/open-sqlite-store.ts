/** The store on SQLite: a writer in one thread with group commit, readers in another, three files in one folder. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Store, TableDescription } from '../store.ts';
import { openConnection } from './connection.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Appended, WriterLane } from './jobs.ts';
import { lockFolder } from './lock-folder.ts';
import { openReader } from './open-reader.ts';
import { openWriter } from './open-writer.ts';
import { readTables } from './read-tables.ts';
import { CONSENTS_FILE, EVENTS_FILE, prepareConsents, prepareEvents } from './schema.ts';

/** What a SQLite store is opened with. */
export interface SqliteStoreOptions {
  /** Made, readable by its owner only, if it is missing. */
  readonly folder: string;
  /** Bound of the queue before the writer, in events; 10,000 unless given. */
  readonly maxWaitingEvents?: number;
  /** Starts the lane that writes; the writer's thread unless given. */
  readonly openWriter?: (folder: string) => WriterLane;
}

/**
 * Opens, and makes what is missing. Throws, with what to do, if another process has the folder, the files are of a
 * newer release, or a durability setting did not take.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const { folder } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  try {
    prepareFiles(folder);
  } catch (error) {
    unlock();
    throw error;
  }
  const writes = createGroupCommit((options.openWriter ?? openWriter)(folder), options.maxWaitingEvents);
  const { close: closeReader, ...reads } = openReader(folder);
  let closing: Promise<void> | undefined;
  let tables: readonly TableDescription[] | undefined;

  return {
    ...reads,
    append: (site, events) => writes.run({ kind: 'append', site, events }) as Promise<Appended>,
    appendConsent: (site, record) => writes.run({ kind: 'consent', site, record }) as Promise<undefined>,
    closeDay: (site, day, cells) => writes.run({ kind: 'close-day', site, day, cells }) as Promise<boolean>,
    readTables: async () => {
      // Tables change with a release, not while it runs.
      tables ??= readTables(folder);
      return tables;
    },
    probe: () => writes.run({ kind: 'probe' }) as Promise<undefined>,
    close() {
      closing ??= (async () => {
        await closeReader();
        await writes.close();
        unlock();
      })();
      return closing;
    },
  };
}

function prepareFiles(folder: string): void {
  const events = openConnection(join(folder, EVENTS_FILE));
  try {
    prepareEvents(events);
  } finally {
    events.close();
  }
  const consents = openConnection(join(folder, CONSENTS_FILE));
  try {
    prepareConsents(consents);
  } finally {
    consents.close();
  }
}
