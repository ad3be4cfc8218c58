/** A signed head: whoever keeps one is a witness of everything before it. */

import { CompactSign } from 'jose';
import type { LedgerHead } from '../../store/ledger.ts';
import type { SigningKey } from '../receipt-keys.ts';

/** Media type of a head, `typ` of its header. */
export const HEAD_TYPE = 'askfirst-head+jws';

/** A JWS in compact form (RFC 7515), EdDSA. */
export function signHead(head: LedgerHead, key: SigningKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify({ kind: 'ledger-head', ...head })))
    .setProtectedHeader({ alg: 'EdDSA', typ: HEAD_TYPE, kid: key.keyId })
    .sign(key.privateKey);
}
