/** At each start what is stored is compared with what was erased. Until it is known to be clean, the collector is not ready. */

import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

/** A comparison that runs. */
export interface Replay {
  /** May what is stored be shown? Resolves as soon as that is known. */
  isClean(): Promise<boolean>;
  /** Resolves when it is done; begins again if it failed. Rejects with the store's refusal. */
  finish(): Promise<void>;
}

/** What the comparison needs. */
export interface ReplayParts {
  readonly store: Pick<Store, 'needsReplay' | 'replayErasures' | 'tidy'>;
  readonly log: Log;
  /** Removes what is too old. Rejects while the clock is in doubt. */
  expire(): Promise<void>;
}

/** Begins at once. Where nothing was put back since the last erasure there is nothing to wait for. */
export function startReplay({ store, log, expire }: ReplayParts): Replay {
  let isDone = false;
  let running: Promise<void> | undefined;
  const known = store.needsReplay().then(
    (isNeeded) => !isNeeded,
    // The store says by itself that it cannot commit.
    () => false,
  );
  const run = async (): Promise<void> => {
    const removed = await store.replayErasures();
    // What was put back may be too old as well; in ordinary times that can wait for the hour.
    if (!(await known)) await expire();
    isDone = true;
    if (removed === 0) return;
    log.warn('what had been erased was stored again, and was removed');
    // Pages may still hold copies of rows that were moved within them; not even until the night.
    await store.tidy().catch((cause: unknown) => log.error('the files could not be written anew', { cause }));
  };
  const finish = (): Promise<void> => {
    running ??= run().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
  // Told to whoever waits for it; if nobody does, the hourly closing of days tries again.
  finish().catch(() => undefined);
  return { isClean: async () => isDone || (await known), finish };
}
