/** The reader's thread: answers questions over a connection of its own, so that a long report never holds up a commit. */

import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { StoreTooSlow } from '../store-errors.ts';
import { openReadConnection } from './connection.ts';
import { createOwnQueries } from './own-queries.ts';
import { createQueries, type Queries } from './queries.ts';
import { CONSENTS_FILE, EVENTS_FILE } from './schema.ts';

/** One question. */
export interface Question {
  readonly number: number;
  readonly name: keyof Queries;
  readonly values: readonly unknown[];
}

/** Its answer. */
export type Answer =
  | { readonly number: number; readonly ok: true; readonly value: unknown }
  | { readonly number: number; readonly ok: false; readonly message: string; readonly isLate: boolean };

/** What the main thread hands over. */
export interface ReaderData {
  readonly folder: string;
  /** Longest that one question may take. */
  readonly timeoutMs: number;
}

const port = parentPort;
// Imported as a module in the main thread it does nothing.
if (port) {
  const { folder, timeoutMs } = workerData as ReaderData; // Only open-reader.ts starts this file.
  let lateAtMs = Number.POSITIVE_INFINITY;
  const requireInTime = () => {
    if (performance.now() >= lateAtMs) throw new StoreTooSlow();
  };
  const connection = openReadConnection(join(folder, EVENTS_FILE));
  const consents = openReadConnection(join(folder, CONSENTS_FILE));
  const queries: Queries = { ...createQueries(connection, requireInTime), ...createOwnQueries(connection, consents) };
  port.on('message', (question: Question | 'close') => {
    if (question === 'close') {
      connection.close();
      consents.close();
      port.close();
      return;
    }
    lateAtMs = performance.now() + timeoutMs;
    try {
      // The types of name and values were checked where the question was asked (open-reader.ts).
      const ask = queries[question.name] as (...values: readonly unknown[]) => unknown;
      port.postMessage({ number: question.number, ok: true, value: ask(...question.values) } satisfies Answer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isLate = error instanceof StoreTooSlow;
      port.postMessage({ number: question.number, ok: false, message, isLate } satisfies Answer);
    }
  });
}
