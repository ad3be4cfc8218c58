/** What the visitor can prove and erase with: held handles, receipts and their secrets. Deleted only by a no that follows no yes. */

import { promisifyRequest } from 'idb-keyval';
import type { ConsentRequest } from '../../contract/wire.ts';
import type { BufferedEvent } from '../admit.ts';
import type { Database } from '../buffer/database.ts';
import type { Fixed } from './prepare.ts';

/** The proof of one grant, until and after the collector has recorded it. */
export interface ConsentRecord {
  /** 32 random bytes; the collector gets only their SHA-256. */
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly request: ConsentRequest;
  /** The signed receipt, once the collector has answered. */
  readonly receipt?: string;
}

/** Where the consent of a grant lies: one for each, since an earlier one still proves what was sent under it. */
export const consentKey = (epoch: string) => ['consent', epoch];

/** Holds `{ kind: 'withdraw' }` once a yes was withdrawn; the rights room sends it. */
export const OUTBOX_KEY = 'outbox';

/** Until when sending rests, in all tabs. */
export const REST_KEY = 'restUntilMs';

/** Where a held handle lies. */
export const heldKey = ({ day, metric, handle }: Fixed<BufferedEvent>) => ['held', day, metric, handle];

/** Marks handles attempted, durable when it resolves. Nothing is posted before (design 5.5). */
export function holdHandles({ strict }: Database, events: readonly Fixed<BufferedEvent>[]): Promise<unknown> {
  return strict('readwrite', (store) => {
    // The key says all there is to say, so marking twice is marking once.
    for (const event of events) store.put(true, heldKey(event));
    return promisifyRequest(store.transaction);
  });
}

/** How many handles are held. */
export async function countHeld({ existing }: Database): Promise<number> {
  const range = IDBKeyRange.bound(['held'], ['held', []]);
  return (await existing('readonly', (store) => promisifyRequest(store.count(range)))) ?? 0;
}
