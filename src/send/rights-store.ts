/** What the visitor can prove and erase with: held handles, the receipt and its secret. Deleted only by a no that follows no yes. */

import { get, promisifyRequest, set, setMany, update } from 'idb-keyval';
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
  readConsent(): Promise<ConsentRecord | undefined>;
  /** Keeps the receipt with the grant it belongs to, if that still stands. */
  keepReceipt(epoch: string, receipt: string): Promise<void>;
  /** Marks the handles attempted, durable when it resolves. Nothing is posted before (design 5.5). */
  hold(events: readonly Fixed<BufferedEvent>[]): Promise<void>;
  countHeld(): Promise<number>;
  /** Notes that a yes was withdrawn and everything held is to be erased; the rights room sends it. */
  writeOutbox(): Promise<void>;
  hasOutbox(): Promise<boolean>;
  /** Until when sending rests, shared by all tabs. */
  readRestUntilMs(): Promise<number>;
  writeRestUntilMs(atMs: number): Promise<void>;
}

/** Held handles lie under these keys; the key says all there is to say. */
const held = ({ day, metric, handle }: Fixed<BufferedEvent>) => ['held', day, metric, handle];

/** @param database the site's `askfirst-rights` */
export function createRightsStore(database: Database): RightsStore {
  const { existing, strict } = database;
  return {
    writeConsent: (consent) => set('consent', consent, strict),
    readConsent: () => get<ConsentRecord>('consent', existing),
    keepReceipt: (epoch, receipt) =>
      update<ConsentRecord>(
        'consent',
        // The type knows no missing value; a consent withdrawn meanwhile is one, and stays one.
        (consent) => (consent?.epoch === epoch ? { ...consent, receipt } : consent) as ConsentRecord,
        existing,
      ),
    hold: (events) =>
      setMany(
        events.map((event) => [held(event), true]),
        strict,
      ),
    countHeld: async () =>
      (await existing('readonly', (store) =>
        promisifyRequest(store.count(IDBKeyRange.bound(['held'], ['held', []]))),
      )) ?? 0,
    writeOutbox: () => set('outbox', { kind: 'withdraw' }, strict),
    hasOutbox: async () => !!(await get('outbox', existing)),
    readRestUntilMs: async () => (await get<number>('restUntilMs', existing)) ?? 0,
    writeRestUntilMs: (atMs) => set('restUntilMs', atMs, existing),
  };
}
