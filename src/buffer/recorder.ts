/** From the door to the buffer: what arrives while a transaction is open goes into the next one, so a burst costs few (T-17). */

import type { DropReason } from '../../contract/drop-reasons.ts';
import { GRANTED_BOUNDS, UNDECIDED_BOUNDS } from '../../contract/limits.ts';
import type { BufferedEvent } from '../admit.ts';
import type { Recorded } from '../api.ts';
import type { Standing } from '../decision/decision.ts';
import { adopt } from '../permit.ts';
import type { Buffer, WaitingRow } from './buffer.ts';
import type { DropCountStore } from './drop-counts.ts';

/** What has been admitted and is not kept yet. */
interface Pending {
  readonly event: BufferedEvent;
  readonly token: string;
  readonly bytes: number;
  readonly settle: (result: Recorded) => void;
}

/** Keeps admitted events. */
export interface Recorder {
  /** Resolves once the event is kept, or says why not. Of events with one token only the first is kept. */
  record(event: BufferedEvent, size: { readonly token: string; readonly bytes: number }): Promise<Recorded>;
  /** Makes drop counts last. */
  save(): void;
  /** Drops what is not kept yet; how many that was. */
  clear(): number;
}

/** @param guarded runs work inside the decision lock with the decision read anew, so that no write follows a denial */
export function createRecorder(parts: {
  readonly guarded: (work: (standing: Standing) => Promise<void>) => Promise<void>;
  readonly buffer: Buffer;
  readonly drops: DropCountStore;
  readonly memoryOnly: boolean;
  readonly now: () => number;
  readonly onRecorded: () => void;
}): Recorder {
  const { guarded, buffer, drops, memoryOnly, now, onRecorded } = parts;
  let pending: Pending[] = [];
  let committing = false;

  async function keep({ effective, grant }: Standing): Promise<void> {
    const batch = pending;
    pending = [];
    const drop = ({ settle }: Pending, reason: DropReason, isCounted = true) => {
      if (isCounted) drops.add(reason);
      settle({ dropped: reason });
    };
    const kept: [Pending, WaitingRow][] = [];
    for (const item of batch) {
      const event = grant ? adopt(item.event, grant) : item.event;
      // A no came between recording and keeping. Under a no nothing is counted (P2).
      if (effective === 'off') drop(item, 'denied', false);
      else if (grant && event.epoch !== grant.epoch) drop(item, 'epoch-over');
      else kept.push([item, [[event.recordedAtMs, item.token, item.bytes], event]]);
    }
    if (effective === 'off') return;
    const inMemory = memoryOnly && !grant;
    if (kept.length) {
      const bounds = grant ? GRANTED_BOUNDS : UNDECIDED_BOUNDS;
      const isKept = await buffer.add(
        kept.map(([, row]) => row),
        { bounds, nowMs: now(), inMemory },
      );
      kept.forEach(([item], at) => {
        if (isKept[at]) item.settle({ recorded: true });
        else drop(item, 'already-recorded');
      });
      onRecorded();
    }
    if (!inMemory && drops.unsaved()) await drops.save();
  }

  async function commit(): Promise<void> {
    if (committing) return;
    committing = true;
    try {
      do await guarded(keep);
      while (pending.length);
    } catch {
      // Without the lock nothing may be written; what waits is lost, and counted.
      for (const { settle } of pending.splice(0)) {
        drops.add('storage-failed');
        settle({ dropped: 'storage-failed' });
      }
    }
    committing = false;
  }

  return {
    record: (event, { token, bytes }) =>
      new Promise((settle) => {
        pending.push({ event, token, bytes, settle });
        void commit();
      }),
    save: () => void commit(),
    clear() {
      const gone = pending.splice(0);
      for (const { settle } of gone) settle({ dropped: 'denied' });
      return gone.length;
    },
  };
}
