/** The copier's thread: writes one fair copy and ends. Groups are written meanwhile, by the writer's thread. */

import { parentPort, workerData } from 'node:worker_threads';
import { writeFairCopy } from './fair-copy.ts';

// Imported as a module in the main thread it does nothing.
if (parentPort) {
  const { path } = workerData as { path: string }; // Only tidy-file.ts starts this file.
  writeFairCopy(path);
}
