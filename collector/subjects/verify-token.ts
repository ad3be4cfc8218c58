/** From the Authorization header to the subject of a token. Every failure has its own code; nothing of a token is kept or logged. */

import { errors, jwtVerify } from 'jose';
import type { ProblemCode } from '../../contract/problems.ts';
import type { TokenKeys } from './token-keys.ts';

/** A signed-in person, for as long as one request lasts. */
export interface Subject {
  /** Empty for apps without organisations. */
  readonly organisation: string;
  readonly name: string;
  /** The organisation has switched collection off. */
  readonly isOff: boolean;
  /** When the app said so, in seconds: of two tokens of one organisation the later one counts. */
  readonly issuedAtSeconds: number;
}

/** The person, or why the token does not show one. */
export type Verified =
  | { readonly subject: Subject; readonly problem?: undefined }
  | { readonly problem: ProblemCode; readonly subject?: undefined };

/** Longest life of a token (design 9), in seconds. */
const MAX_LIFE_SECONDS = 60 * 60;

/** How far the app's clock may be from ours, in seconds. Our choice. */
const CLOCK_TOLERANCE_SECONDS = 30;

/** Longest name of a person or organisation, in UTF-16 units. Our choice. */
const MAX_NAME_LENGTH = 255;

/** Longest token looked at. Our choice: a few hundred bytes are usual, and proxies refuse much longer headers. */
const MAX_TOKEN_LENGTH = 4_096;

/** Claims in the order in which their failures are told. */
const CLAIM_PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  iss: 'token-issuer-wrong',
  aud: 'token-audience-wrong',
  nbf: 'token-not-yet-valid',
  exp: 'token-lives-too-long',
};

/** @param authorization the header as it came */
export async function verifyToken(
  authorization: string | undefined,
  { issuer, algorithms, key }: TokenKeys,
  nowMs: number,
): Promise<Verified> {
  if (authorization === undefined) return { problem: 'token-missing' };
  const [, token = ''] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization) ?? [];
  if (token === '' || authorization.length > MAX_TOKEN_LENGTH) return { problem: 'token-malformed' };
  try {
    const options = {
      issuer,
      audience: 'askfirst',
      algorithms: [...algorithms],
      currentDate: new Date(nowMs),
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    };
    // Two overloads of one function; which one is meant depends on the kind of key.
    const { payload } =
      typeof key === 'function' ? await jwtVerify(token, key, options) : await jwtVerify(token, key, options);
    return toSubject(payload, nowMs / 1000);
  } catch (error) {
    return { problem: toCode(error) };
  }
}

function toSubject(payload: Readonly<Record<string, unknown>>, nowSeconds: number): Verified {
  const { sub, org = '', exp, iat, ceiling } = payload;
  const latest = nowSeconds + MAX_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS;
  if (typeof exp !== 'number' || exp > latest || (typeof iat === 'number' && exp - iat > MAX_LIFE_SECONDS)) {
    return { problem: 'token-lives-too-long' };
  }
  const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
  if (!isName(sub) || sub === '' || !isName(org) || (ceiling !== undefined && ceiling !== 'off')) {
    return { problem: 'token-claims-malformed' };
  }
  // Tokens of one app live equally long, so their ends tell which is later where `iat` is missing.
  const issuedAtSeconds = typeof iat === 'number' ? iat : exp - MAX_LIFE_SECONDS;
  return { subject: { organisation: org, name: sub, isOff: ceiling === 'off', issuedAtSeconds } };
}

function toCode(error: unknown): ProblemCode {
  if (error instanceof errors.JWTExpired) return 'token-expired';
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIM_PROBLEMS[error.claim] ?? 'token-claims-malformed';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'token-algorithm-wrong';
  if (error instanceof errors.JWKSNoMatchingKey) return 'token-key-unknown';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'token-key-unknown';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'token-signature-wrong';
  // jose refuses a token that needs what it does not know (`crit`), or whose parts are no JSON. Anything else is a fault
  // in the token too: our keys were read at the start.
  return 'token-malformed';
}
