/**
 * Finds what was altered, deleted, reordered or cut off. Comes in: rows as they lie in the files, and heads that somebody
 * kept. Goes out: sentences, none if all is well. Pure; knows no file.
 */

import { toCommitment } from '../../store/commitment.ts';
import {
  type ChainedEntry,
  type LedgerHead,
  type LoggedRequest,
  NO_HASH,
  type SignedHead,
  toEntryHash,
  toRequestHash,
} from '../../store/ledger.ts';
import type { ConsentRecord } from '../../store/store.ts';
import { toMerkleRoot } from './merkle-root.ts';

/** Everything of one site, in the order of its numbers or days. */
export interface LedgerRows {
  readonly site: string;
  readonly entries: Iterable<ChainedEntry>;
  readonly heads: readonly SignedHead[];
  readonly requests: Iterable<LoggedRequest & { readonly number: number; readonly hash: string }>;
  /** Commitments of a day, hex. */
  commitmentsOf(day: string): readonly string[];
  /** Records that still have their salt. */
  readonly salted: Iterable<{ readonly record: ConsentRecord; readonly salt: Uint8Array }>;
}

/** @param kept heads of this site that somebody kept, from page, feed, receipt or certificate */
export function verifyLedger(rows: LedgerRows, kept: readonly LedgerHead[]): readonly string[] {
  const problems: string[] = [];
  const wanted = new Map<number, LedgerHead[]>();
  for (const head of [...rows.heads, ...kept]) wanted.set(head.size, [...(wanted.get(head.size) ?? []), head]);

  const roots = new Map<string, string>();
  let before = NO_HASH;
  let size = 0;
  for (const entry of rows.entries) {
    size++;
    if (entry.number !== size) {
      problems.push(`Entry ${size} is missing.`);
      size = entry.number;
    }
    const right = toEntryHash(before, rows.site, entry);
    if (right !== entry.hash) {
      problems.push(`Entry ${entry.number} (${entry.kind}, ${entry.day}) was altered or moved, or one before it was.`);
    }
    // Goes on from what is written there, so that one break is told once.
    before = entry.hash;
    for (const head of wanted.get(size) ?? []) {
      if (head.hash !== entry.hash) problems.push(`The head of ${head.day} over ${head.size} entries does not fit.`);
    }
    if (entry.kind === 'consents') {
      const { day, root } = JSON.parse(entry.content) as { day: string; root: string }; // Made by keepLedger.
      roots.set(day, root);
    }
  }
  for (const [covered, heads] of wanted) {
    for (const head of covered > size ? heads : []) {
      problems.push(`The head of ${head.day} covers ${head.size} entries, and there are ${size}: the end was cut off.`);
    }
  }
  problems.push(...verifyConsents(rows, roots), ...verifyRequests(rows));
  return problems;
}

function verifyConsents({ commitmentsOf, salted }: LedgerRows, roots: ReadonlyMap<string, string>): readonly string[] {
  const problems: string[] = [];
  const known = new Map<string, ReadonlySet<string>>();
  for (const [day, root] of roots) {
    const commitments = commitmentsOf(day);
    known.set(day, new Set(commitments));
    if (toMerkleRoot(commitments) !== root) problems.push(`The consents of ${day} are not those that were entered.`);
  }
  for (const { record, salt } of salted) {
    const commitments = known.get(record.day) ?? new Set(commitmentsOf(record.day));
    known.set(record.day, commitments);
    if (!commitments.has(toCommitment(salt, record).toString('hex'))) {
      problems.push(`A consent of ${record.day} was altered after it was given.`);
    }
  }
  return problems;
}

function verifyRequests({ site, requests }: LedgerRows): readonly string[] {
  let before = NO_HASH;
  let number = 0;
  for (const { hash, ...request } of requests) {
    number++;
    if (request.number !== number || toRequestHash(before, site, number, request) !== hash) {
      return [`The request log was altered at or before its line ${number}.`];
    }
    before = hash;
  }
  return [];
}
