import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { playHistory } from './played/history.ts';
import { createChoices, replay } from './simulated/random.ts';

/**
 * How long to search where nobody has looked, ASKFIRST_SEARCH_SECONDS=3600 for a night; ASKFIRST_SEED plays the same
 * histories again. By itself no change is judged by histories that another change never had to pass.
 */
const seconds = Number(env.ASKFIRST_SEARCH_SECONDS ?? 0);
const firstSeed = Number(env.ASKFIRST_SEED ?? Date.now() % 2 ** 32);

/** Histories of one fixed beginning: enough to catch each mutant of `catalogue/model.ts`. */
const FIXED_HISTORIES = 1_000;

/** Plays a broken history again with as many of its last choices left out as possible, for the reader. */
async function tellShortest(seed: number): Promise<string> {
  const { choices, broken } = await playHistory(createChoices(seed));
  let [shortest, upper] = [0, choices.length];
  while (shortest < upper) {
    const middle = Math.floor((shortest + upper) / 2);
    const told = await playHistory(replay(choices.slice(0, middle)));
    if (told.broken.some((promise) => broken.includes(promise))) upper = middle;
    else shortest = middle + 1;
  }
  const { story } = await playHistory(replay(choices.slice(0, upper)), true);
  return [`seed ${seed}: ${broken.join('; ')}`, ...story].join('\n');
}

async function search(seeds: Iterable<number>): Promise<{ histories: number; arrived: number; found: string }> {
  let [histories, arrived] = [0, 0];
  for (const seed of seeds) {
    const told = await playHistory(createChoices(seed));
    histories += 1;
    arrived += told.arrived;
    if (told.broken.length > 0) return { histories, arrived, found: await tellShortest(seed) };
  }
  return { histories, arrived, found: '' };
}

describe("the snippet's own modules in a played browser of two tabs", () => {
  it('P1 P2 P3 P8 P10 P11 hold in histories that are always the same', { timeout: 120_000 }, async () => {
    const seeds = Array.from({ length: FIXED_HISTORIES }, (_, at) => at + 1);
    const { found, arrived } = await search(seeds);
    expect(found).toBe('');
    // A search in which nothing is ever sent shows nothing.
    expect(arrived).toBeGreaterThan(FIXED_HISTORIES);
  });

  it.runIf(seconds > 0)(
    `P1 P2 P3 P8 P10 P11 hold in as many others as fit into ${seconds} s`,
    {
      timeout: (seconds + 60) * 1_000,
    },
    async () => {
      function* untilTimeIsUp(): Generator<number> {
        const endMs = performance.now() + seconds * 1_000;
        for (let seed = firstSeed; performance.now() < endMs; seed = (seed + 1) >>> 0) yield seed;
      }
      const { histories, found } = await search(untilTimeIsUp());
      console.log(`real modules: ${histories} histories from seed ${firstSeed}`);
      expect(found).toBe('');
    },
  );
});
