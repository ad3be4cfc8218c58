/** How many people say yes, as far as that may be shown: never a number that tells of a few, on either side. */

/** What may be shown. */
export type Participation =
  /** At least so many said yes; a multiple of k. */
  | { readonly yesAtLeast: number; readonly people: number; readonly k: number }
  | { readonly hidden: true; readonly k: number };

/**
 * Rounded down to a multiple of k, because two exact numbers of two days would tell of the one person between them.
 * Shown only if at least k said yes and at least k did not (design 9), whichever of the numbers that are rounded to
 * this one it was: else whoever asks with more and more people reads the exact number off the first that is answered.
 * @param people how many could have said yes, as the controller knows; the collector does not
 */
export function toParticipation(yes: number, people: number, k: number): Participation {
  const low = Math.floor(yes / k) * k;
  const most = low + k - 1;
  if (low === 0 || people - most < k) return { hidden: true, k };
  return { yesAtLeast: low, people, k };
}
