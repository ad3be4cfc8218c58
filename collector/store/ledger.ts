/** The ledger's atoms: a chain of entries for each site, each hash covering all before it. And what keeps them. */

import { createHash } from 'node:crypto';

/** What an entry is about. */
export type EntryKind = 'release' | 'notice' | 'script' | 'key' | 'consents' | 'requests';

/** One entry as it was appended. */
export interface LedgerEntry {
  /** 1, 2, 3 … within its site. */
  readonly number: number;
  readonly day: string;
  readonly kind: EntryKind;
  /** JSON in RFC 8785 form. */
  readonly content: string;
}

/** An entry with the hash over it and all before it. */
export interface ChainedEntry extends LedgerEntry {
  /** Lower-case hex. */
  readonly hash: string;
}

/** The newest hash on a day, signed and published. */
export interface LedgerHead {
  readonly site: string;
  readonly day: string;
  /** How many entries it covers. */
  readonly size: number;
  readonly hash: string;
}

/** A head with its signature, a JWS in compact form. */
export interface SignedHead extends LedgerHead {
  readonly jws: string;
}

/** One request of a visitor as the request log tells it: no handle, no person, no day. */
export interface LoggedRequest {
  readonly month: string;
  readonly kind: 'access' | 'erasure' | 'withdrawal';
  readonly state: 'answered' | 'provisional' | 'final';
  /** Rounded, see `toBucket`. */
  readonly named: string;
  readonly found: string;
}

/** What keeps ledger and request log. Every method is done and synced when it returns. */
export interface LedgerStore {
  append(site: string, entries: readonly Omit<LedgerEntry, 'number'>[]): void;
  has(site: string, kind: EntryKind, content: string): boolean;
  /** The newest entry of the kind that came in on or before the day. */
  newest(site: string, kind: EntryKind): LedgerEntry | undefined;
  /** The end of the chain; size 0 before the first entry. */
  end(site: string): { readonly size: number; readonly hash: string };
  putHead(head: SignedHead): void;
  /** Newest first. */
  readHeads(site: string, most: number): readonly SignedHead[];
  logRequest(site: string, request: LoggedRequest): void;
  /** Counts of a month by kind, and the end of the request log's chain. */
  readRequests(
    site: string,
    month: string,
  ): { readonly counts: Readonly<Record<string, number>>; readonly hash: string } | undefined;
  /** Sites that have an entry or a request. */
  sites(): readonly string[];
  close(): void;
}

/** Before the first entry. */
export const NO_HASH: string = '0'.repeat(64);

/** SHA-256 over the hash before and the entry. */
export function toEntryHash(before: string, site: string, { number, day, kind, content }: LedgerEntry): string {
  return toChainHash(before, [site, number, day, kind, content]);
}

/** The same for a request of the log. */
export function toRequestHash(before: string, site: string, number: number, request: LoggedRequest): string {
  const { month, kind, state, named, found } = request;
  return toChainHash(before, [site, number, month, kind, state, named, found]);
}

function toChainHash(before: string, values: readonly (string | number)[]): string {
  return createHash('sha256').update(Buffer.from(before, 'hex')).update(JSON.stringify(values)).digest('hex');
}

/** A count that tells no single visitor: `0`, `1–9`, `10–99`, `100–999` … */
export function toBucket(count: number): string {
  if (count <= 0) return '0';
  const digits = String(Math.floor(count)).length - 1;
  return `${10 ** digits}–${10 ** (digits + 1) - 1}`;
}
