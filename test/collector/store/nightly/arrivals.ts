/** Events and consents, and the many ways in which the same ones can arrive. */

import { createHash } from 'node:crypto';
import type { ConsentRecord } from '../../../../collector/store/store.ts';
import type { WireEvent } from '../../../../contract/wire.ts';

/** One visitor's yes and the batch that came with it. */
export interface Arrival {
  readonly site: string;
  readonly events: readonly WireEvent[];
  readonly consent: ConsentRecord;
}

const METRICS = ['page.view', 'visit.start', 'shop.search'] as const;

/** Visitors whose batches hold one event of each metric; every value follows from the seed. */
export function makeArrivals(visitors: number, seed: string): readonly Arrival[] {
  return Array.from({ length: visitors }, (_, visitor): Arrival => {
    const digest = (what: string) => createHash('sha256').update(`${seed} ${visitor} ${what}`).digest();
    return {
      site: visitor % 5 === 0 ? 'https://forge.example/askfirst' : 'https://shop.example/askfirst',
      events: METRICS.map((metric, at) => ({
        metric,
        day: `2026-11-${String(20 + (visitor % 2)).padStart(2, '0')}`,
        id: digest(metric).toString('hex').slice(0, 32),
        properties:
          metric === 'shop.search'
            ? { results: digest('results').readUInt8() }
            : { path: `/hats/${(visitor + at) % 7}` },
        ...(at === 0 ? { first: true as const } : {}),
      })),
      consent: {
        recordId: digest('record').toString('hex').slice(0, 32),
        day: '2026-11-20',
        purposes: ['improve'],
        scope: 1,
        notice: 'ab'.repeat(32),
        language: 'en',
        method: 'banner',
        includesEarlier: visitor % 2 === 0,
        receiptKey: digest('key').toString('base64url'),
      },
    };
  });
}

/** The same in another order; a generator of numbers from 0 to 1 decides. */
export function shuffle<Value>(values: readonly Value[], random: () => number): Value[] {
  const shuffled = [...values];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = shuffled[at] as Value; // Both places are in the list.
    shuffled[at] = shuffled[other] as Value;
    shuffled[other] = kept;
  }
  return shuffled;
}

/** A generator that repeats itself for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
