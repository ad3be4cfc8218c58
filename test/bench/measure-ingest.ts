import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayAndHour } from '../../contract/day.ts';
import type { SiteConfiguration } from '../../contract/site.ts';
import { type BenchOptions, REGISTRY_FOLDER, ROOT } from './bench-options.ts';
import { type ChildServer, startServer } from './child-server.ts';
import { openInsertLoop } from './insert-loop.ts';
import { createBatchMaker, runLoad } from './load.ts';
import { type Group, medianOf, percentileOf, type Row } from './table.ts';

const BATCHES = [1, 10, 50];
const CONCURRENCIES = [1, 16, 64];

/** What one server or the loop did in one run. */
interface Measured {
  readonly eventsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuUsPerEvent: number;
}

/** Events acknowledged after fsync, by batch and concurrency, beside a bare server and a bare insert loop; then memory. */
export async function measureIngest(options: BenchOptions): Promise<readonly Group[]> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-bench-'));
  const collector = await startServer([join(ROOT, 'dist/command/askfirst.js'), 'serve'], {
    readyPath: '/readyz',
    variables: { ASKFIRST_DATA: join(folder, 'data'), ASKFIRST_REGISTRY: REGISTRY_FOLDER },
  });
  const bare = await startServer([join(import.meta.dirname, 'bare-server.ts')], { readyPath: '/' });
  const loop = openInsertLoop(folder);
  try {
    const context = await readContext(collector.port);
    const rows: Row[] = [];
    for (const batch of BATCHES) {
      for (const concurrency of CONCURRENCIES) {
        const measured: Measured[][] = [];
        const load = { concurrency, durationMs: options.ingestMs, makeBody: createBatchMaker(batch, context) };
        // Once unmeasured, so that no engine is compiling while it is measured.
        await measureServer(collector, '/askfirst/events', load);
        await measureServer(bare, '/', load);
        // The three take turns in every run, so that a slow moment of the machine slows each of them.
        for (let run = 0; run < options.runs; run += 1) {
          measured.push([
            await measureServer(collector, '/askfirst/events', load),
            await measureServer(bare, '/', load),
            measureLoop(loop, batch * concurrency, options.ingestMs),
          ]);
        }
        rows.push(...toRows(`batch ${batch} × ${concurrency}`, measured));
      }
    }
    return [INGEST(rows), await measureMemory(collector, context, options)];
  } finally {
    loop.close();
    await Promise.all([collector.close(), bare.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const INGEST = (rows: readonly Row[]): Group => ({
  title: 'Ingest',
  how:
    'Page views posted over loopback to `askfirst serve`, acknowledged after fsync; batch size × posts that wait at any time. ' +
    'Client and server share the machine. References: a bare `node:http` server that parses the JSON and answers; a bare loop of ' +
    'prepared inserts in groups of batch × concurrency (at most 256) events, each committed and fsynced, without HTTP (its times are those of a group).',
  columns: ['Askfirst', 'bare node:http', 'bare insert loop'],
  rows,
});

async function readContext(port: number): Promise<{ scope: number; purposes: readonly string[]; day: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}/askfirst/site.json`);
  // Answered by the collector of this repository.
  const { registry, timeZone } = (await answer.json()) as SiteConfiguration;
  return { scope: registry.scope, purposes: registry.purposes, day: dayAndHour(Date.now(), timeZone).day };
}

async function measureServer(
  server: ChildServer,
  path: string,
  load: Omit<Parameters<typeof runLoad>[0], 'port' | 'path'>,
): Promise<Measured> {
  const cpuMs = server.readCpuMs();
  const { eventsPerSecond, answerMs, events } = await runLoad({ ...load, port: server.port, path });
  const sorted = [...answerMs].sort((a, b) => a - b);
  return {
    eventsPerSecond,
    p50Ms: percentileOf(sorted, 0.5),
    p99Ms: percentileOf(sorted, 0.99),
    cpuUsPerEvent: (1_000 * (server.readCpuMs() - cpuMs)) / events,
  };
}

function measureLoop(loop: ReturnType<typeof openInsertLoop>, eventsAtOnce: number, durationMs: number): Measured {
  const { eventsPerSecond, groupMs, cpuUsPerEvent } = loop.run(eventsAtOnce, durationMs);
  const sorted = [...groupMs].sort((a, b) => a - b);
  return { eventsPerSecond, p50Ms: percentileOf(sorted, 0.5), p99Ms: percentileOf(sorted, 0.99), cpuUsPerEvent };
}

function toRows(name: string, measured: readonly (readonly Measured[])[]): Row[] {
  const row = (what: string, unit: string, pick: (one: Measured) => number): Row => ({
    what: `${name}: ${what}`,
    unit,
    values: [0, 1, 2].map((column) => measured.flatMap((run) => (run[column] ? [pick(run[column])] : []))),
  });
  return [
    row('events', '/s', (one) => one.eventsPerSecond),
    row('answer p50', 'ms', (one) => one.p50Ms),
    row('answer p99', 'ms', (one) => one.p99Ms),
    row('CPU', 'µs/event', (one) => one.cpuUsPerEvent),
  ];
}

/** Resident memory at batch 10 × 16, in the first and the last sixth of the time. */
async function measureMemory(
  collector: ChildServer,
  context: Awaited<ReturnType<typeof readContext>>,
  { memoryMs }: BenchOptions,
): Promise<Group> {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(collector.readResidentMib()), memoryMs / 60);
  const load = { port: collector.port, path: '/askfirst/events', concurrency: 16, durationMs: memoryMs };
  const { events } = await runLoad({ ...load, makeBody: createBatchMaker(10, context) });
  clearInterval(timer);
  const part = Math.ceil(samples.length / 6);
  return {
    title: 'Memory of the collector',
    how: `Resident memory during ${memoryMs / 1_000} s of batches of 10 at concurrency 16, after the rows above.`,
    columns: ['first sixth', 'last sixth'],
    rows: [
      { what: 'resident memory', unit: 'MiB', values: [samples.slice(0, part), samples.slice(-part)] },
      { what: 'events stored meanwhile', unit: '', values: [undefined, [events]] },
      {
        what: 'growth of the median',
        unit: 'MiB',
        values: [undefined, [medianOf(samples.slice(-part)) - medianOf(samples.slice(0, part))]],
      },
    ],
  };
}
