/**
 * How much one sender and one site may ask. Addresses come in and are forgotten at once: what is kept in memory is a
 * keyed hash, and the key is another each day, so that nobody can tell from it who was here yesterday.
 */

import { createHmac, randomBytes } from 'node:crypto';

/** What is asked for. Rights have a budget of their own, so that no flood of events keeps anybody from erasing. */
export type Lane = 'events' | 'consent' | 'people' | 'rights';

interface Budget {
  /** Requests that may come at once after a quiet time. */
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Our choice. Of one sender: a company of a thousand people behind one address, each reading briskly; of a site:
 * several times what one writer commits. Rights are asked for rarely, in parts of 1,000 handles, and guessing at them
 * must not pay (T-72).
 */
const BUDGETS: Readonly<Record<Lane, { readonly sender: Budget; readonly site: Budget }>> = {
  events: { sender: { burst: 1_200, perSecond: 20 }, site: { burst: 20_000, perSecond: 10_000 } },
  consent: { sender: { burst: 240, perSecond: 2 }, site: { burst: 4_000, perSecond: 200 } },
  people: { sender: { burst: 1_200, perSecond: 20 }, site: { burst: 10_000, perSecond: 500 } },
  rights: { sender: { burst: 120, perSecond: 1 }, site: { burst: 1_200, perSecond: 20 } },
};

/** How long a key is used. Design 7. */
const KEY_LASTS_MS = 24 * 60 * 60 * 1000;

/** Most senders remembered; beyond it all are forgiven, and the limits of the site remain. Our choice: some 20 MB. */
const MAX_SENDERS = 100_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** The limits of one collector. */
export interface RateLimits {
  /** Stands for an address for as long as the key lasts. */
  toSender(address: string): string;
  /**
   * Takes one request out of both budgets.
   * @param sender undefined where it cannot be known; then only the site's budget counts
   * @returns undefined, or after how many seconds to ask again
   */
  take(lane: Lane, site: string, sender: string | undefined): number | undefined;
}

/** @param steady milliseconds that only ever count on, whatever becomes of the clock (T-104) */
export function createRateLimits(steady: () => number): RateLimits {
  let key = randomBytes(32);
  let keySinceMs = steady();
  const senders = new Map<string, Bucket>();
  const sites = new Map<string, Bucket>();

  const rotate = (): void => {
    const nowMs = steady();
    if (nowMs - keySinceMs < KEY_LASTS_MS) return;
    key = randomBytes(32);
    keySinceMs = nowMs;
    senders.clear();
  };

  const fill = (buckets: Map<string, Bucket>, name: string, budget: Budget): Bucket => {
    const nowMs = steady();
    const bucket = buckets.get(name) ?? { tokens: budget.burst, atMs: nowMs };
    bucket.tokens = Math.min(
      budget.burst,
      bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * budget.perSecond,
    );
    bucket.atMs = nowMs;
    buckets.set(name, bucket);
    return bucket;
  };
  const waitFor = (bucket: Bucket, { perSecond }: Budget): number | undefined =>
    bucket.tokens >= 1 ? undefined : Math.ceil((1 - bucket.tokens) / perSecond);

  return {
    toSender(address) {
      rotate();
      return createHmac('sha256', key).update(address).digest('base64url');
    },
    take(lane, site, sender) {
      rotate();
      if (senders.size > MAX_SENDERS) senders.clear();
      const budget = BUDGETS[lane];
      const ofSite = fill(sites, `${lane} ${site}`, budget.site);
      const ofSender = sender === undefined ? undefined : fill(senders, `${lane} ${sender}`, budget.sender);
      // A sender who is refused takes nothing from the others.
      const wait = (ofSender && waitFor(ofSender, budget.sender)) ?? waitFor(ofSite, budget.site);
      if (wait !== undefined) return wait;
      ofSite.tokens -= 1;
      if (ofSender) ofSender.tokens -= 1;
      return undefined;
    },
  };
}
