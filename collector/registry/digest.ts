/** One value, one digest: RFC 8785 fixes the bytes, SHA-256 sums them. Used for definitions, reviews and scopes alike. */

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 of the RFC 8785 form, lower-case hex. Throws for what JSON cannot hold (a function, NaN). */
export function toDigest(value: unknown): string {
  return createHash('sha256').update(toCanonical(value)).digest('hex');
}

/** The RFC 8785 form: keys sorted, no white space, numbers as ECMAScript writes them. */
export function toCanonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only what JSON can hold has a canonical form.');
  return text;
}
