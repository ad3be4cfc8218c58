/** From the bytes of a body to a value, refusing what cannot be meant. Size and encoding are judged before a byte is read. */

import type { ProblemCode } from '../../contract/problems.ts';
import type { Incoming } from './incoming.ts';
import { Problem } from './problem.ts';

/** `fatal`: broken UTF-8 is refused, not patched. `ignoreBOM`: a byte-order mark stays and is then no JSON. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Refuses what its headers already show to be unfit: another type, any encoding, too many bytes. */
export function requireJsonBody(incoming: Incoming, maxBytes: number): void {
  // Even `identity`: a page's fetch never sends the header, and each value we accept is one more to get wrong.
  if (incoming.header('content-encoding') !== undefined) throw new Problem('encoding-unsupported');
  const type = incoming.header('content-type') ?? '';
  // What browsers send, told apart without the pattern because each batch asks.
  if (type !== 'application/json' && !/^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type))
    throw new Problem('media-type-unsupported');
  const length = incoming.header('content-length');
  if (length !== undefined && Number(length) > maxBytes) throw new Problem('body-too-large');
}

/**
 * The body as a value. It is at most `maxBytes` long, which also bounds its depth and its number of keys; V8 parses
 * without recursion, and nothing of ours walks the value further than the wire goes.
 * @param malformed the problem for what is no JSON; the parser's own message quotes the body, so it goes nowhere
 */
export async function readJson(incoming: Incoming, maxBytes: number, malformed: ProblemCode): Promise<unknown> {
  const bytes = await incoming.readBody(maxBytes);
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    throw new Problem(malformed, 'The body is not JSON in UTF-8.');
  }
}

/** Is it a JSON object, not a list, and has it no key but these? */
export function isObjectOf<Key extends string>(
  value: unknown,
  keys: ReadonlySet<Key>,
): value is Readonly<Partial<Record<Key, unknown>>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const key of Object.keys(value)) {
    // A Set of narrower strings may be asked about any string.
    if (!(keys as ReadonlySet<string>).has(key)) return false;
  }
  return true;
}
