/**
 * Bytes under a key: AES-256-GCM in numbered frames, the last one marked, so that nothing can be read, altered, moved or
 * cut off unnoticed. Layout: magic · salt (32) · frames of (length, 4 bytes) · ciphertext · tag (16).
 */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { StartProblem } from '../../start-problem.ts';

const MAGIC = Buffer.from('ASKFIRST BACKUP 1\n');
const SALT_BYTES = 32;
const TAG_BYTES = 16;
/** Largest frame. Our choice: what is held in memory at once. */
const FRAME_BYTES = 1024 * 1024;

/** Takes bytes in any portions. */
export interface SealedWriter {
  write(bytes: Uint8Array): void;
  /** Writes the last frame and syncs. */
  end(): void;
}

/** Begins a file, readable by its owner only; throws if there is one already. */
export function createSealedFile(path: string, secret: string): SealedWriter {
  const file = openSync(path, 'wx', 0o600);
  const salt = randomBytes(SALT_BYTES);
  const key = toKey(secret, salt);
  writeSync(file, Buffer.concat([MAGIC, salt]));
  let waiting: Buffer[] = [];
  let size = 0;
  let number = 0;
  const seal = (plain: Buffer, isLast: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, toNonce(number++, isLast));
    const text = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    for (const part of [length, text]) for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
  };
  return {
    write(bytes) {
      waiting.push(Buffer.from(bytes));
      size += bytes.byteLength;
      if (size < FRAME_BYTES) return;
      const all = Buffer.concat(waiting);
      let at = 0;
      for (; all.length - at >= FRAME_BYTES; at += FRAME_BYTES) seal(all.subarray(at, at + FRAME_BYTES), false);
      waiting = [all.subarray(at)];
      size = all.length - at;
    },
    end() {
      seal(Buffer.concat(waiting), true);
      fsyncSync(file);
      closeSync(file);
    },
  };
}

/** Gives the bytes back in portions; throws, saying which file, where the key is wrong or anything was changed. */
export function* readSealedFile(path: string, secret: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  const broken = (why: string) => new StartProblem(`${path} cannot be read as a backup: ${why}.`);
  const read = (bytes: number): Buffer => {
    const buffer = Buffer.alloc(bytes);
    let at = 0;
    while (at < bytes) {
      const got = readSync(file, buffer, at, bytes - at, null);
      if (got === 0) throw broken('its end was cut off');
      at += got;
    }
    return buffer;
  };
  try {
    if (!read(MAGIC.length).equals(MAGIC)) throw broken('it is none');
    const key = toKey(secret, read(SALT_BYTES));
    for (let number = 0, isLast = false; !isLast; number++) {
      const length = read(4).readUInt32BE();
      if (length < TAG_BYTES || length > FRAME_BYTES + TAG_BYTES) throw broken('it was altered');
      const text = read(length);
      const plain = open(text, key, number, false) ?? open(text, key, number, true);
      if (!plain) throw broken('it was altered, or the key is another');
      isLast = plain.isLast;
      yield plain.bytes;
    }
    if (readSync(file, Buffer.alloc(1)) > 0) throw broken('something was added at its end');
  } finally {
    closeSync(file);
  }
}

function open(text: Buffer, key: Buffer, number: number, isLast: boolean) {
  const decipher = createDecipheriv('aes-256-gcm', key, toNonce(number, isLast));
  decipher.setAuthTag(text.subarray(text.length - TAG_BYTES));
  try {
    const bytes = Buffer.concat([decipher.update(text.subarray(0, text.length - TAG_BYTES)), decipher.final()]);
    return { bytes, isLast };
  } catch {
    // Whether it is the last one or was altered only the other nonce can tell.
    return undefined;
  }
}

function toKey(secret: string, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'askfirst backup', 32));
}

/** Each key is used for one file, so a counter never repeats; the last frame has a nonce of its own. */
function toNonce(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
