/** The writer's thread: opens both files, writes the groups it is sent, and answers each. Holds no state of its own. */

import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openConnection } from './connection.ts';
import type { Job } from './jobs.ts';
import { CONSENTS_FILE, EVENTS_FILE } from './schema.ts';
import { createGroupWriter } from './write-group.ts';

/** What the main thread hands over. */
interface WriterData {
  readonly folder: string;
}

/** A group to write, or the word to close. */
export type ToWriter = { readonly jobs: readonly Job[] } | 'close';

const port = parentPort;
// Imported as a module in the main thread it does nothing.
if (port) {
  const { folder } = workerData as WriterData; // Only open-writer.ts starts this file.
  const writer = createGroupWriter({
    events: openConnection(join(folder, EVENTS_FILE)),
    consents: openConnection(join(folder, CONSENTS_FILE)),
  });
  port.on('message', (message: ToWriter) => {
    if (message === 'close') {
      writer.close();
      port.close();
    } else {
      port.postMessage(writer.write(message.jobs));
    }
  });
}
