/** All that writes, over one set of open files: groups of events and consents, and rights one at a time. Knows no thread. */

import { join } from 'node:path';
import { createReplay, needsReplay } from './apply-tombstones.ts';
import { openConnection } from './connection.ts';
import { createEraser, emptyLog } from './erase.ts';
import { type GroupJob, isRightsJob, type Job, type JobResult, type RightsJob } from './jobs.ts';
import { isDiskFull, openReserve } from './reserve.ts';
import { CONSENTS_FILE, EVENTS_FILE, TOMBSTONES_FILE } from './schema.ts';
import { openTombstones } from './tombstones.ts';
import { createGroupWriter } from './write-group.ts';

/** What writes jobs in the order that each kind needs. */
export interface Writers {
  /** One result per job, in order. */
  write(jobs: readonly Job[]): readonly JobResult[];
  close(): void;
}

/** Opens files that exist, with their tables. */
export function openWriters({
  folder,
  tombstoneKey,
}: {
  readonly folder: string;
  readonly tombstoneKey: string;
}): Writers {
  const events = openConnection(join(folder, EVENTS_FILE));
  const consents = openConnection(join(folder, CONSENTS_FILE));
  const ofTombstones = openConnection(join(folder, TOMBSTONES_FILE));
  const tombstones = openTombstones(ofTombstones, tombstoneKey);
  const groups = createGroupWriter({ events, consents, tombstones });
  const erase = createEraser({ events, consents, tombstones });

  const replay = createReplay({ events, consents, tombstones });
  const reserve = openReserve(folder);
  reserve.fill();

  const run = (job: RightsJob) => {
    switch (job.kind) {
      case 'erase':
        return erase(job.site, job.erasure);
      case 'replay':
        return replay(job.cursor);
      case 'needs-replay':
        return needsReplay({ events, tombstones });
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
        for (const connection of [events, consents, ofTombstones]) emptyLog(connection);
        reserve.fill();
      }
    }
  };
  const writeRights = (job: RightsJob): JobResult => {
    try {
      return { ok: true, value: runWithReserve(job) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  };

  return {
    write(jobs) {
      const inGroup = jobs.filter((job): job is GroupJob => !isRightsJob(job));
      const ofGroup = groups.write(inGroup)[Symbol.iterator]();
      return jobs.map((job) => {
        if (isRightsJob(job)) return writeRights(job);
        const next = ofGroup.next();
        return next.done ? { ok: false, message: 'No answer for this job.' } : next.value;
      });
    },
    close() {
      groups.close();
      tombstones.close();
    },
  };
}
