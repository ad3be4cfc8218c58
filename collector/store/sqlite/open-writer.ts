/** The writer's thread as the main thread sees it: a lane that takes one group at a time. */

import { once } from 'node:events';
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
    const fail = (error: Error) => {
      if (worker === started) worker = undefined;
      waiting?.reject(error);
      waiting = undefined;
    };
    started.on('message', (results: readonly JobResult[]) => {
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
      if (!worker) return;
      const ended = once(worker, 'exit');
      worker.postMessage('close' satisfies ToWriter);
      await ended;
    },
  };
}
