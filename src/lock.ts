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
 * Work runs exactly once. A holder that has not let go after `patienceMs` is taken for frozen and robbed (T-43). It cannot
 * know of that in time, so it relies on its lock for `leaseMs` only, counted from its asking.
 */
export function createLock(
  { locks, nameOf, page }: Device,
  prefix: string,
  leaseMs = Number.POSITIVE_INFINITY,
): Locked {
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
    const askedMs = performance.now();
    let running: ReturnType<typeof work> | undefined;
    const run = () => {
      running ??= work(() => !signal.aborted && performance.now() - askedMs < leaseMs);
      return running;
    };
    if (!locks) return run();
    const hold = () =>
      new Promise<unknown>((resolve) => {
        signal.addEventListener('abort', resolve);
        const end = () => {
          signal.removeEventListener('abort', resolve);
          resolve(0);
        };
        run().then(end, end);
      });
    // The first request stays in the queue meanwhile: whoever waits behind it would else come first, and be robbed at once.
    const timer = page.setTimeout(() => {
      // Where even that fails, the first request tells.
      if (!running) locks.request(name, { steal: true }, hold).catch(() => undefined);
    }, patienceMs);
    const ask = () => locks.request(name, { mode, signal }, hold);
    // Robbed while working it goes on, and looks whether it `holds`; robbed before it began it asks once more.
    await ask().catch(() => running ?? ask());
    page.clearTimeout(timer);
    return run();
  };
}
