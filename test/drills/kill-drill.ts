import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from './collector-process.ts';
import { readSiteFacts, startPosting } from './poster.ts';
import { readStoredIds } from './read-ids.ts';

/** What a drill of kills showed. */
export interface KillReport {
  readonly kills: number;
  readonly posted: number;
  readonly acknowledged: number;
  /** Acknowledged and not there after the kill: must be none. */
  readonly lost: number;
  /** Stored and never posted: must be none. */
  readonly foreign: number;
  /** Answers that were neither 202 nor 503: must be none. */
  readonly strange: number;
  /** Integrity checks that did not say ok: must be none. */
  readonly broken: number;
  readonly slowestStartMs: number;
  /** The same in CPU time, which other work on the machine does not stretch. */
  readonly slowestStartCpuMs: number;
  readonly seed: number;
}

/** How the full drill is watched. */
export interface KillDrillOptions {
  /** Makes the moments; printed, so that a run can be repeated. */
  readonly seed?: number;
  /** Ends it after the kill under way; the report then counts those that were done. */
  readonly signal?: AbortSignal;
  /** Told after each kill. */
  readonly onKill?: (kills: number) => void;
}

/**
 * T-78: kills the collector with SIGKILL at random moments under load, each time on what the kill before left, and
 * compares what was acknowledged with what is there.
 */
export async function runKillDrill(wanted: number, options: KillDrillOptions = {}): Promise<KillReport> {
  const { seed = Date.now() % 2 ** 31, signal, onKill } = options;
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-kill-'));
  const random = createRandom(seed);
  const posted = new Set<string>();
  const acknowledged = new Set<string>();
  const sums = { lost: 0, foreign: 0, strange: 0, broken: 0, slowestStartMs: 0, slowestStartCpuMs: 0 };
  try {
    let kills = 0;
    while (kills < wanted && !signal?.aborted) {
      const collector = await startCollector(folder);
      sums.slowestStartMs = Math.max(sums.slowestStartMs, collector.startMs);
      sums.slowestStartCpuMs = Math.max(sums.slowestStartCpuMs, collector.startCpuMs);
      // Whatever goes wrong in between, no collector outlives the drill.
      const poster = await readSiteFacts(collector.url)
        .then(async (facts) => {
          const started = startPosting(collector.url, facts, 8);
          await new Promise((resolve) => setTimeout(resolve, 20 + random() * 400));
          return started;
        })
        .finally(() => collector.end('SIGKILL'));
      await poster.stop();
      for (const id of poster.posted) posted.add(id);
      for (const id of poster.acknowledged) acknowledged.add(id);
      sums.strange += poster.strange.length;
      const { ids, integrity } = readStoredIds(folder);
      if (integrity !== 'ok') sums.broken++;
      for (const id of acknowledged) if (!ids.has(id)) sums.lost++;
      for (const id of ids) if (!posted.has(id)) sums.foreign++;
      kills += 1;
      onKill?.(kills);
    }
    return { kills, posted: posted.size, acknowledged: acknowledged.size, ...sums, seed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Numbers from 0 to 1 that a seed fixes (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
