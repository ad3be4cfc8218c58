/** Keeps in the data folder when the clock was last believed, so that a start can tell a pause from a wrong clock. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LastBelieved } from './clock-guard.ts';

/** Name of the file in the data folder: one instant, and nothing of any visitor. */
export const CLOCK_FILE = 'clock';

/** Reads and writes the file. What cannot be read counts as a first start, what cannot be written is written next time. */
export function openLastBelieved(dataFolder: string): LastBelieved {
  const path = join(dataFolder, CLOCK_FILE);
  return {
    read() {
      try {
        const atMs = Date.parse(readFileSync(path, 'utf8').trim());
        return Number.isNaN(atMs) ? undefined : atMs;
      } catch {
        // No file yet.
        return undefined;
      }
    },
    write(atMs) {
      try {
        writeFileSync(`${path}.new`, `${new Date(atMs).toISOString()}\n`, { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch {
        // A full disk must not keep days from closing; the next hour tries again.
      }
    },
  };
}
