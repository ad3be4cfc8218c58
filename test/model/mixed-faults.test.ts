import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MixedAct, playMixed } from './played/mixed-history.ts';
import type { Met } from './played/mixed-judge.ts';

const isSearch = env.ASKFIRST_SEARCH_SECONDS !== undefined;

/**
 * The same histories for every change, so that none is judged by one that others never had to pass. A search, for
 * ASKFIRST_SEARCH_SECONDS, plays others each time; ASKFIRST_SEED plays those again.
 */
const seed = Number(env.ASKFIRST_SEED ?? (isSearch ? Date.now() % 2 ** 31 : 52));

/** As many histories as that, or as fit into these seconds. Our choice. */
const seconds = Number(env.ASKFIRST_SEARCH_SECONDS ?? 20);
const HISTORIES = isSearch ? 1_000_000 : 150;

const tab = fc.nat({ max: 1 });
const act: fc.Arbitrary<MixedAct> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('track' as const),
      tab,
      // Seldom beyond a bound, for such a history takes long.
      count: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 1, max: 30 }) },
        { weight: 4, arbitrary: fc.integer({ min: 60, max: 260 }) },
        { weight: 1, arbitrary: fc.integer({ min: 900, max: 1_100 }) },
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('grant' as const), tab }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('flush' as const), tab }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('crash' as const, 'switch-to' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('deny' as const), tab }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('collector' as const),
      says: fc.constantFrom('yes' as const, 500 as const, 503 as const, 413 as const, 413 as const),
      most: fc.nat({ max: 60 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('clock' as const),
      minutes: fc.oneof(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -6 * 1_440, max: 6 * 1_440 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), seconds: fc.nat({ max: 90 }) }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('work' as const), turns: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 4, arbitrary: fc.constant({ does: 'rest' as const }) },
);

/** A history leaves out crashes, noes and wrong clocks about half of the time, so that counts can be compared exactly. */
const history = fc.record({
  order: fc.noShrink(fc.nat()),
  acts: fc
    .tuple(fc.array(act, { minLength: 4, maxLength: 24 }), fc.subarray(['crash', 'deny', 'clock']))
    .map(([acts, leftOut]) => acts.filter(({ does }) => !leftOut.includes(does))),
});

const collector = (says: 'yes' | 500 | 503 | 413, most = 0): MixedAct => ({ does: 'collector', says, most });
const track = (count: number, at = 0): MixedAct => ({ does: 'track', tab: at, count });
const rest: MixedAct = { does: 'rest' };
const grant: MixedAct = { does: 'grant', tab: 0 };
const flush = (at = 0): MixedAct => ({ does: 'flush', tab: at });

/** Histories that meet each bound and each fault, whatever chance brings. */
const ALWAYS: readonly (readonly MixedAct[])[] = [
  [track(150), rest, track(120, 1), { does: 'work', turns: 300 }, rest, grant, rest, flush(), rest],
  [grant, rest, collector(500), track(700), rest, track(400, 1), rest, flush(1), rest, { does: 'crash', tab: 1 }, rest],
  [grant, rest, collector(500), track(1_020), rest, track(30, 1), rest, flush(), rest],
  [grant, rest, collector(413, 7), track(90), rest, flush(), rest, collector(503), flush(1), rest],
  [grant, rest, track(3), rest, collector(413), flush(), rest, track(5, 1), flush(1), rest],
  [grant, rest, collector(500), track(9), rest, { does: 'clock', minutes: 5 * 1_440 }, track(9, 1), flush(), rest],
  [
    ...[track(20), grant, rest, track(40, 1), flush(1), { does: 'work', turns: 60 }],
    ...[{ does: 'deny', tab: 0 }, { does: 'work', turns: 40 }, { does: 'crash', tab: 1 }, track(9, 1), rest],
  ] as const,
];

const MET: readonly Met[] = ['full-undecided', 'full-granted', 'too-old', 'too-large', 'refused', 'failed', 'arrived'];

describe('everything goes wrong at once', () => {
  it('T-52 meets each bound and each fault, and no event is lost without a reason or arrives twice', {
    timeout: 120_000,
  }, async () => {
    const met = new Set<Met>();
    for (const [order, acts] of ALWAYS.entries()) {
      const told = await playMixed({ order, acts });
      expect({ acts, broken: told.broken }).toEqual({ acts, broken: [] });
      for (const each of told.met) met.add(each);
    }
    expect(MET.filter((each) => !met.has(each))).toEqual([]);
  });

  it('T-52 the same holds in whatever mix of bursts, failures, 413, crashes, tab switches and clocks chance brings', {
    timeout: (seconds + 100) * 1_000,
  }, async () => {
    let histories = 0;
    const endMs = performance.now() + seconds * 1_000;
    const property = fc.asyncProperty(history, async (each) => {
      if (performance.now() > endMs) return;
      histories += 1;
      const { broken } = await playMixed(each);
      if (broken.length > 0) throw new Error(broken.join('; '));
    });
    try {
      await fc.assert(property, { seed, numRuns: HISTORIES });
    } finally {
      console.log(`mixed faults: ${histories} histories from seed ${seed}`);
    }
  });
});
