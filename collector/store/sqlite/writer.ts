/** The writer's thread: writes the groups it is sent, and answers each. Holds no state of its own. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Job, JobResult, TidyStep } from './jobs.ts';
import { openWriters } from './open-writers.ts';

/** What the main thread hands over. */
interface WriterData {
  readonly folder: string;
  readonly tombstoneKey: string;
}

/** A group to write, a step of the nightly pass, or the word to close. */
export type ToWriter = { readonly jobs: readonly Job[] } | { readonly tidy: TidyStep } | 'close';

const port = parentPort;
// Imported as a module in the main thread it does nothing.
if (port) {
  const writers = openWriters(workerData as WriterData); // Only open-writer.ts starts this file.
  const answer = (results: readonly JobResult[]) => port.postMessage(results);
  port.on('message', (message: ToWriter) => {
    if (message === 'close') {
      writers.close();
      port.close();
    } else {
      answer('jobs' in message ? writers.write(message.jobs) : [writers.tidy(message.tidy)]);
    }
  });
}
