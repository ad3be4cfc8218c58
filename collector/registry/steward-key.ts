/** Stewards' keys and what they sign: Ed25519 over SHA-256 of the RFC 8785 form of a review without its signature. */

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { toDigest } from './digest.ts';
import type { Review } from './review-record.ts';

const PREFIX = 'ed25519:';

/** A new steward's key: the private half as PEM, to be kept outside the repository, and the public one as stewards.yaml writes it. */
export function createStewardKey(): { readonly privateKey: string; readonly publicKey: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: toText(pair.publicKey),
  };
}

/** The public key, as stewards.yaml writes it, of a private key in PEM. Throws for anything but an Ed25519 key. */
export function toPublicKey(privateKey: string): string {
  return toText(createPublicKey(parsePrivateKey(privateKey)));
}

/** Parses the text of stewards.yaml; undefined if it is no Ed25519 key. */
export function parsePublicKey(text: string): KeyObject | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  try {
    const key = createPublicKey({ key: Buffer.from(text.slice(PREFIX.length), 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    // OpenSSL throws for bytes that are no key; the caller reports the file and line.
    return undefined;
  }
}

/** The review with its signature. */
export function signReview(review: Omit<Review, 'signature'>, privateKey: string): Review {
  const signature = sign(null, messageOf(review), parsePrivateKey(privateKey));
  return { ...review, signature: PREFIX + signature.toString('base64') };
}

/** Did the holder of this public key sign exactly this review? */
export function isSignedBy(review: Review, publicKey: KeyObject): boolean {
  const { signature, ...unsigned } = review;
  if (!signature?.startsWith(PREFIX)) return false;
  return verify(null, messageOf(unsigned), publicKey, Buffer.from(signature.slice(PREFIX.length), 'base64'));
}

function messageOf(review: Omit<Review, 'signature'>): Buffer {
  const { signature: _signature, ...signed } = { signature: undefined, ...review };
  return Buffer.from(toDigest(signed), 'hex');
}

function parsePrivateKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('A steward signs with an Ed25519 key.');
  return key;
}

function toText(publicKey: KeyObject): string {
  return PREFIX + publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}
