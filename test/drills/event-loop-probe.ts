/** Loaded into the collector's process by NODE_OPTIONS: writes down once a second how late its event loop was. */

import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { env } from 'node:process';
import { isMainThread } from 'node:worker_threads';

const file = env.ASKFIRST_EVENT_LOOP_FILE;
if (isMainThread && file) {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  setInterval(() => {
    appendFileSync(file, `${delays.percentile(99) / 1e6}\n`);
    delays.reset();
  }, 1_000).unref();
}
