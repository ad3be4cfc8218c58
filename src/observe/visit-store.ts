/** Keeps the visit under way, shared between tabs: beside the seen table, or in this document while nothing may be stored. */

import { update } from 'idb-keyval';
import type { Database } from '../buffer/database.ts';
import type { Standing } from '../decision/decision.ts';
import type { Visit, VisitParts } from './visits.ts';

/** @param parts.memoryOnly before a yes nothing is stored on the device */
export function createVisitStore(parts: {
  readonly database: Database;
  readonly guarded: <Result>(work: (standing: Standing) => Promise<Result>) => Promise<Result>;
  readonly memoryOnly: boolean;
}): Pick<VisitParts, 'change'> {
  let inMemory: Visit | undefined;
  return {
    change: (step) =>
      parts
        .guarded(async ({ effective, grant }) => {
          if (effective === 'off') {
            inMemory = undefined;
            return undefined;
          }
          let old: Visit | undefined;
          let visit: Visit | undefined;
          const apply = (stored: Visit | undefined) => {
            old = stored;
            visit = step(stored);
            return visit;
          };
          if (parts.memoryOnly && !grant) inMemory = apply(inMemory);
          else {
            try {
              await update<Visit>('visit', (stored) => apply(stored ?? inMemory), parts.database.writing);
              inMemory = undefined;
            } catch {
              // Storage fails: the visit is measured in this document alone.
              inMemory = apply(inMemory);
            }
          }
          return visit && { old, visit };
        })
        .catch(() => undefined),
  };
}
