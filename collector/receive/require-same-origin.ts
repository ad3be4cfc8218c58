/** Only pages of the site itself may post. */

import type { Incoming } from './incoming.ts';
import { Problem } from './problem.ts';

/**
 * `Sec-Fetch-Site` decides where the browser sends it, because Firefox sends `Origin: null` under `no-referrer`;
 * else `Origin` does. Neither, or a navigation (a form on another site), is refused with `not-same-origin` (T-99).
 * @param siteOrigin the site's own origin, `https://shop.example`
 * @param options.allowsNavigation for the form of the privacy page alone
 */
export function requireSameOrigin(
  incoming: Incoming,
  siteOrigin: string,
  { allowsNavigation }: { readonly allowsNavigation: boolean } = { allowsNavigation: false },
): void {
  const fetchSite = incoming.header('sec-fetch-site');
  if (fetchSite !== undefined) {
    if (fetchSite !== 'same-origin') throw new Problem('not-same-origin', 'Sec-Fetch-Site is not same-origin.');
  } else if (incoming.header('origin') !== siteOrigin) {
    throw new Problem('not-same-origin', 'Origin is missing or another than the one asked.');
  }
  if (incoming.header('sec-fetch-mode') === 'navigate' && !allowsNavigation) {
    throw new Problem('not-same-origin', 'A navigation cannot post here.');
  }
}

/** The same without the question of navigation, as an answer: may what comes use up the site's budget? */
export function isFromSite(incoming: Incoming, siteOrigin: string): boolean {
  const fetchSite = incoming.header('sec-fetch-site');
  return fetchSite === undefined ? incoming.header('origin') === siteOrigin : fetchSite === 'same-origin';
}
