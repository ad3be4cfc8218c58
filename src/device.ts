/** What all rooms of the snippet share: the browser, handed in so that a test can hand in its own, and the site. */

import type { Digester } from '../contract/handle.ts';
import type { SiteConfiguration } from '../contract/site.ts';
import type { StatusReason } from './api.ts';
import { type Calendar, createCalendar } from './calendar.ts';
import type { Grant, StoredDecision } from './decision/decision.ts';

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

/** The browser and the site, for one person. */
export interface Device extends Neighbours {
  readonly site: SiteConfiguration;
  /** Where the site's files lie, on the page's own origin, with a slash at the end. */
  readonly baseUrl: string;
  /** Databases, locks and channel are named after the site and the person. */
  readonly nameOf: (prefix: string) => string;
  readonly calendar: Calendar;
  /** The day now, in the site's time zone. */
  readonly today: () => string;

  // What a signed-in person adds (subjects/). All of it can only subtract.

  /** What forbids collecting beside the decision. */
  readonly forbids?: (stored: StoredDecision) => Promise<StatusReason | undefined>;
  /** The pass that lets a batch in, empty while there is none; then nothing is sent. */
  readonly pass?: (grant: Grant) => string;
  /** Notes a no that is for all browsers of the person. */
  readonly onNo?: () => Promise<void>;
  /** The device is about to forget; a no that is still to be told is told, and stored here no more. */
  readonly onForget?: () => Promise<void>;
  /** Aborted once the person is gone; `gone` resolves then. */
  readonly signal?: AbortSignal;
  readonly gone?: Promise<unknown>;
}

/** The real browser. Natives are taken once, so that what the page overrides later does not reach us (T-45). */
export function neighboursOf(page: Window & typeof globalThis): Neighbours {
  const { fetch, crypto, Date: clock } = page;
  return {
    now: clock.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    subtle: crypto.subtle,
    fetch: fetch.bind(page),
    databases: () => page.indexedDB,
    locks: page.navigator.locks,
    page,
  };
}

/** The device of somebody who is not signed in. */
export function createDevice(neighbours: Neighbours, site: SiteConfiguration, baseUrl: string): Device {
  const calendar = createCalendar(site.timeZone);
  return {
    ...neighbours,
    site,
    baseUrl,
    nameOf: (prefix) => `askfirst-${prefix}|${baseUrl.slice(0, -1)}|anonymous`,
    calendar,
    today: () => calendar(neighbours.now()).day,
  };
}
