/** What the visitor decided, as it is stored, and what follows from it now. Pure: knows no storage and no clock. */

import { addMonths, numberOfDay } from '../../contract/day.ts';
import { DECISION_MONTHS } from '../../contract/limits.ts';
import type { SiteConfiguration } from '../../contract/site.ts';
import type { Status, StatusReason } from '../api.ts';

/** A stored no: exactly this, so that all browsers that refuse on one day look alike (P2). */
export interface Denial {
  readonly version: 1;
  readonly decision: 'denied';
  readonly day: string;
}

/** A stored yes. */
export interface Grant {
  readonly version: 1;
  readonly decision: 'granted';
  readonly day: string;
  readonly purposes: readonly string[];
  readonly scope: number;
  /** 16 random bytes drawn at each grant, compared for equality only, never sent. */
  readonly epoch: string;
  /** Nothing was decided before it: what waited is sent too. */
  readonly endsWaiting: boolean;
  /** It was made where an objection signal (GPC, DNT) that was on was shown, so that signal forbids no longer. */
  readonly despiteSignal: boolean;
}

/** What the store holds. `unreadable`: damaged, of an unknown version, or the store would not answer; any doubt is a no (P3). */
export type StoredDecision = Denial | Grant | undefined | 'unreadable';

/** What may be done now, and why. */
export interface Standing extends Pick<Status, 'decision' | 'effective' | 'reason'> {
  /** The grant that stands, only while collecting. */
  readonly grant?: Grant;
  readonly stored: StoredDecision;
  /** How many decisions this document had made or heard of. */
  readonly changes?: number;
}

/** Turns what storage holds into a decision, without trusting it (S-06). */
export function parseDecision(value: unknown): StoredDecision {
  if (value === undefined) return undefined;
  // Read as the shape it should have; every field is looked at before it is used.
  const { version, decision, day, purposes, epoch, scope } = (value ?? {}) as Partial<Omit<Grant, 'decision'>> & {
    decision?: unknown;
  };
  if (version !== 1 || !isDayText(day)) return 'unreadable';
  if (decision === 'denied') return { version, decision, day };
  if (
    decision === 'granted' &&
    Array.isArray(purposes) &&
    purposes.length > 0 &&
    purposes.every((purpose) => typeof purpose === 'string') &&
    typeof epoch === 'string' &&
    typeof scope === 'number'
  )
    return value as Grant;
  return 'unreadable';
}

/** Text that a calendar understands. */
export function isDayText(day: unknown): day is string {
  return typeof day === 'string' && numberOfDay(day) > 0;
}

/** The last day but one: from this day on the decision no longer stands (6 months for yes and no, never extended). */
export function expiryOf(decision: Denial | Grant): string {
  return addMonths(decision.day, DECISION_MONTHS);
}

/** What surrounds the decision. */
export interface Surroundings {
  readonly site: SiteConfiguration;
  readonly signal: 'signal-gpc' | 'signal-dnt' | undefined;
  readonly today: string;
  /** This document must be silent: a no that storage may not know yet, a 410, or what forbids a signed-in person's. */
  readonly silenced?: StatusReason | undefined;
}

/** What a stored decision means today. */
export function toStanding(stored: StoredDecision, { site, signal, today, silenced }: Surroundings): Standing {
  const stand = (
    decision: Status['decision'],
    reason: StatusReason,
    effective: Status['effective'] = 'off',
  ): Standing => ({
    decision,
    reason,
    effective,
    stored,
  });
  if (stored === 'unreadable') return stand('denied', 'storage-unavailable');
  const decision = !stored || today >= expiryOf(stored) ? 'undecided' : stored.decision;
  if (silenced) return stand(silenced === 'denied' ? silenced : decision, silenced);
  if (decision === 'denied') return stand(decision, decision);
  // A yes given on a day that has not come yet was given under a wrong clock: asked again.
  if (decision === 'granted' && isGrant(stored) && stored.day <= today) {
    if (signal && !stored.despiteSignal) return stand(decision, signal);
    // A purpose that was not said yes to is asked about again only if it is younger than that answer.
    const isOutdated = Object.values(site.registry.metrics).some(
      ({ since, purpose }) =>
        (stored.purposes.includes(purpose) ? since : (site.newPurposes?.[purpose] ?? 0)) > stored.scope,
    );
    return { ...stand(decision, isOutdated ? 'scope-outdated' : decision, 'collecting'), grant: stored };
  }
  if (signal) return stand('denied', signal);
  const mayBuffer = site.buffer !== 'off' && site.registry.purposes[0];
  return stand('undecided', stored ? 'expired' : 'undecided', mayBuffer ? 'buffering' : 'off');
}

/** Is it a no, whether or not it stands? */
export function isDenial(stored: StoredDecision): boolean {
  return (stored as Partial<Denial> | undefined)?.decision === 'denied';
}

/** Is it a yes, whether or not it stands? */
export function isGrant(stored: StoredDecision): stored is Grant {
  return (stored as Partial<Grant> | undefined)?.decision === 'granted';
}
