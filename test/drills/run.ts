/** The drills in full size: `npm run drill [kills]`. CI runs the same programs, smaller, as tests. */

import { argv, exit } from 'node:process';
import { runKillDrill } from './kill-drill.ts';

const kills = Number(argv[2] ?? 500);
if (!Number.isInteger(kills) || kills < 1) {
  console.error('The number of kills is not a whole number above nought. Run: npm run drill -- 500');
  exit(1);
}
console.log(`T-78: ${kills} kills under load. This takes about ${Math.ceil((kills * 1.5) / 60)} minutes.`);
const report = await runKillDrill(kills);
console.table(report);
const failed = report.lost + report.foreign + report.strange + report.broken > 0 || report.slowestStartMs >= 2_000;
console.log(failed ? 'FAILED' : 'passed');
exit(failed ? 1 : 0);
