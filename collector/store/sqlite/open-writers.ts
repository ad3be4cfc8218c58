/** All that writes, over one set of open files: groups of events and consents, and rights one at a time. Knows no thread. */

import { createReplay, needsReplay } from './apply-tombstones.ts';
import type { Connection } from './connection.ts';
import { createEraser, emptyLog } from './erase.ts';
import { createExpiry } from './expire.ts';
import { FileLost, openFileSet } from './file-set.ts';
import { type GroupJob, isRightsJob, type Job, type JobResult, type RightsJob, type TidyStep } from './jobs.ts';
import { isDiskFull, openReserve } from './reserve.ts';
import { CONSENTS_FILE, EVENTS_FILE, TOMBSTONES_FILE } from './schema.ts';
import { openTombstones } from './tombstones.ts';
import { createGroupWriter } from './write-group.ts';

/** What writes jobs in the order that each kind needs. */
export interface Writers {
  /** One result per job, in order. */
  write(jobs: readonly Job[]): readonly JobResult[];
  /** A step of the nightly pass. The value says whether a file was replaced. Throws where nothing can be written any more. */
  tidy(step: TidyStep): JobResult;
  close(): void;
}

/** Opens files that exist, with their tables. */
export function openWriters({
  folder,
  tombstoneKey,
  openFile,
}: {
  readonly folder: string;
  readonly tombstoneKey: string;
  /** A test may hand in connections that fail. */
  readonly openFile?: (path: string) => Connection;
}): Writers {
  const files = openFileSet(folder, openFile);
  const reserve = openReserve(folder);
  reserve.fill();
  /** Everything that has statements prepared on the files as they are now. */
  const prepare = () => {
    const { [EVENTS_FILE]: events, [CONSENTS_FILE]: consents, [TOMBSTONES_FILE]: ofTombstones } = files.connections;
    const tombstones = openTombstones(ofTombstones, tombstoneKey);
    const parts = { events, consents, tombstones, failed: { count: 0 } };
    return {
      events,
      tombstones,
      groups: createGroupWriter({ events, consents, tombstones }),
      erase: createEraser(parts),
      expire: createExpiry(events),
      replay: createReplay(parts),
    };
  };
  let writers = prepare();

  const run = (job: RightsJob) => {
    switch (job.kind) {
      case 'erase':
        return writers.erase(job.site, job.erasure);
      case 'replay':
        return writers.replay(job.cursor);
      case 'needs-replay':
        return needsReplay(writers);
      case 'expire':
        return writers.expire(job.site, job.day, job.metric);
      case 'forget-tombstones':
        return writers.tombstones.forget(job.month);
    }
  };
  /** On a full disk once more, with the reserve; and before anything else is written, the reserve is taken again. */
  const runWithReserve = (job: RightsJob) => {
    try {
      return run(job);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      reserve.release();
      try {
        return run(job);
      } finally {
        for (const connection of Object.values(files.connections)) emptyLog(connection);
        reserve.fill();
      }
    }
  };
  const writeRights = (job: RightsJob): JobResult => {
    try {
      return { ok: true, value: runWithReserve(job) };
    } catch (error) {
      return { ok: false, message: toMessage(error) };
    }
  };

  return {
    write(jobs) {
      const inGroup = jobs.filter((job): job is GroupJob => !isRightsJob(job));
      const ofGroup = writers.groups.write(inGroup)[Symbol.iterator]();
      return jobs.map((job) => {
        if (isRightsJob(job)) return writeRights(job);
        const next = ofGroup.next();
        return next.done ? { ok: false, message: 'No answer for this job.' } : next.value;
      });
    },
    tidy(step) {
      let isReplaced = false;
      try {
        isReplaced = files.tidy(step);
      } catch (error) {
        if (error instanceof FileLost) throw error;
        return { ok: false, message: toMessage(error) };
      }
      // If this fails nothing can be written any more: the thread ends, and the next group starts another.
      if (isReplaced) writers = prepare();
      return { ok: true, value: isReplaced };
    },
    close() {
      for (const connection of Object.values(files.connections)) connection.close();
    },
  };
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
