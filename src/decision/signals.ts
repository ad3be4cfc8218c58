/** Objections that the browser states on the visitor's behalf. */

import type { SiteConfiguration } from '../../contract/site.ts';

/** What browsers say beyond the types of TypeScript's DOM library. */
type Signals = Navigator & { readonly globalPrivacyControl?: unknown; readonly doNotTrack?: unknown };

/** The signal that forbids, if one is on and the site heeds it. Global Privacy Control: only `true` counts (UI-B7). */
export function readSignal(
  navigator: Navigator,
  { gpc, dnt }: SiteConfiguration['signals'],
): 'signal-gpc' | 'signal-dnt' | undefined {
  const signals = navigator as Signals;
  if (gpc && signals.globalPrivacyControl === true) return 'signal-gpc';
  return dnt && signals.doNotTrack === '1' ? 'signal-dnt' : undefined;
}
