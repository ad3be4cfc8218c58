/** The files as the writer's thread holds them. Between two groups a fair copy may take a file's place. */

import { renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Connection, openConnection } from './connection.ts';
import { fairCopyPath, removeFairCopy, syncToDisk } from './fair-copy.ts';
import { applyChanges, followChanges, forgetChanges } from './follow-changes.ts';
import type { TidyStep } from './jobs.ts';
import { CONSENTS_FILE, EVENTS_FILE, STORE_FILES, type StoreFile, TOMBSTONES_FILE } from './schema.ts';

/** A file is closed, or not as it should be, and could not be opened again. Whoever wrote over it must end; all that was committed is there. */
export class FileLost extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'FileLost';
  }
}

/** Open connections, by file. */
export interface FileSet {
  readonly connections: Readonly<Record<StoreFile, Connection>>;
  /**
   * Takes a step of the nightly pass; throws what the engine throws, and FileLost.
   * @returns whether a file was replaced: then its connection is another, and whatever was prepared on the old one is void
   */
  tidy(step: TidyStep): boolean;
}

/**
 * Opens files whose tables exist, and deletes what a pass that was broken off has left.
 * @param openFile a test may hand in connections that fail
 */
export function openFileSet(folder: string, openFile: (path: string) => Connection = openConnection): FileSet {
  const pathOf = (file: StoreFile) => join(folder, file);
  for (const file of STORE_FILES) removeFairCopy(pathOf(file));
  const open = (file: StoreFile): Connection => openFile(pathOf(file));
  const connections = {
    [EVENTS_FILE]: open(EVENTS_FILE),
    [CONSENTS_FILE]: open(CONSENTS_FILE),
    [TOMBSTONES_FILE]: open(TOMBSTONES_FILE),
  };

  const replace = (file: StoreFile): boolean => {
    const connection = connections[file];
    applyChanges(connection, pathOf(file));
    try {
      if (!leaveLog(connection)) return false;
      // From here on nobody has the old file's log, and it is gone: the copy has none of its own to be mistaken for.
      connection.close();
      renameSync(fairCopyPath(pathOf(file)), pathOf(file));
      syncToDisk(dirname(pathOf(file)));
      connections[file] = open(file);
    } catch (cause) {
      throw new FileLost(cause);
    }
    return true;
  };

  return {
    connections,
    tidy({ step, file }) {
      if (step === 'replace') return replace(file);
      if (step === 'follow') {
        followChanges(connections[file]);
      } else {
        forgetChanges(connections[file]);
        removeFairCopy(pathOf(file));
      }
      return false;
    },
  };
}

/** Empties the write-ahead log into the file and deletes it, which the engine does only where nobody else has it open. */
function leaveLog(connection: Connection): boolean {
  const patienceMs = Number(connection.pragma('busy_timeout', { simple: true }));
  // Groups are waiting.
  connection.pragma('busy_timeout = 0');
  try {
    if (connection.pragma('journal_mode = DELETE', { simple: true }) === 'delete') return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))) throw error;
  }
  connection.pragma(`busy_timeout = ${patienceMs}`);
  return false;
}
