/**
 * Collects jobs into groups while the writer is busy, so that one fsync serves many requests (design 7).
 * A job that finds the writer idle goes at once; nothing waits for a timer.
 */

import { StoreBusy, StoreUnavailable } from '../store-errors.ts';
import { isRightsJob, type Job, type JobResult, type WriterLane } from './jobs.ts';

/** Most events in one group: small enough that a group takes a few milliseconds. Design 7. */
const MAX_GROUP_EVENTS = 256;

/**
 * Most events that may wait, those being written included. Our choice: under a second's work, and at the largest
 * honest event some 10 MB; beyond it the page is better served by a 503 than by waiting.
 */
const MAX_WAITING_EVENTS = 10_000;

/** Most rights requests that may wait. Our choice: each is at most 1,000 handles, a second's work at worst. */
const MAX_WAITING_RIGHTS = 64;

interface Waiting {
  readonly job: Job;
  readonly weight: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The queue before a writer's lane. */
export interface GroupCommit {
  /** Resolves after the commit with the job's value. Rejects with StoreBusy at the bound, StoreUnavailable if the group failed. */
  run(job: Job): Promise<unknown>;
  /** Resolves when all that was taken is written and the lane is closed. */
  close(): Promise<void>;
}

/** @param maxWaitingEvents for tests; else 10,000 */
export function createGroupCommit(lane: WriterLane, maxWaitingEvents = MAX_WAITING_EVENTS): GroupCommit {
  let queue: Waiting[] = [];
  /** Their lane: never behind more than one group, and never before more than one. */
  const rights: Waiting[] = [];
  let waitingEvents = 0;
  let busy = false;
  let closed = false;
  let onIdle: (() => void) | undefined;

  const takeGroup = (): Waiting[] => {
    let weight = 0;
    let size = 0;
    while (size < queue.length && (size === 0 || weight + (queue[size]?.weight ?? 0) <= MAX_GROUP_EVENTS)) {
      weight += queue[size++]?.weight ?? 0;
    }
    const group = queue.slice(0, size);
    queue = queue.slice(size);
    return group;
  };

  const writeNext = async (): Promise<void> => {
    let wasRights = false;
    while (queue.length > 0 || rights.length > 0) {
      // In turn, so that neither lane can hold up the other.
      const next: Waiting | undefined = wasRights && queue.length > 0 ? undefined : rights.shift();
      wasRights = next !== undefined;
      const group = next ? [next] : takeGroup();
      let results: readonly JobResult[] | undefined;
      let gone = '';
      try {
        results = await lane.write(group.map((entry) => entry.job));
      } catch (error) {
        gone = error instanceof Error ? error.message : String(error);
      }
      for (const [at, entry] of group.entries()) {
        waitingEvents -= entry.weight;
        const result = results?.[at];
        if (result?.ok) entry.resolve(result.value);
        else entry.reject(new StoreUnavailable(result?.message ?? gone));
      }
    }
    busy = false;
    onIdle?.();
  };

  return {
    run(job) {
      if (closed) return Promise.reject(new StoreUnavailable('The store is closed.'));
      const isRights = isRightsJob(job);
      const weight = isRights ? 0 : job.kind === 'append' ? job.events.length : 1;
      const isFull = isRights ? rights.length >= MAX_WAITING_RIGHTS : waitingEvents + weight > maxWaitingEvents;
      if (isFull) return Promise.reject(new StoreBusy());
      waitingEvents += weight;
      return new Promise((resolve, reject) => {
        (isRights ? rights : queue).push({ job, weight, resolve, reject });
        if (busy) return;
        busy = true;
        // Requests that arrived in the same turn of the event loop share the group.
        setImmediate(writeNext);
      });
    },
    async close() {
      closed = true;
      if (busy) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      await lane.close();
    },
  };
}
