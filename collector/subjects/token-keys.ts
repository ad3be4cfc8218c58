/** The keys that subject tokens are checked with, read and judged once, at the start. Knows no token. */

import { readFileSync } from 'node:fs';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { requireSecret } from '../secret-file.ts';
import { StartProblem } from '../start-problem.ts';

/** How the operator says who signs the tokens. Never part of the registry, which is public. */
export interface SubjectTokenOptions {
  /** `iss` of every token. */
  readonly issuer: string;
  /** File with the secret shared with the app, 32 bytes or more: tokens are HS256. */
  readonly secretFile?: string;
  /** File with the app's public keys as a JWK set: tokens are EdDSA or ES256. */
  readonly keysFile?: string;
}

/** What a token is checked with. `algorithms` is all that is taken, whatever a token's header says. */
export interface TokenKeys {
  readonly issuer: string;
  readonly algorithms: readonly string[];
  readonly key: Uint8Array | JWTVerifyGetKey;
}

/** Shortest shared secret (design 9), in bytes. */
const MIN_SECRET_BYTES = 32;

/** Public keys only: a set with private ones was copied from the wrong place. */
const publicKeys = z.object({
  keys: z
    .array(
      z.union([
        z.strictObject({
          kty: z.literal('OKP'),
          crv: z.literal('Ed25519'),
          x: z.string().length(43),
          kid: z.string().optional(),
          alg: z.enum(['EdDSA', 'Ed25519']).optional(),
          use: z.literal('sig').optional(),
          key_ops: z.array(z.literal('verify')).optional(),
        }),
        z.strictObject({
          kty: z.literal('EC'),
          crv: z.literal('P-256'),
          x: z.string().length(43),
          y: z.string().length(43),
          kid: z.string().optional(),
          alg: z.literal('ES256').optional(),
          use: z.literal('sig').optional(),
          key_ops: z.array(z.literal('verify')).optional(),
        }),
      ]),
    )
    .min(1),
});

/** Throws StartProblem, saying what to do, for anything that cannot be relied on. */
export function openTokenKeys({ issuer, secretFile, keysFile }: SubjectTokenOptions): TokenKeys {
  if (issuer === '') throw new StartProblem('The issuer of subject tokens is empty. Name it: --subject-issuer.');
  if ((secretFile === undefined) === (keysFile === undefined)) {
    throw new StartProblem(
      'Subject tokens are checked with a shared secret or with a set of public keys: give --subject-secret-file or --subject-keys-file, and not both.',
    );
  }
  if (keysFile !== undefined) {
    const set = readKeySet(keysFile);
    return { issuer, algorithms: ['EdDSA', 'ES256'], key: createLocalJWKSet(set) };
  }
  const path = secretFile ?? '';
  const secret = readText(path).trim();
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < MIN_SECRET_BYTES) {
    throw new StartProblem(
      `${path} holds a secret of fewer than ${MIN_SECRET_BYTES} bytes. Make one: openssl rand -base64 48`,
    );
  }
  requireSecret(secret, path);
  return { issuer, algorithms: ['HS256'], key: bytes };
}

function readKeySet(path: string): JSONWebKeySet {
  let value: unknown;
  try {
    value = JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    // The parser's message could quote a key.
    throw new StartProblem(`${path} is not JSON. It takes a JWK set: { "keys": [ … ] }.`);
  }
  const parsed = publicKeys.safeParse(value);
  if (!parsed.success) {
    throw new StartProblem(
      `${path} is no set of public keys for EdDSA (OKP, Ed25519) or ES256 (EC, P-256). Private keys ("d") and shared secrets ("oct") do not belong there.`,
    );
  }
  const ids = parsed.data.keys.map(({ kid }) => kid);
  if (ids.length > 1 && (ids.includes(undefined) || new Set(ids).size < ids.length)) {
    throw new StartProblem(`${path} holds several keys; give each a "kid" of its own, and name it in the tokens.`);
  }
  // What the schema let through is such a set.
  return parsed.data as JSONWebKeySet;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartProblem(`${path} cannot be read. Subject tokens could not be checked.`, { cause: error });
  }
}
