/** What happened, written before it happens, by code that knows nothing of the product: the run is judged by this file. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** One line of truth.jsonl. */
export interface TruthLine {
  /** Position among truth lines and requests of the run, so that the two can be put in order. */
  readonly order: number;
  readonly browser: string;
  /** Instant by the run's own clock. */
  readonly atMs: number;
  readonly did:
    | 'arrive'
    | 'view'
    | 'turn'
    | 'reload'
    | 'add'
    | 'accept'
    | 'refuse'
    | 'reopen'
    | 'offline'
    | 'online'
    | 'lose-answer'
    | 'close';
  /** Of the page that comes next, with `accept` of the one in front of the visitor, as a report must show it. */
  readonly path?: string;
  /** With `arrive`: does this browser send Global Privacy Control? */
  readonly gpc?: boolean;
}

/** Appends lines to the file; each is in the operating system's hands before `write` returns it with its place. */
export interface TruthFile<Line extends { readonly order: number } = TruthLine> {
  write(line: Omit<Line, 'order'>): Line;
  close(): void;
}

/** Opens a new truth file. `nextOrder` counts truth lines and requests together. */
export function openTruth<Line extends { readonly order: number } = TruthLine>(
  file: string,
  nextOrder: () => number,
): TruthFile<Line> {
  const descriptor = openSync(file, 'wx');
  return {
    write(line) {
      // What was left out is put back.
      const whole = { order: nextOrder(), ...line } as unknown as Line;
      writeSync(descriptor, `${JSON.stringify(whole)}\n`);
      return whole;
    },
    close: () => closeSync(descriptor),
  };
}

/** Reads a truth file back. */
export function readTruth<Line = TruthLine>(file: string): readonly Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line); // Written by `openTruth` and by nothing else.
}
