/** Where a steward's private key lies: a file of their own, outside every repository. */

import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createStewardKey, toPublicKey } from '../registry/steward-key.ts';
import { CommandProblem } from './command-problem.ts';

/** Which key is meant. `file` wins over ASKFIRST_STEWARD_KEY, which wins over the place where `init` puts it. */
export interface KeyPlace {
  readonly steward: string;
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A steward's key, both halves, and where it lies. */
export interface StewardKey {
  readonly file: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly isNew: boolean;
}

/** Reads the key, or makes one (mode 600) where there is none. */
export function openStewardKey(place: KeyPlace): StewardKey {
  const file = keyFile(place);
  if (existsSync(file)) return readStewardKey(place);
  const { privateKey, publicKey } = createStewardKey();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' });
  return { file, privateKey, publicKey, isNew: true };
}

/** Reads the key; throws CommandProblem where it is missing, no key, or readable by others. */
export function readStewardKey(place: KeyPlace): StewardKey {
  const file = keyFile(place);
  if (!existsSync(file))
    throw new CommandProblem(
      `The private key of ${place.steward} is not in ${file}. Name its file: --key <file>, or ASKFIRST_STEWARD_KEY.`,
    );
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new CommandProblem(`${file} can be read by others. Run: chmod 600 ${file}`);
  const privateKey = readFileSync(file, 'utf8');
  try {
    return { file, privateKey, publicKey: toPublicKey(privateKey), isNew: false };
  } catch {
    // OpenSSL's own words ("unsupported decoder") would help nobody.
    throw new CommandProblem(`${file} holds no Ed25519 private key in PEM. Name another file: --key <file>.`);
  }
}

/** A steward's name made of the login name. */
export function toStewardName(env: KeyPlace['env']): string {
  const name = (env.USER ?? env.USERNAME ?? '').toLowerCase().replace(/[^a-z0-9-]/g, '');
  return /^[a-z]/.test(name) ? name : 'steward';
}

function keyFile({ steward, file, env }: KeyPlace): string {
  const home = env.XDG_CONFIG_HOME || join(env.HOME || env.USERPROFILE || '.', '.config');
  return file ?? env.ASKFIRST_STEWARD_KEY ?? join(home, 'askfirst', `${steward}.pem`);
}
