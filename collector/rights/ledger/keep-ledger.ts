/**
 * Enters what happened since it was last called, and signs a head once a day (design 11). Comes in: what is in force and
 * what is stored. Goes out: entries and heads. Called again it changes nothing.
 */

import canonicalize from 'canonicalize';
import { addDays, addMonths, monthOf } from '../../../contract/day.ts';
import { type EntryKind, type LedgerHead, type LedgerStore, toBucket } from '../../store/ledger.ts';
import type { Store } from '../../store/store.ts';
import { toMerkleRoot } from './merkle-root.ts';

/** How far back days of consents are compared again: a clock that was set back adds to a day that was entered. Our choice. */
const COMPARED_DAYS = 40;

/** How far back months of requests are looked for, should the collector have been stopped. Our choice. */
const COMPARED_MONTHS = 12;

/** What is in force at a site, as the ledger tells it. */
export interface InForceAtSite {
  readonly site: string;
  /** Today at the site. */
  readonly today: string;
  readonly releases: readonly { readonly number: number; readonly date: string; readonly digest: string }[];
  readonly notices: readonly { readonly notice: string; readonly language: string }[];
  /** SHA-256 of the script as it is served, base64; undefined where no page was built. */
  readonly script: string | undefined;
  /** Thumbprints of the keys, the active one first. */
  readonly keyIds: readonly string[];
}

/** Neighbours of keeping. */
export interface KeepingParts {
  readonly ledger: LedgerStore;
  readonly store: Pick<Store, 'readCommitments'>;
  /** A JWS in compact form. */
  sign(head: LedgerHead): Promise<string>;
}

/** Enters what is new of one site. */
export async function keepLedger(inForce: InForceAtSite, { ledger, store, sign }: KeepingParts): Promise<void> {
  const { site, today } = inForce;
  const add = (kind: EntryKind, content: Readonly<Record<string, unknown>>) => {
    const text = canonicalize(content) ?? '';
    if (!ledger.has(site, kind, text)) ledger.append(site, [{ day: today, kind, content: text }]);
  };
  for (const { number, date, digest } of inForce.releases) add('release', { scope: number, date, digest });
  for (const notice of inForce.notices) add('notice', { ...notice });
  // What is in force now is entered again if something else was in between.
  const addCurrent = (kind: EntryKind, content: Readonly<Record<string, unknown>>) => {
    const text = canonicalize(content) ?? '';
    if (ledger.newest(site, kind)?.content !== text) ledger.append(site, [{ day: today, kind, content: text }]);
  };
  if (inForce.script !== undefined) addCurrent('script', { sha256: inForce.script });
  const [active, ...retired] = inForce.keyIds;
  if (active !== undefined) addCurrent('key', { active, retired });

  // Today's may still become more.
  const from = addDays(today, -COMPARED_DAYS);
  for (const { day, commitments } of await store.readCommitments(site, from, addDays(today, -1))) {
    add('consents', { day, root: toMerkleRoot(commitments) });
  }
  for (let ago = 1; ago <= COMPARED_MONTHS; ago++) {
    const month = addMonths(monthOf(today), -ago).slice(0, 7);
    const requests = ledger.readRequests(site, month);
    if (!requests) continue;
    const counts = Object.fromEntries(Object.entries(requests.counts).map(([kind, count]) => [kind, toBucket(count)]));
    add('requests', { month, counts, log: requests.hash });
  }

  const { size, hash } = ledger.end(site);
  const newest = ledger.readHeads(site, 1)[0];
  if (size === 0 || (newest && newest.day >= today)) return;
  const head: LedgerHead = { site, day: today, size, hash };
  ledger.putHead({ ...head, jws: await sign(head) });
}
