/** All that writes, over one set of open files: groups of events and consents, and rights one at a time. Knows no thread. */

import { join } from 'node:path';
import { openConnection } from './connection.ts';
import { createEraser } from './erase.ts';
import { type GroupJob, isRightsJob, type Job, type JobResult, type RightsJob } from './jobs.ts';
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
  const tombstones = openTombstones(openConnection(join(folder, TOMBSTONES_FILE)), tombstoneKey);
  const groups = createGroupWriter({ events, consents, tombstones });
  const erase = createEraser({ events, consents, tombstones });

  const writeRights = ({ site, erasure }: RightsJob): JobResult => {
    try {
      return { ok: true, value: erase(site, erasure) };
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
