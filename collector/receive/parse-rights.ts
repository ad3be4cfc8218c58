/** From any value to a part of a rights request. Knows shapes only: whether a handle ever was anybody's is asked of the store. */

import { createHash } from 'node:crypto';
import { isDay } from '../../contract/day.ts';
import { fromBase64Url } from '../../contract/handle.ts';
import { HANDLE_BYTES, MAX_PART_HANDLES, RECEIPT_SECRET_BYTES, RESERVE_HANDLES } from '../../contract/limits.ts';
import type { AccessRequest, ErasureRequest } from '../../contract/rights.ts';
import type { NamedIds } from '../store/store.ts';
import { isCount } from './parse-batch.ts';
import { Problem } from './problem.ts';
import { isObjectOf } from './read-json.ts';
import type { ErasurePart, NamedPart } from './receive-parts.ts';

const ACCESS_KEYS: ReadonlySet<keyof AccessRequest> = new Set(['receiptSecret', 'held']);
const ERASURE_KEYS: ReadonlySet<keyof ErasureRequest> = new Set(['receiptSecret', 'held', 'part', 'last', 'tally']);
const GROUP_KEYS: ReadonlySet<string> = new Set(['day', 'metric', 'handles']);

/** As the registry writes it; no longer than any name there would be. */
const METRIC = /^[a-z][a-z0-9]*(?:\.[a-z][a-z0-9]*)+$/;
const MAX_METRIC_LENGTH = 200;

/** Longest tally taken, in characters; ours have some 600. */
const MAX_TALLY_LENGTH = 2_000;

/** Throws Problem `rights-malformed`, or `body-too-large` for more handles than a part may name. */
export function parseAccess(value: unknown): NamedPart {
  if (!isObjectOf(value, ACCESS_KEYS)) throw new Problem('rights-malformed', 'The body is no object of the wire.');
  return parseNamed(value.held, value.receiptSecret);
}

/** Throws Problem `rights-malformed`, or `body-too-large` for more handles than a part may name. */
export function parseErasure(value: unknown): ErasurePart {
  if (!isObjectOf(value, ERASURE_KEYS)) throw new Problem('rights-malformed', 'The body is no object of the wire.');
  const { part, last, tally } = value;
  if (!isCount(part) || part === 0) throw new Problem('rights-malformed', 'part is no whole number from 1.');
  if (typeof last !== 'boolean') throw new Problem('rights-malformed', 'last is neither true nor false.');
  if (tally !== undefined && (typeof tally !== 'string' || tally.length > MAX_TALLY_LENGTH)) {
    throw new Problem('rights-malformed', 'tally is not what an answer of ours said.');
  }
  if (part === 1 && tally !== undefined) throw new Problem('rights-malformed', 'Part 1 has no tally.');
  return {
    ...parseNamed(value.held, value.receiptSecret),
    part,
    last,
    ...(tally === undefined ? {} : { tally }),
  };
}

/** @param held the groups; @param secret the receipt secret, if any */
export function parseNamed(held: unknown, secret: unknown): NamedPart {
  if (!Array.isArray(held)) throw new Problem('rights-malformed', 'held is no list.');
  if (held.length > MAX_PART_HANDLES) throw new Problem('body-too-large', `More than ${MAX_PART_HANDLES} groups.`);
  const named = held.map(parseGroup);
  const ids = named.flatMap((group) => group.ids);
  if (ids.length > MAX_PART_HANDLES) throw new Problem('body-too-large', `More than ${MAX_PART_HANDLES} handles.`);
  // Each costs a look-up per metric and day, so they are few.
  const reserve = named.flatMap((group) => (group.day === undefined ? group.ids : []));
  if (reserve.length > RESERVE_HANDLES) {
    throw new Problem('rights-malformed', `More than ${RESERVE_HANDLES} handles without day and metric.`);
  }
  return {
    named,
    count: new Set(ids).size,
    ...(secret === undefined ? {} : { receiptKey: toReceiptKey(secret) }),
  };
}

function parseGroup(value: unknown): NamedIds {
  if (!isObjectOf(value, GROUP_KEYS)) throw new Problem('rights-malformed', 'A group is no object of the wire.');
  const { day, metric, handles } = value;
  if (!Array.isArray(handles)) throw new Problem('rights-malformed', 'handles is no list.');
  if (handles.length > MAX_PART_HANDLES) throw new Problem('body-too-large', `More than ${MAX_PART_HANDLES} handles.`);
  const ids = handles.map(toId);
  if (day === undefined && metric === undefined) return { ids };
  if (!isDay(day)) throw new Problem('rights-malformed', 'day is no day; day and metric come together or not at all.');
  if (typeof metric !== 'string' || metric.length > MAX_METRIC_LENGTH || !METRIC.test(metric)) {
    throw new Problem('rights-malformed', 'metric is no name; day and metric come together or not at all.');
  }
  return { day, metric, ids };
}

/** First 16 bytes of SHA-256: only who has the handle can name the id (T-74). */
function toId(handle: unknown): string {
  const bytes = toBytes(handle, HANDLE_BYTES);
  if (!bytes) throw new Problem('rights-malformed', `A handle is not ${HANDLE_BYTES} bytes as base64url.`);
  return createHash('sha256')
    .update(bytes)
    .digest('hex')
    .slice(0, HANDLE_BYTES * 2);
}

function toReceiptKey(secret: unknown): string {
  const bytes = toBytes(secret, RECEIPT_SECRET_BYTES);
  if (!bytes) throw new Problem('rights-malformed', `receiptSecret is not ${RECEIPT_SECRET_BYTES} bytes as base64url.`);
  return createHash('sha256').update(bytes).digest('base64url');
}

function toBytes(value: unknown, size: number): Uint8Array | undefined {
  if (typeof value !== 'string' || value.length !== Math.ceil((size * 4) / 3)) return undefined;
  const bytes = fromBase64Url(value);
  return bytes?.length === size ? bytes : undefined;
}
