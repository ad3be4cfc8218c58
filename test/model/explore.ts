import { type Told, tellHistory } from './simulated/history.ts';
import type { Fault } from './simulated/protocol.ts';
import { createChoices, replay } from './simulated/random.ts';
import { shrink } from './simulated/shrink.ts';

/** What a search came to. */
export interface Found {
  /** How many histories were told, the broken one included. */
  readonly histories: number;
  /** The first broken one, made as short as it gets. */
  readonly broken?: { readonly seed: number; readonly told: Told };
}

/** Tells `count` histories of consecutive seeds and stops at the first that breaks a promise. */
export function explore(count: number, { firstSeed, fault }: { firstSeed: number; fault?: Fault }): Found {
  for (let index = 0; index < count; index += 1) {
    const seed = (firstSeed + index) >>> 0;
    const { broken, choices } = tellHistory(createChoices(seed), fault);
    if (broken.length === 0) continue;
    const short = shrink(choices, (list) =>
      tellHistory(replay(list), fault).broken.some((promise) => broken.includes(promise)),
    );
    return { histories: index + 1, broken: { seed, told: tellHistory(replay(short), fault, true) } };
  }
  return { histories: count };
}

/** For the reader of a failed test: which history to tell again, and what happens in it. */
export function describeFound({ histories, broken }: Found): string {
  if (broken === undefined) return `nothing found in ${histories} histories`;
  return [`seed ${broken.seed}: ${broken.told.broken.join('; ')}`, ...broken.told.story].join('\n');
}
