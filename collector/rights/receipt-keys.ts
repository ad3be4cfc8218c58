/** The keys that sign receipts: one active per site, made when first needed, kept in the data folder for its owner only. */

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { z } from 'zod';
import { writeSecretFile } from '../secret-file.ts';
import { StartProblem } from '../start-problem.ts';

/** File in the data folder. */
export const RECEIPT_KEYS_FILE = 'receipt-keys.json';

/** A key that signs. */
export interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** A key as `keys.json` shows it (RFC 8037). */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

/** The keys of all sites of one data folder. */
export interface ReceiptKeys {
  /** Makes and stores one for a site that has none. */
  activeKey(site: string): Promise<SigningKey>;
  /** Makes a new active key; the old ones stay, so that what they signed still verifies. @returns its thumbprint */
  rotate(site: string): Promise<string>;
  /** Sites that have a key. */
  sites(): readonly string[];
  /** Reads the file again: another process may have rotated a key. */
  reload(): void;
  /** All keys the site ever signed with, the active one first; empty before the first receipt. */
  publicKeys(site: string): readonly PublicKey[];
}

const storedKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().length(43),
  d: z.string().length(43),
  kid: z.string().length(43),
});
const storedKeys = z.record(z.string(), z.array(storedKey).min(1));

/** Throws, saying what to do, if the file is there and cannot be used: a new key would orphan every receipt given. */
export function openReceiptKeys(folder: string): ReceiptKeys {
  const path = join(folder, RECEIPT_KEYS_FILE);
  let keys = existsSync(path) ? parseKeys(path) : {};
  const making = new Map<string, Promise<SigningKey>>();

  const make = async (site: string): Promise<SigningKey> => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
    const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
    keys[site] = [{ kty: 'OKP', crv: 'Ed25519', x, d, kid }, ...(keys[site] ?? [])];
    writeSecretFile(path, `${JSON.stringify(keys, null, 2)}\n`);
    return { keyId: kid, privateKey };
  };

  return {
    activeKey(site) {
      let key = making.get(site);
      if (!key) {
        const stored = keys[site]?.[0];
        key = stored
          ? Promise.resolve({ keyId: stored.kid, privateKey: createPrivateKey({ key: stored, format: 'jwk' }) })
          : make(site);
        making.set(site, key);
        // A disk that was full once must not be for ever.
        key.catch(() => making.delete(site));
      }
      return key;
    },
    async rotate(site) {
      const { keyId } = await make(site);
      making.delete(site);
      return keyId;
    },
    sites: () => Object.keys(keys).sort(),
    reload() {
      keys = existsSync(path) ? parseKeys(path) : {};
      making.clear();
    },
    publicKeys: (site) =>
      (keys[site] ?? []).map(({ x, kid }) => ({ kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' })),
  };
}

function parseKeys(path: string): z.infer<typeof storedKeys> {
  try {
    return storedKeys.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // The parser's message could quote a private key.
    throw new StartProblem(
      `${path} is damaged. Restore it from a backup: receipts already given can only be checked with it.`,
    );
  }
}
