import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from './collector-process.ts';
import { type Excess, type ExcessLimit, measureExcess, probeVariables, readLoop, startIdle } from './event-loop.ts';
import { readStoredIds } from './read-ids.ts';
import { measureSlope, type Slope, type SlopeLimit } from './slope.ts';
import { startLoad } from './soak-load.ts';

/**
 * What one hour, or less, may do to the collector. Chosen: half of what a machine of 512 MB could bear, and for the
 * write-ahead log four times the 16 MB at which it is copied into the file.
 */
const LIMITS = {
  rssMegabytes: { maxRise: 24, max: 400 },
  descriptors: { maxRise: 8, max: 300 },
  walMegabytes: { maxRise: 32, max: 64 },
} satisfies Record<string, SlopeLimit>;

/**
 * How much later than an idle process the event loop may be: by the 99th percentile of a second's delays, by its longest
 * one in most seconds, and by that of the bad seconds, three in a minute, which scatter more. Chosen: what nobody notices in
 * an answer that nobody waits for.
 */
const LOOP_LIMITS = {
  p99: { maxMedianMs: 25, maxRiseMs: 25 },
  longest: { maxMedianMs: 40, maxRiseMs: 40 },
  longestOfBadSeconds: { maxMedianMs: 75, maxRiseMs: 200 },
} satisfies Record<string, ExcessLimit>;

/** What the event loop is judged by: a minute of an hour, less of less. */
const MOST_WINDOWS_MS = 60_000;
const WINDOWS = 6;

/** What a soak showed. */
export interface SoakReport {
  readonly seconds: number;
  readonly acknowledged: number;
  readonly erased: number;
  /** Acknowledged, not erased, and not there. */
  readonly lost: number;
  /** Erased, and there. */
  readonly cameBack: number;
  /** Answers that were not the expected ones: the first few. */
  readonly strange: readonly string[];
  readonly integrity: string;
  readonly slopes: Readonly<Record<keyof typeof LIMITS, Slope>>;
  /** How much later the collector's event loop was than that of an idle process beside it. */
  readonly eventLoop: Readonly<Record<keyof typeof LOOP_LIMITS, Excess>>;
}

/**
 * T-111: a steady load, watched once a second. Linux only: it reads /proc.
 * @param blockMs holds the collector's event loop for so long again and again, to see the judge object
 */
export async function runSoak(
  minutes: number,
  { blockMs = 0 }: { readonly blockMs?: number } = {},
): Promise<SoakReport> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-soak-'));
  const [loopFile, idleFile] = [join(folder, 'event-loop'), join(folder, 'idle-event-loop')];
  const data = join(folder, 'data');
  const collector = await startCollector(data, {
    variables: { ...probeVariables(loopFile), ASKFIRST_BLOCK_MS: String(blockMs) },
  });
  const idle = startIdle(idleFile);
  try {
    const { pid } = collector.child;
    const rssMegabytes: number[] = [];
    const descriptors: number[] = [];
    const walMegabytes: number[] = [];
    const load = await startLoad(collector.url);
    const endMs = performance.now() + minutes * 60_000;
    while (performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      rssMegabytes.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
      descriptors.push(readdirSync(`/proc/${pid}/fd`).length);
      walMegabytes.push(statSync(join(data, 'events.sqlite-wal')).size / 2 ** 20);
    }
    await load.stop();
    await idle.close();
    await collector.end('SIGTERM');
    const loops = [readLoop(loopFile), readLoop(idleFile)] as const;
    const windowMs = Math.min(MOST_WINDOWS_MS, (minutes * 60_000) / WINDOWS);
    const { ids, integrity } = readStoredIds(data);
    return {
      seconds: rssMegabytes.length,
      acknowledged: load.acknowledged.size,
      erased: load.erased.size,
      lost: [...load.acknowledged].filter((id) => !ids.has(id) && !load.erased.has(id)).length,
      cameBack: [...load.erased].filter((id) => ids.has(id)).length,
      strange: load.strange.slice(0, 10),
      integrity,
      slopes: {
        rssMegabytes: measureSlope(rssMegabytes, LIMITS.rssMegabytes),
        descriptors: measureSlope(descriptors, LIMITS.descriptors),
        walMegabytes: measureSlope(walMegabytes, LIMITS.walMegabytes),
      },
      eventLoop: {
        p99: measureExcess(...loops, { of: 'p99Ms', quantile: 0.5, windowMs, limit: LOOP_LIMITS.p99 }),
        longest: measureExcess(...loops, { of: 'maxMs', quantile: 0.5, windowMs, limit: LOOP_LIMITS.longest }),
        longestOfBadSeconds: measureExcess(...loops, {
          of: 'maxMs',
          quantile: 0.95,
          windowMs,
          limit: LOOP_LIMITS.longestOfBadSeconds,
        }),
      },
    };
  } finally {
    await idle.close();
    await collector.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
