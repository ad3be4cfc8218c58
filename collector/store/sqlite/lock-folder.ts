/** One process per data folder: two that write the same files can lose each other's commits (T-105). */

import { join } from 'node:path';
import { StartProblem } from '../../start-problem.ts';
import { type Connection, openConnection } from './connection.ts';

/** Name of the file whose lock says that the folder is in use. The kernel frees it when the process dies, however it dies. */
export const LOCK_FILE = 'in-use.sqlite';

/**
 * Takes the folder, or throws at once if another process has it.
 * @returns a function that gives it back
 */
export function lockFolder(folder: string): () => void {
  let connection: Connection | undefined;
  try {
    connection = openConnection(join(folder, LOCK_FILE), { timeoutMs: 0 });
    connection.exec('BEGIN EXCLUSIVE');
    const held = connection;
    return () => held.close();
  } catch (error) {
    connection?.close();
    if (!isBusy(error)) throw error;
    throw new StartProblem(
      `Another process uses the data folder ${folder}. Stop it first, or give this one a folder of its own (ASKFIRST_DATA).`,
      { cause: error },
    );
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
