/** The writer's thread as the main thread sees it: a lane that takes one group at a time. */

import { Worker } from 'node:worker_threads';
import type { JobResult, WriterLane } from './jobs.ts';
import { threadFile } from './thread-file.ts';
import type { ToWriter } from './writer.ts';

/** Starts the thread. If it dies, the group in flight is rejected and the next group starts a new one. */
export function openWriter(folder: string, tombstoneKey: string): WriterLane {
  let worker: Worker | undefined;
  let waiting: { resolve(results: readonly JobResult[]): void; reject(error: Error): void } | undefined;

  const start = (): Worker => {
    const started = new Worker(threadFile('writer'), { workerData: { folder, tombstoneKey } });
    // A thread that fails ends a little later. By then another may be writing, and what waits is a group of that one's.
    const fail = (error: Error) => {
      if (worker !== started) return;
      worker = undefined;
      waiting?.reject(error);
      waiting = undefined;
    };
    started.on('message', (results: readonly JobResult[]) => {
      if (worker !== started) return;
      waiting?.resolve(results);
      waiting = undefined;
    });
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`The writer's thread ended (${code}).`)));
    return started;
  };
  worker = start();

  const ask = (message: Exclude<ToWriter, 'close'>): Promise<readonly JobResult[]> => {
    worker ??= start();
    const target = worker;
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      target.postMessage(message);
    });
  };

  return {
    write: (jobs) => ask({ jobs }),
    tidy: async (tidy) => (await ask({ tidy }))[0] ?? { ok: false, message: 'No answer for this step.' },
    async close() {
      const closing = worker;
      if (!closing) return;
      // However it ends: what was answered is on the disk.
      const ended = new Promise<void>((resolve) => closing.once('exit', () => resolve()));
      closing.postMessage('close' satisfies ToWriter);
      await ended;
    },
  };
}
