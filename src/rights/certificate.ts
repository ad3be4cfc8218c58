/** Reads signed documents. The collector's signature is for others to check (`askfirst verify`); the page trusts its own origin. */

import { fromBase64Url } from '../../contract/handle.ts';
import type { Certificate } from '../../contract/rights.ts';
import type { SignedDocument } from '../api.ts';

/** The payload of a JWS in compact form, or undefined if it has none that is an object. */
export function readPayload(jws: unknown): Readonly<Record<string, unknown>> | undefined {
  const bytes = fromBase64Url(String(jws).split('.')[1] ?? '');
  try {
    const payload: unknown = JSON.parse(new TextDecoder().decode(bytes));
    // An object, as was just seen; its fields are the reader's to look at.
    return payload instanceof Object ? (payload as Record<string, unknown>) : undefined;
  } catch {
    // Not a signed document of ours.
    return undefined;
  }
}

/** Does it say, for good, that everything we named is gone? */
export function isFinal(jws: unknown, kind: 'withdraw' | 'erase', named: number): jws is string {
  // Every field is looked at.
  const certificate = readPayload(jws) as Partial<Certificate> | undefined;
  return (
    certificate?.state === 'final' &&
    certificate.kind === (kind === 'erase' ? 'erasure' : 'withdrawal') &&
    certificate.named === named
  );
}

/** A signed document with what it says; nothing where there is none. */
export const toSigned = (signed: string | undefined): SignedDocument[] =>
  signed ? [{ signed, says: readPayload(signed) ?? {} }] : [];
