/** What the main thread asks of the writer's thread, and what it answers. Plain data: it crosses by structured clone. */

import type { DropReason } from '../../../contract/drop-reasons.ts';
import type { WireEvent } from '../../../contract/wire.ts';
import type { Cell, ConsentRecord, Drops, Erased, Erasure } from '../store.ts';
import type { ReplayCursor, ReplayStep } from './apply-tombstones.ts';
import type { StoreFile } from './schema.ts';

/** One call of the store that changes something. What grows with the visits goes in groups. */
export type GroupJob =
  | {
      readonly kind: 'append';
      readonly site: string;
      readonly events: readonly WireEvent[];
      readonly drops?: Drops;
    }
  | { readonly kind: 'consent'; readonly site: string; readonly record: ConsentRecord }
  | {
      readonly kind: 'close-day';
      readonly site: string;
      readonly day: string;
      readonly cells: readonly Cell[];
      readonly rows?: number;
    }
  | { readonly kind: 'probe' };

/** Rights have a lane and a budget of their own, and are written one at a time. */
export type RightsJob =
  | { readonly kind: 'erase'; readonly site: string; readonly erasure: Erasure }
  /** One step of comparing what is stored with the tombstones. */
  | { readonly kind: 'replay'; readonly cursor?: ReplayCursor }
  | { readonly kind: 'needs-replay' }
  /** One step of removing what is older than its retention. */
  | { readonly kind: 'expire'; readonly site: string; readonly day: string; readonly metric: string }
  | { readonly kind: 'forget-tombstones'; readonly month: string };

const RIGHTS_KINDS: ReadonlySet<Job['kind']> = new Set<RightsJob['kind']>([
  'erase',
  'replay',
  'needs-replay',
  'expire',
  'forget-tombstones',
]);

/** Either. */
export type Job = GroupJob | RightsJob;

/** Does it go alone? */
export function isRightsJob(job: Job): job is RightsJob {
  return RIGHTS_KINDS.has(job.kind);
}

/** What an append answers. */
export interface Appended {
  readonly dropped: readonly { readonly id: string; readonly reason: DropReason }[];
}

/** The job's value, once its group is committed and synced; or why nothing of it is stored. */
export type JobResult =
  | { readonly ok: true; readonly value: Appended | Erased | ReplayStep | number | boolean | undefined }
  | { readonly ok: false; readonly message: string };

/** A step of the nightly pass over one file. */
export interface TidyStep {
  /**
   * `follow` notes what changes from now on, `replace` puts the fair copy in the file's place (its value is `false`
   * where somebody else has the file open; it may be asked again), `forget` ends without a copy.
   */
  readonly step: 'follow' | 'replace' | 'forget';
  readonly file: StoreFile;
}

/**
 * Commits groups of jobs, one group at a time. The worker thread is one; a test may hand in its own.
 * `write` resolves with one result per job, in order. It rejects only if the lane itself is gone.
 */
export interface WriterLane {
  write(jobs: readonly Job[]): Promise<readonly JobResult[]>;
  /** Takes one step of the nightly pass, between two groups. */
  tidy(step: TidyStep): Promise<JobResult>;
  /** Closes the files. Nothing may be written afterwards. */
  close(): Promise<void>;
}
