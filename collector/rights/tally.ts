/**
 * The running count of a request in parts. The collector keeps nothing between two parts: the sum travels with the
 * visitor, under a MAC, so that nobody can have a sum certified that was never counted.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Certificate } from '../../contract/rights.ts';
import type { Erased, Removal } from '../store/store.ts';

/** How long a tally may be carried on, in milliseconds. Our choice: a browser may be offline between two parts. */
const LASTS_MS = 90 * 24 * 60 * 60 * 1000;

/** What was counted up to and with one part. */
export interface Tally extends Pick<Erased, 'events' | 'consents' | 'barred'> {
  readonly site: string;
  readonly kind: Certificate['kind'];
  /** The part counted last. */
  readonly part: number;
  readonly named: number;
  /** The earliest month in which a bar of any part may be forgotten. */
  readonly barredUntil: string;
  readonly unknownUntil: string;
  readonly atMs: number;
}

const count = z.int().nonnegative();
const removal = z.strictObject({ found: count, removed: count, remaining: count, erasedBefore: count });
const tallySchema = z.strictObject({
  site: z.string(),
  kind: z.enum(['withdrawal', 'erasure']),
  part: count,
  named: count,
  events: removal,
  consents: removal.optional(),
  barred: count,
  barredUntil: z.string(),
  unknownUntil: z.string(),
  atMs: count,
});

/** As text for the visitor to carry. */
export function writeTally(tally: Tally, key: string): string {
  const text = Buffer.from(JSON.stringify(tally)).toString('base64url');
  return `${text}.${toMac(text, key).toString('base64url')}`;
}

/** What an answer of ours said; undefined for anything else, for another request, and for what is too old. */
export function readTally(
  text: string,
  key: string,
  expected: Pick<Tally, 'site' | 'kind' | 'part'> & { readonly nowMs: number },
): Tally | undefined {
  const [payload = '', mac = '', ...rest] = text.split('.');
  const given = Buffer.from(mac, 'base64url');
  const right = toMac(payload, key);
  if (rest.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const { data } = tallySchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (!data || data.site !== expected.site || data.kind !== expected.kind || data.part !== expected.part) {
    return undefined;
  }
  const { consents, ...tally } = data;
  if (expected.nowMs - tally.atMs > LASTS_MS) return undefined;
  return { ...tally, ...(consents ? { consents } : {}) };
}

/** The counts of a part added to those before it. */
export function addToTally(before: Tally | undefined, part: Omit<Tally, 'site' | 'kind' | 'part' | 'atMs'>) {
  if (!before) return part;
  const consents =
    before.consents && part.consents ? add(before.consents, part.consents) : (part.consents ?? before.consents);
  return {
    named: before.named + part.named,
    events: add(before.events, part.events),
    ...(consents ? { consents } : {}),
    barred: before.barred + part.barred,
    // The tally before may be of an earlier month, or of a registry that named another time.
    barredUntil: earlier(before.barredUntil, part.barredUntil),
    unknownUntil: earlier(before.unknownUntil, part.unknownUntil),
  };
}

function earlier(a: string, b: string): string {
  return [a, b].sort()[0] ?? a;
}

function add(a: Removal, b: Removal): Removal {
  return {
    found: a.found + b.found,
    removed: a.removed + b.removed,
    remaining: a.remaining + b.remaining,
    erasedBefore: a.erasedBefore + b.erasedBefore,
  };
}

function toMac(payload: string, key: string): Buffer {
  return createHmac('sha256', key).update(`askfirst tally ${payload}`).digest();
}
