import { describe, expect, it } from 'vitest';
import { runKillDrill } from './kill-drill.ts';

/** Full size by `npm run drill`. */
const KILLS = 25;

describe('kill -9', () => {
  it(`T-78 P10 loses nothing acknowledged in ${KILLS} kills under load, and starts again within 2 s`, async () => {
    const report = await runKillDrill(KILLS);
    console.log(`T-78: ${JSON.stringify(report)}`);
    expect(report).toMatchObject({ lost: 0, foreign: 0, strange: 0, broken: 0 });
    // CPU time, because tests share the machine; the full drill, alone on it, goes by the clock.
    expect(report.slowestStartCpuMs).toBeLessThan(2_000);
    // Not a drill if nothing was going on when it was killed.
    expect(report.acknowledged).toBeGreaterThan(KILLS * 20);
    expect(report.posted).toBeGreaterThan(report.acknowledged);
  }, 240_000);
});
