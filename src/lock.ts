/** One at a time across tabs, by Web Locks. */

/** How a lock is asked for. */
export interface LockRequest {
  readonly locks: LockManager | undefined;
  readonly name: string;
  readonly mode: LockMode;
  /** After this long the holder is taken for frozen, and the lock is stolen. */
  readonly patienceMs: number;
}

/**
 * Runs `work` while holding the lock, exactly once. A holder that freezes cannot stop the others (T-43), so work must
 * stay right when its lock is stolen: everything it writes is idempotent or read again by who comes after.
 */
export async function withLock<Result>(
  { locks, name, mode, patienceMs }: LockRequest,
  work: () => Promise<Result>,
): Promise<Result> {
  let running: Promise<Result> | undefined;
  const run = () => {
    running ??= work();
    return running;
  };
  if (!locks) return run();
  try {
    await locks.request(name, { mode, signal: AbortSignal.timeout(patienceMs) }, run);
  } catch {
    // Either nobody let go in time, or ours was stolen while we worked; `running` tells which.
    if (!running) await locks.request(name, { steal: true }, run);
  }
  return run();
}
