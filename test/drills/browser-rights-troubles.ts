/** What goes wrong while visitors of the rights drill use their right, and who meets what. */

/** What a visitor does in the end. */
export type Deed = 'stay' | 'erase' | 'withdraw';

/** Everything that can go wrong, each of it with both rights in the full drill. */
export const TROUBLES = [
  'offline',
  'killed mid-request',
  'batch in flight',
  'answer lost',
  'clock three years off',
  'durable but never answered',
] as const;

/** One of them. */
export type Trouble = (typeof TROUBLES)[number];

const DEEDS: readonly Deed[] = ['erase', 'withdraw', 'stay'];

/** The first six visitors, who are all there are in CI, meet two at a time, so that nothing is left out there. */
const TOGETHER: readonly (readonly Trouble[])[] = [
  ['clock three years off', 'batch in flight', 'answer lost'],
  ['durable but never answered', 'offline'],
  ['durable but never answered', 'killed mid-request'],
  ['batch in flight', 'killed mid-request'],
];

/**
 * What visitor number so-and-so does and meets. Of each three in a row one erases, one withdraws and one stays; after
 * the first six each trouble comes alone, with both rights; after those the first ones again, with the rights exchanged.
 */
export function planVisitor(number: number): { readonly deed: Deed; readonly troubles: readonly Trouble[] } {
  const deed = DEEDS[number % 3] ?? 'stay';
  if (deed === 'stay') return { deed, troubles: [] };
  const group = Math.floor(number / 3);
  const isFirst = group < 2;
  if (!isFirst && group - 2 < TROUBLES.length) return { deed, troubles: TROUBLES.slice(group - 2, group - 1) };
  const place = isFirst ? group * 2 + (number % 3) : ((group - 2 - TROUBLES.length) % 2) * 2 + (1 - (number % 3));
  return { deed, troubles: TOGETHER[place] ?? [] };
}
