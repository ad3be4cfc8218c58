/** What somebody learns who asks with handles: their own rows with their own, and nothing at all with any other. */

import { createHash, randomBytes } from 'node:crypto';
import type { HeldInKeyFile } from './browser-rights-visitor.ts';

/** An answer, whole. */
export interface Told {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

/** Posts to the collector from a page of the site. */
export type Ask = (name: string, body: string) => Promise<Told>;

/** Events that a key file gives back, whatever page asks. */
export async function readByKey(ask: Ask, held: HeldInKeyFile): Promise<readonly unknown[]> {
  const { text } = await ask('access', JSON.stringify({ held }));
  return (JSON.parse(text) as { events: unknown[] }).events;
}

/** T-71, T-74: asks with handles that were erased, one that nobody has, and the ids of events that stand, as if an id were a handle. @returns what differs */
export async function compareVain(
  ask: Ask,
  gone: readonly HeldInKeyFile[],
  stayed: readonly HeldInKeyFile[],
): Promise<readonly string[]> {
  const [erased, standing] = [gone.flatMap(toNamed), stayed.flatMap(toNamed)];
  const [first] = erased;
  if (!first) return ['nobody is gone'];
  const unequal: string[] = [];
  for (const right of ['access', 'erase', 'withdraw']) {
    const tell = async ({ day, metric, handle }: Named) => {
      // A secret that no grant has.
      const receiptSecret = randomBytes(32).toString('base64url');
      const part = right === 'access' ? {} : { part: 1, last: true };
      const body = JSON.stringify({ receiptSecret, held: [{ day, metric, handles: [handle] }], ...part });
      return toComparable(await ask(right, body));
    };
    const unknown = await tell({ ...first, handle: randomBytes(16).toString('base64url') });
    const vain: [string, Named][] = [
      ...erased.map((one): [string, Named] => ['erased', one]),
      ...standing.map((one): [string, Named] => ['wrong', { ...one, handle: toId(one.handle) }]),
    ];
    for (const [kind, one] of vain) {
      const answer = await tell(one);
      if (answer !== unknown) unequal.push(`${right}, ${kind}: ${answer} instead of ${unknown}`);
    }
  }
  return unequal;
}

/** The id of a handle, where a handle should be. Design 2. */
function toId(handle: string): string {
  return createHash('sha256').update(Buffer.from(handle, 'base64url')).digest().subarray(0, 16).toString('base64url');
}

interface Named {
  readonly day: string;
  readonly metric: string;
  readonly handle: string;
}

function toNamed(held: HeldInKeyFile): Named[] {
  return held.flatMap(({ day, metric, handles }) =>
    day && metric ? handles.map((handle) => ({ day, metric, handle })) : [],
  );
}

/** Status, headers, length and body, without the moment; of a certificate only how long it is, for each is signed anew. */
function toComparable({ status, headers, text }: Told): string {
  const { certificate, ...body } = JSON.parse(text) as { certificate?: string; now?: number };
  const said = { ...body, now: String(body.now).length, certificate: certificate?.length };
  return JSON.stringify({ status, headers: headers.filter(([name]) => name !== 'date'), length: text.length, said });
}
