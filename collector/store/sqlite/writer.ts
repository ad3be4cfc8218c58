/** The writer's thread: opens the files, writes the groups it is sent, and answers each. Holds no state of its own. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Job } from './jobs.ts';
import { openWriters } from './open-writers.ts';

/** What the main thread hands over. */
interface WriterData {
  readonly folder: string;
  readonly tombstoneKey: string;
}

/** A group to write, or the word to close. */
export type ToWriter = { readonly jobs: readonly Job[] } | 'close';

const port = parentPort;
// Imported as a module in the main thread it does nothing.
if (port) {
  const writers = openWriters(workerData as WriterData); // Only open-writer.ts starts this file.
  port.on('message', (message: ToWriter) => {
    if (message === 'close') {
      writers.close();
      port.close();
    } else {
      port.postMessage(writers.write(message.jobs));
    }
  });
}
