import { readFileSync } from 'node:fs';

/** All bytes of what a folder listed: none of what has gone since then, and none of a folder. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (!['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return Buffer.alloc(0);
  }
}
