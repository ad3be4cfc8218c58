/** One at a time across tabs, by Web Locks. A lock is a lease: docs/decisions/a-lock-is-a-lease.md tells what happens otherwise. */

import type { Device } from './device.ts';

/**
 * Runs work under one lock. `holds` says whether the lock may still be relied on; work asks, with no await between,
 * before anything that cannot be taken back.
 */
export type Locked = <Result>(
  mode: LockMode,
  patienceMs: number,
  work: (holds: () => boolean) => Promise<Result>,
) => Promise<Result>;

/**
 * Work begins once. Who holds a lock relies on it for `leaseMs`, counted from asking, since a frozen page hears late that
 * it got it, and later still that it was robbed. Whoever stands in the way for `patienceMs` is taken for frozen and robbed
 * (T-43): the thief does nothing while a lease lasts, then everybody comes in turn.
 */
export function createLock({ locks, nameOf, page }: Device, prefix: string, leaseMs: number): Locked {
  const name = nameOf(prefix);
  const { performance } = page;
  let stay = new AbortController();
  // Firefox keeps the locks of pages in its back-forward cache, and grants them those they had asked for.
  page.addEventListener('pagehide', () => stay.abort());
  page.addEventListener('pageshow', () => {
    if (stay.signal.aborted) stay = new AbortController();
  });
  return async (mode, patienceMs, work) => {
    const { signal } = stay;
    const hold = (start: (end: () => unknown) => unknown) =>
      new Promise<unknown>((resolve) => {
        signal.addEventListener('abort', resolve);
        start(() => {
          signal.removeEventListener('abort', resolve);
          resolve(0);
        });
      });
    for (;;) {
      const askedMs = performance.now();
      const holds = () => !signal.aborted && performance.now() - askedMs < leaseMs;
      let running: ReturnType<typeof work> | undefined;
      let isOver = false;
      if (!locks) return work(holds);
      const timer = page.setTimeout(() => {
        // Where even that fails, the request itself tells.
        if (!running)
          locks
            .request(name, { steal: true }, () => hold((end) => page.setTimeout(end, leaseMs)))
            .catch(() => undefined);
      }, patienceMs);
      await locks
        .request(name, { mode, signal }, () => {
          // Granted too late to be relied on, it asks again.
          if (isOver || !holds()) return 0;
          const mine = work(holds);
          running = mine;
          return hold((end) => mine.then(end, end));
        })
        .catch((error: Error) => {
          // Robbed before it could begin it asks again; robbed while working it goes on, and looks whether it `holds`.
          if (!running && (signal.aborted || error.name !== 'AbortError')) throw error;
        });
      isOver = true;
      page.clearTimeout(timer);
      if (running) return running;
    }
  };
}
