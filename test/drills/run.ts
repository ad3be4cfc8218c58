/** The drills in full size: `npm run drill [kills] [visitors]`. CI runs the same programs, smaller, as tests. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { argv, exit } from 'node:process';
import { findFaults, runBrowserRightsDrill } from './browser-rights-drill.ts';
import { runKillDrill } from './kill-drill.ts';
import { runRightsDrill } from './rights-drill.ts';

const [kills, visitors] = [Number(argv[2] ?? 500), Number(argv[3] ?? 30)];
if (!Number.isInteger(kills) || kills < 0 || !Number.isInteger(visitors) || visitors < 0 || visitors % 3 !== 0) {
  console.error('Kills are a whole number, visitors a multiple of three. Run: npm run drill -- 500 30');
  exit(1);
}
let failed = false;
if (visitors > 0) {
  console.log(`T-69, T-70: ${visitors} visitors, a third erases, a third withdraws.`);
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-rights-'));
  const drill = await runRightsDrill(folder, visitors).finally(() => rmSync(folder, { recursive: true, force: true }));
  console.log(drill);
  failed ||= drill.traces.length + drill.wrong.length > 0;
  console.log(`P8, P9: ${visitors} visitors in a real browser, three tabs each.`);
  const told = await runBrowserRightsDrill(visitors);
  console.log(told);
  failed ||= findFaults(told).length > 0;
}
if (kills > 0) {
  console.log(`T-78: ${kills} kills under load. This takes about ${Math.ceil((kills * 1.5) / 60)} minutes.`);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const report = await runKillDrill(kills, {
    signal: stopping.signal,
    onKill: (done) => {
      if (done % 25 === 0) console.log(`${done} kills`);
    },
  });
  console.table(report);
  if (report.kills < kills) console.log(`Stopped after ${report.kills} of ${kills} kills.`);
  failed ||= report.lost + report.foreign + report.strange + report.broken > 0;
  // The clock is for a machine that does nothing else; CPU time is what the collector itself needs.
  if (report.slowestStartMs >= 2_000) console.log('By the clock a start took 2 s or more: is the machine busy?');
  failed ||= report.kills < kills || report.slowestStartCpuMs >= 2_000;
}
console.log(failed ? 'FAILED' : 'passed');
exit(failed ? 1 : 0);
