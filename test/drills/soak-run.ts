import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startCollector } from './collector-process.ts';
import { postEvents, readSiteFacts, type SiteFacts } from './poster.ts';
import { readStoredIds } from './read-ids.ts';
import { measureSlope, type Slope, type SlopeLimit } from './slope.ts';

/**
 * What one hour, or less, may do to the collector. Chosen: half of what a machine of 512 MB could bear, and for the
 * write-ahead log four times the 16 MB at which it is copied into the file.
 */
const LIMITS = {
  rssMegabytes: { maxRise: 24, max: 400 },
  descriptors: { maxRise: 8, max: 300 },
  walMegabytes: { maxRise: 32, max: 64 },
  eventLoopP99Ms: { maxRise: 40, max: 400 },
} satisfies Record<string, SlopeLimit>;

/** Requests of each kind a second: one and a half times what a site with five million page views a day gets. */
const BATCHES_PER_SECOND = 9;
const EVENTS_PER_BATCH = 10;

/** What a soak showed. */
export interface SoakReport {
  readonly seconds: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly strange: number;
  readonly integrity: string;
  readonly slopes: Readonly<Record<keyof typeof LIMITS, Slope>>;
}

/** T-111: a steady load of batches, repetitions, consents, bad requests and probes, watched once a second. Linux only: it reads /proc. */
export async function runSoak(minutes: number): Promise<SoakReport> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-soak-'));
  const eventLoopFile = join(folder, 'event-loop');
  const data = join(folder, 'data');
  const collector = await startCollector(data, {
    variables: {
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'event-loop-probe.ts'))}`,
      ASKFIRST_EVENT_LOOP_FILE: eventLoopFile,
    },
  });
  try {
    const { pid } = collector.child;
    const rssMegabytes: number[] = [];
    const descriptors: number[] = [];
    const walMegabytes: number[] = [];
    const load = startLoad(collector.url, await readSiteFacts(collector.url));
    const endMs = performance.now() + minutes * 60_000;
    while (performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      rssMegabytes.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
      descriptors.push(readdirSync(`/proc/${pid}/fd`).length);
      walMegabytes.push(statSync(join(data, 'events.sqlite-wal')).size / 2 ** 20);
    }
    await load.stop();
    await collector.end('SIGTERM');
    const eventLoopP99Ms = readFileSync(eventLoopFile, 'utf8').trim().split('\n').map(Number);
    const series = { rssMegabytes, descriptors, walMegabytes, eventLoopP99Ms };
    const { ids, integrity } = readStoredIds(data);
    return {
      seconds: rssMegabytes.length,
      acknowledged: load.acknowledged.size,
      lost: [...load.acknowledged].filter((id) => !ids.has(id)).length,
      strange: load.strange.length,
      integrity,
      slopes: {
        rssMegabytes: measureSlope(series.rssMegabytes, LIMITS.rssMegabytes),
        descriptors: measureSlope(series.descriptors, LIMITS.descriptors),
        walMegabytes: measureSlope(series.walMegabytes, LIMITS.walMegabytes),
        eventLoopP99Ms: measureSlope(series.eventLoopP99Ms, LIMITS.eventLoopP99Ms),
      },
    };
  } finally {
    await collector.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Load {
  readonly acknowledged: ReadonlySet<string>;
  readonly strange: readonly string[];
  stop(): Promise<void>;
}

/** Each second the same: batches, one bad body, one page, one probe. Requests do not wait for each other. */
function startLoad(url: string, facts: SiteFacts): Load {
  const acknowledged = new Set<string>();
  const strange: string[] = [];
  const running = new Set<Promise<void>>();
  const watch = (request: Promise<void>) => {
    const watched = request
      .catch((error: unknown) => void strange.push(String(error)))
      .finally(() => running.delete(watched));
    running.add(watched);
  };
  const expectStatus = async (path: string, options: RequestInit, status: number) => {
    const answer = await fetch(`${url}/${path}`, options);
    await answer.arrayBuffer();
    if (answer.status !== status) strange.push(`${path}: ${answer.status}`);
  };
  const postBatch = async () => {
    const { ids, answer } = await postEvents(url, facts, EVENTS_PER_BATCH);
    await answer.arrayBuffer();
    if (answer.status === 202) for (const id of ids) acknowledged.add(id);
    else strange.push(`events: ${answer.status}`);
  };
  const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
  const batches = setInterval(() => watch(postBatch()), 1_000 / BATCHES_PER_SECOND);
  const others = setInterval(() => {
    watch(expectStatus('events', { method: 'POST', headers, body: '{"version":1' }, 400));
    watch(expectStatus('askfirst.js', {}, 200));
    watch(expectStatus('readyz', {}, 200));
  }, 1_000);
  return {
    acknowledged,
    strange,
    async stop() {
      clearInterval(batches);
      clearInterval(others);
      await Promise.all(running);
    },
  };
}
