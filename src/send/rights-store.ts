/** What the visitor can prove and erase with: held handles, the receipt and its secret. Deleted only by a no that follows no yes. */

import { get, promisifyRequest, set, update } from 'idb-keyval';
import type { ConsentRequest } from '../../contract/wire.ts';
import type { BufferedEvent } from '../admit.ts';
import type { Database } from '../buffer/database.ts';
import type { Fixed } from './prepare.ts';

/** The proof of one grant, until and after the collector has recorded it. */
export interface ConsentRecord {
  readonly epoch: string;
  /** 32 random bytes; the collector gets only their SHA-256. */
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly request: ConsentRequest;
  /** The signed receipt, once the collector has answered. */
  readonly receipt?: string;
}

/** One site's `askfirst-rights`. */
export interface RightsStore {
  /** Durable when it resolves. Rejects if it cannot be kept: then there is no grant. */
  writeConsent(consent: ConsentRecord): Promise<void>;
  readConsent(epoch: string): Promise<ConsentRecord | undefined>;
  /** Keeps the receipt with the grant it belongs to, if that is still known. */
  keepReceipt(epoch: string, receipt: string): Promise<void>;
  /** Marks the handles attempted, durable when it resolves. Nothing is posted before (design 5.5). */
  hold(events: readonly Fixed<BufferedEvent>[]): Promise<unknown>;
  countHeld(): Promise<number>;
  /** Notes that a yes was withdrawn and everything held is to be erased; the rights room sends it. */
  writeOutbox(): Promise<void>;
  hasOutbox(): Promise<boolean>;
  /** Until when sending rests, shared by all tabs. */
  readRestUntilMs(): Promise<number>;
  writeRestUntilMs(atMs: number): Promise<void>;
}

const CONSENT = 'consent';
const OUTBOX = 'outbox';
const REST = 'restUntilMs';

/** @param database the site's `askfirst-rights` */
export function createRightsStore({ existing, strict }: Database): RightsStore {
  return {
    // One for each grant: an earlier one still proves what was sent under it.
    writeConsent: (consent) => set([CONSENT, consent.epoch], consent, strict),
    readConsent: (epoch) => get<ConsentRecord>([CONSENT, epoch], existing),
    keepReceipt: (epoch, receipt) =>
      update<ConsentRecord>(
        [CONSENT, epoch],
        // The type knows no missing value; the consent of a grant that was withdrawn meanwhile is one, and stays one.
        (consent) => (consent && { ...consent, receipt }) as ConsentRecord,
        existing,
      ),
    hold: (events) =>
      strict('readwrite', (store) => {
        // The key says all there is to say, so marking twice is marking once.
        for (const { day, metric, handle } of events) store.put(true, ['held', day, metric, handle]);
        return promisifyRequest(store.transaction);
      }),
    countHeld: async () =>
      (await existing('readonly', (store) =>
        promisifyRequest(store.count(IDBKeyRange.bound(['held'], ['held', []]))),
      )) ?? 0,
    writeOutbox: () => set(OUTBOX, { kind: 'withdraw' }, strict),
    hasOutbox: async () => !!(await get(OUTBOX, existing)),
    readRestUntilMs: async () => (await get<number>(REST, existing)) ?? 0,
    writeRestUntilMs: (atMs) => set(REST, atMs, existing),
  };
}
