/** Keeps the seen table (design 5.7) in IndexedDB. */

import { get, set } from 'idb-keyval';
import type { Database } from '../buffer/database.ts';
import type { Device } from '../device.ts';
import type { Seen } from './prepare.ts';

/** One site's seen table. */
export interface SeenStore {
  /** A new table, not stored yet, where there is none. */
  read(): Promise<Seen>;
  /** Without the marks that no event can need any more. Only inside the decision lock. */
  write(seen: Seen): Promise<void>;
}

/** @param database the site's `askfirst-seen` */
export function createSeenStore({ random, today }: Device, { existing, writing }: Database): SeenStore {
  return {
    read: async () => (await get<Seen>('seen', existing)) ?? { key: random(32), marks: {} },
    write: (seen) =>
      set(
        'seen',
        { ...seen, marks: Object.fromEntries(Object.entries(seen.marks).filter(([, lastDay]) => lastDay >= today())) },
        writing,
      ),
  };
}
