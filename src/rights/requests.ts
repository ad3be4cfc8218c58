/** Carries out what the visitor asks about what was sent: durable before it counts as requested, then sent at once. */

import { toBase64Url, toHex } from '../../contract/handle.ts';
import type { Erased, RightRefused } from '../api.ts';
import type { Core, Rights } from '../core.ts';
import { isDenial } from '../decision/decision.ts';
import { type HeldHandle, readHoldings } from './holdings.ts';
import type { Outbox } from './outbox.ts';
import { setAside } from './set-aside.ts';

/** Longest wait for a batch or a decision under way. Our choice: they take milliseconds. */
const PATIENCE_MS = 5_000;

/** How often an erasure is tried whose lock ran out on the way. Our choice. */
const MAX_TRIES = 3;

/** What can be asked for. */
export interface Requests extends Pick<Rights, 'withdrawn'> {
  /** All that was sent, or what these handles prove. */
  erase(handles?: readonly string[]): Promise<Erased | RightRefused>;
}

/** No call rejects. */
export function createRequests(
  { device, keeper, buffer, drops, rights, flush, schedule, announce }: Core,
  outbox: Outbox,
): Requests {
  /** Sends now what waits, and says what came of it. */
  const settle = async (before: number): Promise<Erased> => {
    outbox.hurry();
    await flush(true);
    // That took the place of what was to be sent soon.
    schedule(0);
    if (await outbox.waits()) return { state: 'requested' };
    const certificates = outbox.confirmed.slice(before);
    return { state: 'confirmed', ...(certificates[0] && { certificate: certificates[0] }), certificates };
  };

  /** Handles set aside; undefined if the lock ran out before anything was done. Only while alone. */
  const eraseAlone = async (
    handles: readonly string[] | undefined,
    holds: () => boolean,
  ): Promise<number | undefined> => {
    const isNamed = handles ? ({ handle }: HeldHandle) => handles.includes(handle) : () => true;
    const waiting = (await buffer.read()).filter(
      ([, event]) => !handles || handles.includes(toBase64Url(event.handle)),
    );
    if (!holds()) return undefined;
    // First what waits, which would be sent once more under a handle that is barred; on a full disk it also makes room (T-11).
    await buffer.remove(waiting);
    if (waiting[0]) drops.count('forgotten', waiting.length);
    return setAside(rights, 'erase', { id: toHex(device.random(8)), isNamed });
  };

  return {
    async erase(handles) {
      const before = outbox.confirmed.length;
      let isRequested = false;
      try {
        // After a no everything is being erased already.
        let named = isDenial((await keeper.refresh()).stored) ? 0 : undefined;
        for (let tries = 1; named === undefined && tries <= MAX_TRIES; tries++)
          named = await keeper.alone(PATIENCE_MS, (holds) => eraseAlone(handles, holds));
        if (named === undefined) return { refused: 'could-not-be-stored' };
        if (!named && !(await outbox.waits())) return { state: 'nothing-sent' };
        isRequested = true;
        await announce();
        await buffer.commit();
        return await settle(before);
      } catch {
        // What is set aside stays so until it is confirmed; else nothing was, and what was sent can still be erased.
        return isRequested ? { state: 'requested' } : { refused: 'could-not-be-stored' };
      }
    },

    async withdrawn(denying) {
      const before = outbox.confirmed.length;
      try {
        const { held, consents, entries } = await readHoldings(rights.existing);
        if ('refused' in (await denying)) return { refused: 'could-not-be-stored' };
        if (![...held, ...consents, ...entries][0]) return { state: 'nothing-sent' };
        return await settle(before);
      } catch {
        // The no stands; what is held says by itself what is to be withdrawn.
        return { state: 'requested' };
      }
    },
  };
}
