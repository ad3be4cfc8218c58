/** How late an event loop was beside that of an idle process at the same time, so that a busy machine does not decide. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { pathToFileURL } from 'node:url';

/** What the probe wrote of one second: the 99th percentile of its delays, and the longest. */
export interface LoopReading {
  readonly atMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What an event loop may do more than an idle one. */
export interface ExcessLimit {
  /** Largest median over all windows. */
  readonly maxMedianMs: number;
  /** Largest rise from the beginning to the end of the second half: the first is for warming up. */
  readonly maxRiseMs: number;
}

/** What it did more than an idle one. */
export interface Excess {
  readonly windows: number;
  readonly medianMs: number;
  readonly riseMs: number;
  /** The same of the idle process itself: how busy the machine was. */
  readonly idleMedianMs: number;
  readonly isWithin: boolean;
}

/** Words for a process that carries the probe and writes into this file. */
export function probeVariables(file: string): NodeJS.ProcessEnv {
  return {
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'event-loop-probe.ts'))}`,
    ASKFIRST_EVENT_LOOP_FILE: file,
  };
}

/** Starts a process that has nothing to do but carry the probe. It ends with us, however we end. */
export function startIdle(file: string): { close(): Promise<void> } {
  const child = spawn(execPath, ['--eval', 'process.stdin.resume()'], {
    env: { ...env, ...probeVariables(file) },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return {
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.stdin?.end();
      await ended;
    },
  };
}

/** What a probe has written so far. */
export function readLoop(file: string): LoopReading[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.split(' ').length === 3)
    .map((line) => {
      const [atMs = 0, p99Ms = 0, maxMs = 0] = line.split(' ').map(Number);
      return { atMs, p99Ms, maxMs };
    });
}

/**
 * Compares two loops window by window. What a window says is a quantile of its seconds, the same for both; what is
 * judged is the median of the differences and their slope by Theil and Sen, which single bad windows cannot turn.
 * @param own a window in which it wrote nothing, while the idle one did, counts as late by all of it
 */
export function measureExcess(
  own: readonly LoopReading[],
  idle: readonly LoopReading[],
  {
    of,
    quantile,
    windowMs,
    limit,
  }: {
    readonly of: 'p99Ms' | 'maxMs';
    /** 0.5 for what most seconds of a window are like, 0.95 for its bad ones. */
    readonly quantile: number;
    readonly windowMs: number;
    readonly limit: ExcessLimit;
  },
): Excess {
  const startMs = Math.max(own[0]?.atMs ?? 0, idle[0]?.atMs ?? 0);
  const endMs = idle.at(-1)?.atMs ?? 0;
  const windows = Math.floor((endMs - startMs) / windowMs);
  const excess: number[] = [];
  const idleValues: number[] = [];
  for (let window = 0; window < windows; window++) {
    const within = ({ atMs }: LoopReading) => Math.floor((atMs - startMs) / windowMs) === window;
    const reference = quantileOf(
      idle.filter(within).map((reading) => reading[of]),
      quantile,
    );
    if (Number.isNaN(reference)) continue;
    const value = quantileOf(
      own.filter(within).map((reading) => reading[of]),
      quantile,
    );
    idleValues.push(reference);
    excess.push(Number.isNaN(value) ? windowMs : value - reference);
  }
  const medianMs = quantileOf(excess, 0.5);
  const late = excess.slice(Math.floor(excess.length / 2));
  const riseMs = late.length < 2 ? 0 : quantileOf(slopesOf(late), 0.5) * (late.length - 1);
  return {
    windows: excess.length,
    medianMs,
    riseMs,
    idleMedianMs: quantileOf(idleValues, 0.5),
    // Written so that nothing measured is nothing shown.
    isWithin: medianMs <= limit.maxMedianMs && riseMs <= limit.maxRiseMs,
  };
}

/** Slopes of all pairs, per step. */
function slopesOf(values: readonly number[]): number[] {
  return values.flatMap((from, at) => values.slice(at + 1).map((to, steps) => (to - from) / (steps + 1)));
}

/** The value below which so much of all lies; NaN of none. */
function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
