/** The soak in full size: `npm run soak [minutes]`, an hour unless said. CI holds a short one. */

import { argv, exit } from 'node:process';
import { runSoak } from './soak-run.ts';

const minutes = Number(argv[2] ?? 60);
if (!(minutes > 0)) {
  console.error('The length is not a number of minutes above nought. Run: npm run soak -- 60');
  exit(1);
}
console.log(`T-111: a steady load for ${minutes} minutes.`);
const { slopes, eventLoop, strange, ...report } = await runSoak(minutes);
console.table(report);
for (const answer of strange) console.log(`Not expected: ${answer}`);
console.table(slopes);
console.log('How much later the event loop was than an idle one, in windows:');
console.table(eventLoop);
const failed =
  report.lost + report.cameBack + strange.length > 0 ||
  report.integrity !== 'ok' ||
  [...Object.values(slopes), ...Object.values(eventLoop)].some(({ isWithin }) => !isWithin);
console.log(failed ? 'FAILED' : 'passed');
exit(failed ? 1 : 0);
