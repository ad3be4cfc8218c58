/** How much may wait, and what goes when it is more. */

import type { DropReason } from '../../contract/drop-reasons.ts';
import type { RowKey } from './rows.ts';

/** Bounds of design 5.4. */
export interface Bounds {
  readonly maxEvents: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** What must go so that the rest keeps the bounds: the oldest first, each with its reason. */
export function overflow(
  keys: readonly RowKey[],
  { maxEvents, maxBytes, maxAgeMs }: Bounds,
  nowMs: number,
): [RowKey, DropReason][] {
  let events = 0;
  let bytes = 0;
  return [...keys].reverse().flatMap((key): [RowKey, DropReason][] => {
    bytes += key[2];
    if (key[2] && (++events > maxEvents || bytes > maxBytes)) return [[key, 'buffer-full']];
    return nowMs - key[0] > maxAgeMs ? [[key, 'too-old']] : [];
  });
}
