/** Files that hold secrets: readable by their owner only, replaced as a whole, never half-written. */

import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { StartProblem } from './start-problem.ts';

/** Shortest secret taken, in characters. Our choice: 128 bits even if only hex was used. */
const MIN_SECRET_LENGTH = 32;

/** What people leave in place of a secret (T-86). */
const PLACEHOLDER =
  /change[-_ ]?me|replace[-_ ]?(?:me|this)|place[-_ ]?holder|your[-_ ]|example|secret|password|insert[-_ ]|1234567890/i;

/** Writes beside the file, syncs, and puts it in place in one step. Mode 600. */
export function writeSecretFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/**
 * The secret in the file, made now if there is none: 32 random bytes as base64url.
 * Throws, naming the file, if what is there is short or a placeholder.
 */
export function openSecretFile(path: string): string {
  if (!existsSync(path)) writeSecretFile(path, `${randomBytes(32).toString('base64url')}\n`);
  const secret = readFileSync(path, 'utf8').trim();
  requireSecret(secret, path);
  return secret;
}

/** Throws if it is no secret. `where` says where it came from; the secret itself is never shown. */
export function requireSecret(secret: string, where: string): void {
  const remedy = 'Delete it, and a good one is made at the next start.';
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new StartProblem(`${where} holds a secret of fewer than ${MIN_SECRET_LENGTH} characters. ${remedy}`);
  }
  if (PLACEHOLDER.test(secret) || new Set(secret).size < 10) {
    throw new StartProblem(`${where} holds a placeholder, not a secret. ${remedy}`);
  }
}
