/** The nightly pass over one file: follow what changes, copy, replace. Whatever fails, the file stays as it was. */

import { once } from 'node:events';
import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../store-errors.ts';
import type { GroupCommit } from './group-commit.ts';
import type { StoreFile } from './schema.ts';
import { threadFile } from './thread-file.ts';

/** What one pass needs. */
export interface TidyParts {
  readonly folder: string;
  readonly file: StoreFile;
  readonly writes: Pick<GroupCommit, 'tidy'>;
  /** Gets our own readers out of the way; see `openReader`. */
  pause(): Promise<() => void>;
  /** Breaks the pass off when the store closes. */
  readonly signal: AbortSignal;
}

/** Room that must be left beside the copy, in bytes. Our choice: the log of a busy hour, so that no group finds the disk full for our sake. */
const SPARE_BYTES = 64 * 1024 * 1024;

/** How often and how long another process that reads the file (`askfirst report`, a backup) is waited for. Our choice. */
const TRY_AGAIN_MS = 2_000;
const MAX_TRIES = 150;

/** Rejects with StoreUnavailable, saying why, where there is no room or somebody keeps the file open. */
export async function tidyFile({ folder, file, writes, pause, signal }: TidyParts): Promise<void> {
  const path = join(folder, file);
  requireRoom(folder, statSync(path).size);
  let done = false;
  await writes.tidy({ step: 'follow', file });
  try {
    await copyInThread(path, signal);
    for (let tries = 0; !done; tries++) {
      if (tries === MAX_TRIES)
        throw new StoreUnavailable(`Another process keeps ${file} open; it was not written anew.`);
      if (tries > 0) await wait(TRY_AGAIN_MS, undefined, { signal, ref: false });
      const goOn = await pause();
      try {
        done = (await writes.tidy({ step: 'replace', file })) === true;
      } finally {
        goOn();
      }
    }
  } finally {
    if (!done) await writes.tidy({ step: 'forget', file });
  }
}

function requireRoom(folder: string, copyBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < copyBytes + SPARE_BYTES) {
    throw new StoreUnavailable('The disk has no room for a second copy of the file; it was not written anew.');
  }
}

async function copyInThread(path: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const worker = new Worker(threadFile('copier'), { workerData: { path } });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    // Rejects with the thread's own error.
    const [code] = await once(worker, 'exit');
    if (code !== 0) throw new StoreUnavailable(`The copier's thread ended (${code}).`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
