/** Looks how long the write-ahead logs are. A reader that never ends keeps the engine from emptying them (T-109). */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_FILES } from './schema.ts';

/** A log of this size is not being emptied. Our choice: four times the size at which it should be. */
export const LARGE_LOG_BYTES: number = 64 * 1024 * 1024;

/** How often we look, and how often the same log is spoken of. Our choice. */
const EVERY_MS = 10_000;
const SAY_AGAIN_MS = 10 * 60 * 1000;

/** What to watch, and whom to tell. */
export interface WatchParts {
  readonly folder: string;
  readonly onLargeLog: (file: string, bytes: number) => void;
  readonly largeBytes?: number | undefined;
  readonly everyMs?: number | undefined;
}

/** @returns a function that stops it */
export function watchLogs({
  folder,
  onLargeLog,
  largeBytes = LARGE_LOG_BYTES,
  everyMs = EVERY_MS,
}: WatchParts): () => void {
  const saidAtMs = new Map<string, number>();
  const look = (): void => {
    for (const file of STORE_FILES.map((name) => `${name}-wal`)) {
      const bytes = statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0;
      const nowMs = performance.now();
      if (bytes < largeBytes || nowMs - (saidAtMs.get(file) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) continue;
      saidAtMs.set(file, nowMs);
      onLargeLog(file, bytes);
    }
  };
  const timer = setInterval(look, everyMs);
  // Alone it keeps no process alive.
  timer.unref();
  return () => clearInterval(timer);
}
