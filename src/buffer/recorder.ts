/** From the door to the buffer: what arrives while a transaction is open goes into the next one, so a burst costs few (T-17). */

import type { DropReason } from '../../contract/drop-reasons.ts';
import { GRANTED_BOUNDS, UNDECIDED_BOUNDS } from '../../contract/limits.ts';
import type { BufferedEvent } from '../admit.ts';
import type { Recorded } from '../api.ts';
import type { Standing } from '../decision/decision.ts';
import type { Keeper } from '../decision/keeper.ts';
import type { Device } from '../device.ts';
import { adopt } from '../permit.ts';
import type { Buffer } from './buffer.ts';
import type { DropCountStore } from './drop-counts.ts';
import type { RowKey } from './rows.ts';

/** What has been admitted and is not kept yet. */
type Pending = readonly [key: RowKey, event: BufferedEvent, settle: (result: Recorded) => void];

/** Keeps admitted events. */
export interface Recorder {
  /** Resolves once the event is kept, or says why not. Of events with one token only the first is kept. */
  record(key: RowKey, event: BufferedEvent): Promise<Recorded>;
  /** Keeps what there is to keep, drop counts included. */
  commit(): void;
  /** Drops what is not kept yet, under a no. How many that was. */
  clear(): number;
}

/** Where events and counts go. */
export interface RecorderParts {
  readonly keeper: Keeper;
  readonly buffer: Buffer;
  readonly drops: DropCountStore;
  readonly onRecorded: () => void;
}

/** Every write happens inside the decision lock with the decision read anew, so that none follows a denial. */
export function createRecorder({ site, now }: Device, { keeper, buffer, drops, onRecorded }: RecorderParts): Recorder {
  let pending: Pending[] = [];
  let isCommitting = false;

  const takePending = () => {
    const batch = pending;
    pending = [];
    return batch;
  };
  const drop = ([, , settle]: Pending, reason: DropReason) => {
    // Under a no nothing is counted (P2).
    if (reason !== 'denied') drops.count(reason);
    settle({ dropped: reason });
  };

  const keep = async ({ effective, grant }: Standing): Promise<void> => {
    const kept = takePending().flatMap((item): Pending[] => {
      const event = grant ? adopt(item[1], grant) : item[1];
      // A no came between recording and keeping, or another yes.
      if (effective === 'off') drop(item, 'denied');
      else if (grant && event.epoch !== grant.epoch) drop(item, 'epoch-over');
      else return [[item[0], event, item[2]]];
      return [];
    });
    if (effective === 'off') return;
    const inMemory = !grant && site.buffer !== 'indexeddb';
    if (kept[0]) {
      const rows = kept.map(([key, event]) => [key, event] as const);
      const isKept = await buffer.add(rows, {
        bounds: grant ? GRANTED_BOUNDS : UNDECIDED_BOUNDS,
        nowMs: now(),
        inMemory,
      });
      kept.forEach((item, at) => {
        if (isKept[at]) item[2]({ recorded: true });
        else drop(item, 'already-recorded');
      });
      onRecorded();
    }
    if (!inMemory) await drops.save();
  };

  const commit = async () => {
    if (isCommitting) return;
    isCommitting = true;
    try {
      do await keeper.guarded(keep);
      while (pending[0]);
    } catch {
      // Without the lock nothing may be written; what waits is lost, and counted.
      for (const item of takePending()) drop(item, 'storage-failed');
    }
    isCommitting = false;
  };

  return {
    record: (key, event) =>
      new Promise((settle) => {
        pending.push([key, event, settle]);
        commit();
      }),
    commit,
    clear: () => takePending().map((item) => drop(item, 'denied')).length,
  };
}
