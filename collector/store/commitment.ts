/** What the ledger says of a consent: a salted commitment. Without salt and record it tells nothing. */

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ConsentRecord } from './store.ts';

/** Bytes of a salt. */
export const SALT_BYTES = 32;

/** SHA-256 over salt and the record in RFC 8785 form. */
export function toCommitment(salt: Uint8Array, record: ConsentRecord): Buffer {
  return createHash('sha256')
    .update(salt)
    .update(canonicalize({ ...record }) ?? '')
    .digest();
}
