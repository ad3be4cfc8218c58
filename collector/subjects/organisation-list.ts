/** The operator's list of organisations that are off: one name a line, read again when the file has changed. */

import { readFileSync, statSync } from 'node:fs';

/**
 * @param path a file; while it is missing nobody is off by it
 * @returns the names now. A file that is there and cannot be read throws: any doubt is a no.
 */
export function createOrganisationList(path: string): () => ReadonlySet<string> {
  let names: ReadonlySet<string> = new Set();
  let seen = '';
  return () => {
    const stats = statSync(path, { throwIfNoEntry: false });
    const now = stats ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : '';
    if (now !== seen) {
      const lines = stats ? readFileSync(path, 'utf8').split('\n') : [];
      names = new Set(lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')));
      seen = now;
    }
    return names;
  };
}
