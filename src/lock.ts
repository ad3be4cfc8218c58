/** One at a time across tabs, by Web Locks. */

import type { Device } from './device.ts';

/** Runs work under one lock. */
export type Locked = <Result>(mode: LockMode, patienceMs: number, work: () => Promise<Result>) => Promise<Result>;

/**
 * Runs work while holding the lock, exactly once. A holder that has not let go after `patienceMs` is taken for frozen and
 * robbed (T-43), so work must stay right when its lock is stolen: everything it writes is idempotent, or read again by
 * who comes after.
 */
export function createLock({ locks, nameOf }: Device, prefix: string): Locked {
  const name = nameOf(prefix);
  return async (mode, patienceMs, work) => {
    let running: ReturnType<typeof work> | undefined;
    const run = () => {
      running ??= work();
      return running;
    };
    try {
      await locks?.request(name, { mode, signal: AbortSignal.timeout(patienceMs) }, run);
    } catch {
      // Either nobody let go in time, or ours was stolen while we worked; `running` tells which.
      if (!running) await locks?.request(name, { steal: true }, run);
    }
    return run();
  };
}
