/** Closes due days at the start and each hour, for as long as the collector runs. Knows no site and no cell. */

import type { Log } from './log.ts';

/** How often due days are looked for. Our choice: a day is due once in 24 hours, and an hour late harms nobody. */
const EVERY_MS = 60 * 60 * 1000;

/**
 * Calls `closeDays` now and each hour.
 * @returns a function that stops it and resolves when a call under way has ended, however it ended
 */
export function closeHourly(closeDays: () => Promise<void>, log: Log): () => Promise<void> {
  let stopped = false;
  let running = Promise.resolve();
  const run = () => {
    running = closeDays().catch((cause: unknown) => {
      // Broken off by the end of the collector; the next start goes on with it.
      if (!stopped) log.error('days could not be closed', { cause });
    });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  // Alone it keeps no process alive.
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
    return running;
  };
}
