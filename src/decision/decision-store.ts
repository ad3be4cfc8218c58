/** Keeps the decision in IndexedDB, on disk before anybody relies on it. */

import { get, set } from 'idb-keyval';
import type { Database } from '../buffer/database.ts';
import { type Denial, type Grant, parseDecision, type StoredDecision } from './decision.ts';

/** Reads and writes one site's decision. */
export interface DecisionStore {
  /** Never rejects: what cannot be read is `unreadable`. Never creates a database. */
  read(): Promise<StoredDecision>;
  /** True once the decision is durable and reads back as written; false if it does not stand (T-62). */
  write(decision: Denial | Grant): Promise<boolean>;
}

const KEY = 'decision';

/** @param database the site's `askfirst-decision` */
export function createDecisionStore(database: Database): DecisionStore {
  const read = () =>
    get<unknown>(KEY, database.existing).then(
      parseDecision,
      // A store that does not answer leaves us in doubt, and any doubt is a no.
      () => 'unreadable' as const,
    );
  return {
    read,
    async write(decision) {
      try {
        await set(KEY, decision, database.strict);
      } catch {
        // Full, forbidden or broken: the caller treats the decision as never made.
        return false;
      }
      return JSON.stringify(await read()) === JSON.stringify(decision);
    },
  };
}
