/**
 * Collects jobs into groups while the writer is busy, so that one fsync serves many requests (design 7).
 * A job that finds the writer idle goes at once; nothing waits for a timer.
 */

import { StoreBusy, StoreUnavailable } from '../store-errors.ts';
import { isRightsJob, type Job, type JobResult, type TidyStep, type WriterLane } from './jobs.ts';

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
  /** A job may share its group; a step of the nightly pass goes alone. */
  readonly work: Job | TidyStep;
  readonly weight: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The queue before a writer's lane. */
export interface GroupCommit {
  /** Resolves after the commit with the job's value. Rejects with StoreBusy at the bound, StoreUnavailable if the group failed. */
  run(job: Job): Promise<unknown>;
  /** Takes its turn between two groups. Rejects with StoreUnavailable if the step failed. */
  tidy(step: TidyStep): Promise<unknown>;
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

  const takeGroup = (): readonly Waiting[] => {
    let weight = 0;
    let size = 0;
    for (const entry of queue) {
      weight += entry.weight;
      if (size > 0 && (weight > MAX_GROUP_EVENTS || 'step' in entry.work)) break;
      size++;
      if ('step' in entry.work) break;
    }
    const group = queue.slice(0, size);
    queue = queue.slice(size);
    return group;
  };

  const write = async (group: readonly Waiting[]): Promise<readonly JobResult[]> => {
    const jobs: Job[] = [];
    for (const { work } of group) {
      if ('step' in work) return [await lane.tidy(work)];
      jobs.push(work);
    }
    return lane.write(jobs);
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
        results = await write(group);
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

  const enter = (work: Job | TidyStep, lineUp: Waiting[], weight = 0): Promise<unknown> => {
    waitingEvents += weight;
    return new Promise((resolve, reject) => {
      lineUp.push({ work, weight, resolve, reject });
      if (busy) return;
      busy = true;
      // Requests that arrived in the same turn of the event loop share the group.
      setImmediate(writeNext);
    });
  };
  const refusal = (isFull: boolean): Promise<never> | undefined => {
    if (closed) return Promise.reject(new StoreUnavailable('The store is closed.'));
    return isFull ? Promise.reject(new StoreBusy()) : undefined;
  };

  return {
    run(job) {
      if (isRightsJob(job)) return refusal(rights.length >= MAX_WAITING_RIGHTS) ?? enter(job, rights);
      const weight = job.kind === 'append' ? Math.max(1, job.events.length) : 1;
      return refusal(waitingEvents + weight > maxWaitingEvents) ?? enter(job, queue, weight);
    },
    tidy: (step) => refusal(false) ?? enter(step, queue),
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
