/** A file that does nothing but take room, so that erasing still works on a disk that visits have filled (T-82). */

import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, ftruncateSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the file. */
export const RESERVE_FILE = 'reserve';

/**
 * Its size. Our choice: a part of 1,000 handles changes as many pages of 4 KiB, each once in the log of the events and
 * once in that of the tombstones.
 */
export const RESERVE_BYTES: number = 12 * 1024 * 1024;

const BLOCK_BYTES = 256 * 1024;

/** Room that is held, let go and held again. */
export interface Reserve {
  /** Takes as much as there is room for, up to the whole. */
  fill(): void;
  /** Gives the room to whatever is written next. */
  release(): void;
}

/** @param folder the data folder */
export function openReserve(folder: string): Reserve {
  const path = join(folder, RESERVE_FILE);
  // Bytes that no file system can make smaller.
  const block = randomBytes(BLOCK_BYTES);
  return {
    fill() {
      let size = existsSync(path) ? statSync(path).size : 0;
      if (size >= RESERVE_BYTES) return;
      const file = openSync(path, 'a', 0o600);
      try {
        while (size < RESERVE_BYTES) size += writeSync(file, block);
      } catch {
        // The disk is full: what was taken is the reserve. A part of a block is of no use.
        ftruncateSync(file, size);
      } finally {
        closeSync(file);
      }
    },
    release: () => rmSync(path, { force: true }),
  };
}

/** Did the engine find no room? On some systems it learns of that as a failing write. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR');
}
