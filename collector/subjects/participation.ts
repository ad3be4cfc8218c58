/** How many people say yes, as far as that may be shown: never a number that tells of a few, on either side. */

/** What may be shown. */
export type Participation =
  /** At least so many said yes; a multiple of k. */
  | { readonly yesAtLeast: number; readonly people: number; readonly k: number }
  | { readonly hidden: true; readonly k: number };

/**
 * Shown only if at least k said yes and at least k did not (design 9). Rounded down to a multiple of k, because two
 * exact numbers of two days would tell of the one person between them.
 * @param people how many could have said yes, as the controller knows; the collector does not
 */
export function toParticipation(yes: number, people: number, k: number): Participation {
  if (yes < k || people - yes < k) return { hidden: true, k };
  return { yesAtLeast: Math.floor(yes / k) * k, people, k };
}
