import { describe, expect, it } from 'vitest';
import { measureExcess } from './event-loop.ts';
import { measureSlope } from './slope.ts';
import { runSoak } from './soak-run.ts';

/** Full size by `npm run soak`. */
const MINUTES = 0.25;

describe('a soak', () => {
  it('T-111 keeps memory, descriptors and write-ahead log where they are under a steady load', async () => {
    const report = await runSoak(MINUTES);
    console.log(`T-111: ${JSON.stringify(report)}`);
    expect(report).toMatchObject({ lost: 0, cameBack: 0, strange: [], integrity: 'ok' });
    expect(report.acknowledged).toBeGreaterThan(400);
    expect(report.erased).toBeGreaterThan(0);
    for (const [name, slope] of Object.entries(report.slopes))
      expect({ name, ...slope }).toMatchObject({ isWithin: true });
    // A quarter of a minute of the event loop is too little to judge beside other tests; the full run does.
    expect(report.eventLoop.longest.windows).toBeGreaterThan(0);
  });

  it('T-111 would notice a collector that holds up its event loop', async () => {
    const { eventLoop } = await runSoak(MINUTES / 2, { blockMs: 500 });
    console.log(`T-111, held up on purpose: ${JSON.stringify(eventLoop)}`);
    expect(eventLoop.longest).toMatchObject({ isWithin: false });
  });

  it('T-111 judges an event loop by what an idle one did meanwhile, in most windows', () => {
    const seconds = Array.from({ length: 600 }, (_, at) => at);
    const toReadings = (lateMs: (at: number) => number) =>
      seconds.map((at) => ({ atMs: at * 1_000, p99Ms: lateMs(at), maxMs: 2 * lateMs(at) }));
    const judge = (own: (at: number) => number, idle: (at: number) => number) =>
      measureExcess(toReadings(own), toReadings(idle), {
        of: 'p99Ms',
        quantile: 0.5,
        windowMs: 60_000,
        limit: { maxMedianMs: 25, maxRiseMs: 15 },
      });
    const busy = (at: number) => (at % 240 < 120 ? 800 : 6);
    expect(judge((at) => busy(at) + 10, busy)).toMatchObject({ medianMs: 10, riseMs: 0, isWithin: true });
    // Where the machine held up one of them only, for less than half of the time.
    expect(
      judge(
        (at) => (at > 200 && at < 380 ? 900 : 10),
        () => 6,
      ),
    ).toMatchObject({ isWithin: true });
    expect(judge((at) => busy(at) + 40, busy)).toMatchObject({ isWithin: false });
    expect(
      judge(
        (at) => 6 + at / 10,
        () => 6,
      ),
    ).toMatchObject({ isWithin: false });
    expect(
      judge(
        (at) => 6 + Math.max(0, at - 300) / 15,
        () => 6,
      ),
    ).toMatchObject({ medianMs: expect.closeTo(0, 0), isWithin: false });
    expect(
      measureExcess(
        [],
        toReadings(() => 6),
        { of: 'p99Ms', quantile: 0.5, windowMs: 60_000, limit: { maxMedianMs: 25, maxRiseMs: 15 } },
      ).isWithin,
    ).toBe(false);
    expect(
      measureExcess([], [], { of: 'p99Ms', quantile: 0.5, windowMs: 60_000, limit: { maxMedianMs: 25, maxRiseMs: 15 } })
        .isWithin,
    ).toBe(false);
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
