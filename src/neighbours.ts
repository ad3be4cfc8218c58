/** Everything of the browser that the snippet touches, handed in so that a test can hand in its own. */

import type { Digester } from '../contract/handle.ts';

/** The browser as the rooms of `src` know it. */
export interface Neighbours {
  /** Milliseconds since 1970 by the device's clock, which may be wrong. */
  readonly now: () => number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly subtle: Digester;
  readonly fetch: typeof fetch;
  /** Throws where the browser forbids storage (T-01). */
  readonly databases: () => IDBFactory;
  /** Missing in browsers older than those we support; then a second tab costs a repeated request, never a second count. */
  readonly locks: LockManager | undefined;
  readonly page: Window;
}

/** The real browser. Natives are taken once, so that what the page overrides later does not reach us (T-45). */
export function neighboursOf(page: Window & typeof globalThis): Neighbours {
  const { fetch, crypto, Date: clock, indexedDB } = page;
  return {
    now: clock.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    subtle: crypto.subtle,
    fetch: fetch.bind(page),
    databases: () => indexedDB,
    locks: page.navigator.locks,
    page,
  };
}
