/** What the receiving steps are handed. */

import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { ReceiptKeys } from '../rights/receipt-keys.ts';
import type { Store } from '../store/store.ts';
import type { ClockWindow } from './clock-window.ts';
import type { SiteFiles } from './site-files.ts';
import type { SiteOf } from './site-of.ts';

/** What changes as a whole when the registry is read again; a request uses one of them from start to end. */
export interface InForce {
  readonly loaded: LoadedRegistry;
  readonly siteOf: SiteOf;
  readonly windowAt: (nowMs: number) => ClockWindow;
  readonly files: SiteFiles;
}

/** Neighbours of the receiving steps. */
export interface ReceiveParts {
  readonly clock: { now(): number };
  readonly store: Pick<Store, 'append' | 'appendConsent' | 'probe' | 'readTables'>;
  readonly receiptKeys: ReceiptKeys;
  /** The registry in force at this moment, and what was made of it. */
  current(): InForce;
}
