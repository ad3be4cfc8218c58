/** `livez`: the process answers. `readyz`: it could commit an event now. Asked by load balancers, under whatever host they use. */

import type { Store } from '../store/store.ts';
import type { Answer } from './incoming.ts';

/** How long one answer of the store is good for. Our choice: each asks the disk for a sync, and anybody may ask. */
const PROBE_LASTS_MS = 1_000;

const HEADERS = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } as const;

/** Answers both by their last path segment; undefined for any other. */
export type Health = (name: string) => Promise<Answer> | undefined;

/** @param parts.isReady false once the collector closes, and while what was erased may still be stored after a restore */
export function createHealth({
  store,
  isReady,
}: {
  readonly store: Pick<Store, 'probe'>;
  isReady(): Promise<boolean>;
}): Health {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let last: Promise<boolean> | undefined;

  const canCommit = (): Promise<boolean> => {
    // The system's steady clock, because the collector's own may be moved.
    const nowMs = performance.now();
    if (!last || nowMs - lastAtMs >= PROBE_LASTS_MS) {
      lastAtMs = nowMs;
      // Why it cannot is in the log of the batch that met it; this answer goes to anybody.
      last = store.probe().then(
        () => true,
        () => false,
      );
    }
    return last;
  };

  const readyz = async (): Promise<Answer> => {
    if (!(await isReady())) return { status: 503, headers: HEADERS, body: 'not ready\n' };
    const isGood = await canCommit();
    return { status: isGood ? 200 : 503, headers: HEADERS, body: isGood ? 'ready\n' : 'cannot commit\n' };
  };

  return (name) => {
    if (name === 'livez') return Promise.resolve({ status: 200, headers: HEADERS, body: 'alive\n' });
    return name === 'readyz' ? readyz() : undefined;
  };
}
