/** Withdraws and erases, part by part: the store removes, the tally adds up, the last part is certified. */

import { addDays, dayAndHour } from '../../contract/day.ts';
import { MAX_EVENT_AGE_DAYS } from '../../contract/limits.ts';
import type { Certificate, ErasureAnswer } from '../../contract/rights.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { NamedIds, Store } from '../store/store.ts';
import { toBackupsUntil, toBarredUntil, toUnknownUntil } from './barred-until.ts';
import { toCertificate } from './certificate.ts';
import { addToTally, readTally, type Tally, writeTally } from './tally.ts';

/** What erasing needs. */
export interface ErasingParts {
  readonly store: Pick<Store, 'erase'>;
  readonly clock: { now(): number };
  readonly loaded: () => LoadedRegistry;
  /** Key of the sums that travel between two parts. */
  readonly tallyKey: string;
  /** The ledger's newest head, for the certificate. */
  head(site: string): Promise<Certificate['ledgerHead']>;
  /** Called once a certificate is made. */
  onAnswered(site: string, answered: Pick<Certificate, 'kind' | 'state' | 'named'> & { readonly found: number }): void;
  /** A JWS in compact form. */
  sign(certificate: Certificate, site: string): Promise<string>;
}

/** One part, as the receiving steps hand it over. */
export interface ErasurePart {
  readonly named: readonly NamedIds[];
  readonly receiptKey?: string;
  readonly count: number;
  readonly part: number;
  readonly last: boolean;
  readonly tally?: string;
}

/** Erases what one part names. Undefined, with nothing done, if it has a tally that is not that of the part before. */
export type Erase = (part: ErasurePart, kind: Certificate['kind'], site: string) => Promise<ErasureAnswer | undefined>;

/** Nothing is kept between two parts. */
export function createErase(parts: ErasingParts): Erase {
  const { store, clock, loaded: current, tallyKey, sign } = parts;
  return async ({ named, receiptKey, count, part, last, tally: given }, kind, site) => {
    const atMs = clock.now();
    // A part that comes without one stands for itself: its certificate speaks of no other.
    const before =
      given === undefined ? undefined : readTally(given, tallyKey, { site, kind, part: part - 1, nowMs: atMs });
    if (given !== undefined && !before) return undefined;
    const loaded = current();
    const day = dayAndHour(atMs, loaded.configuration.timeZone).day;
    const barredUntil = toBarredUntil(day, loaded);
    const unknownUntil = toUnknownUntil(day, loaded);
    const erased = await store.erase(site, {
      named,
      barredUntil,
      unknownUntil,
      openFrom: addDays(day, -MAX_EVENT_AGE_DAYS - 1),
      sweep: last,
      // An erasure leaves the decision as it is, and with it the proof of it.
      ...(kind === 'withdrawal' && receiptKey !== undefined ? { receiptKey } : {}),
    });
    const tally: Tally = {
      ...addToTally(before, { named: count, barredUntil, unknownUntil, ...erased }),
      site,
      kind,
      part,
      atMs,
    };
    if (!last) return { tally: writeTally(tally, tallyKey), now: clock.now() };
    const ledgerHead = await parts.head(site);
    const certificate = toCertificate(tally, {
      day,
      backupsUntil: toBackupsUntil(day, loaded),
      ...(ledgerHead ? { ledgerHead } : {}),
    });
    parts.onAnswered(site, { kind, state: certificate.state, named: tally.named, found: tally.events.found });
    return { certificate: await sign(certificate, site), now: clock.now() };
  };
}
