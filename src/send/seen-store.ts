/** Keeps the seen table (design 5.7) in IndexedDB. */

import { get, set } from 'idb-keyval';
import type { Database } from '../buffer/database.ts';
import { type Seen, withoutOldMarks } from './prepare.ts';

/** One site's seen table. */
export interface SeenStore {
  /** A new table, not stored yet, where there is none. */
  read(): Promise<Seen>;
  /** Only inside the decision lock. */
  write(seen: Seen): Promise<void>;
}

/** @param parts.today the day now, so that old marks go with each write */
export function createSeenStore(parts: {
  readonly database: Database;
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly today: () => string;
}): SeenStore {
  return {
    read: async () => (await get<Seen>('seen', parts.database.existing)) ?? { key: parts.random(32), marks: {} },
    write: (seen) => set('seen', withoutOldMarks(seen, parts.today()), parts.database.writing),
  };
}
