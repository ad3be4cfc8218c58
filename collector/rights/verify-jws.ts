/** Checks a signature of ours without us: a JWS and public keys go in, what it says comes out, or why it is not to be believed. */

import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';

/** A public key as keys.json has it. */
export interface VerifyingKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
}

/** What was signed, or why not. */
export type Verdict =
  | {
      readonly ok: true;
      readonly payload: Readonly<Record<string, unknown>>;
      readonly keyId: string;
      readonly type: string;
    }
  | { readonly ok: false; readonly reason: string };

/** Three parts of base64url: what any JWS in compact form looks like. */
export const LOOKS_SIGNED: RegExp = /^[\w-]{10,}\.[\w-]{10,}\.[\w-]{40,}$/;

/** @param keys any number; the one is used whose RFC 7638 thumbprint the JWS names */
export async function verifyJws(jws: string, keys: readonly VerifyingKey[]): Promise<Verdict> {
  const header = readJson(jws.split('.')[0] ?? '');
  if (!header) return { ok: false, reason: 'its header is not JSON: it was altered' };
  const { kid, alg, typ } = header;
  if (alg !== 'EdDSA') return { ok: false, reason: 'its header does not name EdDSA: it was altered, or is not ours' };
  for (const { kty, crv, x } of keys) {
    const key = { kty, crv, x };
    if ((await calculateJwkThumbprint(key)) !== kid) continue;
    try {
      const { payload } = await compactVerify(jws, await importJWK(key, 'EdDSA'), { algorithms: ['EdDSA'] });
      // A payload of ours is an object; it was signed.
      const value = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
      return { ok: true, payload: value, keyId: String(kid), type: String(typ) };
    } catch {
      // jose tells only that it did not verify.
      return { ok: false, reason: 'the signature does not fit the text: one of them was altered' };
    }
  }
  return { ok: false, reason: `the key ${String(kid)} that it names is not among the keys given` };
}

function readJson(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    // Only looked into by names.
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
