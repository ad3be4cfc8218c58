import { describe, expect, it } from 'vitest';
import { measureSlope } from './slope.ts';
import { runSoak } from './soak-run.ts';

/** Full size by `npm run soak`. */
const MINUTES = 0.25;

describe('a soak', () => {
  it('T-111 keeps memory, descriptors and write-ahead log where they are under a steady load', async () => {
    const report = await runSoak(MINUTES);
    console.log(`T-111: ${JSON.stringify(report)}`);
    expect(report).toMatchObject({ lost: 0, strange: 0, integrity: 'ok' });
    expect(report.acknowledged).toBeGreaterThan(400);
    // How long the event loop is held up depends on what else the machine does: only the full run judges it.
    const { eventLoopP99Ms: _, ...slopes } = report.slopes;
    for (const [name, slope] of Object.entries(slopes)) expect({ name, ...slope }).toMatchObject({ isWithin: true });
  });

  it('would notice a leak, and takes neither noise nor a warm-up for one', () => {
    const limit = { maxRise: 24, max: 400 };
    const second = Array.from({ length: 600 }, (_, at) => at);
    const noise = (at: number) => 10 * Math.sin(at * 1.7);
    expect(
      measureSlope(
        second.map((at) => 150 + noise(at)),
        limit,
      ).isWithin,
    ).toBe(true);
    expect(
      measureSlope(
        second.map((at) => Math.min(300, at * 3) + noise(at)),
        limit,
      ).isWithin,
    ).toBe(true);
    expect(
      measureSlope(
        second.map((at) => 100 + at / 10 + noise(at)),
        limit,
      ).isWithin,
    ).toBe(false);
    expect(measureSlope([...second.map(() => 100), 500, 100, 100], limit).isWithin).toBe(false);
  });
});
