/**
 * Loaded into a process by NODE_OPTIONS: writes down once a second how late its event loop was. The collector carries
 * it, and beside it an idle process that has nothing else to do.
 */

import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { env } from 'node:process';
import { isMainThread } from 'node:worker_threads';

const file = env.ASKFIRST_EVENT_LOOP_FILE;
const blockMs = Number(env.ASKFIRST_BLOCK_MS ?? 0);
if (isMainThread && file) {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  setInterval(() => {
    appendFileSync(file, `${Date.now()} ${delays.percentile(99) / 1e6} ${delays.max / 1e6}\n`);
    delays.reset();
  }, 1_000).unref();
}
if (isMainThread && blockMs > 0) {
  // What the judge must notice: work that holds the event loop. Not in step with the writing above: a delay that begins in the
  // very turn of a reset has no tick before it to be counted from.
  setInterval(() => {
    const endMs = performance.now() + blockMs;
    while (performance.now() < endMs);
  }, 730).unref();
}
