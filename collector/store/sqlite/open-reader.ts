/** The reader's thread as the main thread sees it. Started by the first question: a collector that only receives has none. */

import { Worker } from 'node:worker_threads';
import { StoreTooSlow, StoreUnavailable } from '../store-errors.ts';
import type { Queries, Reads } from './queries.ts';
import type { Answer, Question, ReaderData } from './reader.ts';
import { threadFile } from './thread-file.ts';

/** The reads, and a way to have the file to oneself. */
export type Reader = Reads & {
  /**
   * Lets the questions asked so far be answered, then gives the file back; what is asked meanwhile waits.
   * @returns a function that lets reading go on
   */
  pause(): Promise<() => void>;
  close(): Promise<void>;
};

/** Longest that one question may take (T-109). Nobody looks at a page for longer. */
const TIMEOUT_MS = 30_000;

/**
 * Rejects with StoreUnavailable if the thread dies; the next question then starts a new one. Rejects with StoreTooSlow
 * what takes longer than `timeoutMs` from when it is begun.
 */
export function openReader(folder: string, timeoutMs: number = TIMEOUT_MS): Reader {
  let worker: Worker | undefined;
  let paused: Promise<void> | undefined;
  let lastNumber = 0;
  let closed = false;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  const start = (): Worker => {
    const started = new Worker(threadFile('reader'), { workerData: { folder, timeoutMs } satisfies ReaderData });
    // A thread that fails ends a little later. By then another may have been asked.
    const fail = (error: Error) => {
      if (worker !== started) return;
      worker = undefined;
      for (const entry of waiting.values()) entry.reject(new StoreUnavailable(error.message));
      waiting.clear();
    };
    started.on('message', (answer: Answer) => {
      const entry = waiting.get(answer.number);
      waiting.delete(answer.number);
      if (answer.ok) entry?.resolve(answer.value);
      else entry?.reject(answer.isLate ? new StoreTooSlow() : new StoreUnavailable(answer.message));
    });
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`The reader's thread ended (${code}).`)));
    return started;
  };

  /** Questions are answered in their order, so that the word to close comes after them. A thread that dies has ended too. */
  const end = async (): Promise<void> => {
    const ending = worker;
    if (!ending) return;
    const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.postMessage('close');
    await ended;
  };

  const ask =
    <Name extends keyof Queries>(name: Name) =>
    async (...values: Parameters<Queries[Name]>): Promise<ReturnType<Queries[Name]>> => {
      while (paused) await paused;
      if (closed) throw new StoreUnavailable('The store is closed.');
      worker ??= start();
      const number = ++lastNumber;
      const target = worker;
      return new Promise((resolve, reject) => {
        // The thread answers with what `createQueries` returns for this name.
        waiting.set(number, { resolve: resolve as (value: unknown) => void, reject });
        target.postMessage({ number, name, values } satisfies Question);
      });
    };

  return {
    readSites: ask('readSites'),
    readDaysWithEvents: ask('readDaysWithEvents'),
    readDay: ask('readDay'),
    readClosedDays: ask('readClosedDays'),
    readCells: ask('readCells'),
    readPairs: ask('readPairs'),
    countEvents: ask('countEvents'),
    readDrops: ask('readDrops'),
    readNamed: ask('readNamed'),
    readConsents: ask('readConsents'),
    readCommitments: ask('readCommitments'),
    readConsentSites: ask('readConsentSites'),
    async pause() {
      while (paused) await paused;
      let goOn: () => void = () => undefined;
      paused = new Promise((resolve) => {
        goOn = () => {
          paused = undefined;
          resolve();
        };
      });
      await end();
      return goOn;
    },
    async close() {
      closed = true;
      await end();
    },
  };
}
