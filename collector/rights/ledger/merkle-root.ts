/** One hash for a set, whatever order it came in (as RFC 6962, section 2.1, over the values in their order). */

import { createHash } from 'node:crypto';

/** @param values lower-case hex; @returns lower-case hex */
export function toMerkleRoot(values: readonly string[]): string {
  let level = values.toSorted().map((value) => hash(0, Buffer.from(value, 'hex')));
  if (level.length === 0) return createHash('sha256').digest('hex');
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = level.slice(at, at + 2);
      // The last of an odd number goes up as it is.
      if (left) above.push(right ? hash(1, Buffer.concat([left, right])) : left);
    }
    level = above;
  }
  return (level[0] ?? Buffer.alloc(0)).toString('hex');
}

/** Leaves and nodes are told apart, so that no node can be passed off as a value. */
function hash(kind: 0 | 1, bytes: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(kind)).update(bytes).digest();
}
