/** `PUT preference` and `POST pass`: a signed-in person's answer, and the pass that lets their browser send (design 9). */

import { createHash } from 'node:crypto';
import { fromBase64Url } from '../../contract/handle.ts';
import { RECEIPT_SECRET_BYTES } from '../../contract/limits.ts';
import type { PassAnswer, PassRequest, PreferenceRequest } from '../../contract/subjects.ts';
import type { Answer, Incoming } from './incoming.ts';
import { isCount, isListOfText } from './parse-batch.ts';
import { Problem } from './problem.ts';
import { isObjectOf, readJson, requireJsonBody } from './read-json.ts';
import { refuse } from './receive-events.ts';
import type { InForce, ReceiveParts, SubjectDoor } from './receive-parts.ts';
import { requireSameOrigin } from './require-same-origin.ts';
import type { ServedSite } from './site-of.ts';

/** Largest body of both, in bytes. Our choice: dozens of purposes fit, and the padding of an answer. */
const MAX_BYTES = 8 * 1024;

const PREFERENCE_KEYS: ReadonlySet<keyof PreferenceRequest> = new Set(['yes', 'purposes', 'scope', 'receiptSecret']);
const PASS_KEYS: ReadonlySet<keyof PassRequest> = new Set(['purposes', 'scope', 'receiptSecret']);

/** 204 for a yes and a no alike, once the disk has it. */
export async function receivePreference(incoming: Incoming, site: ServedSite, parts: ReceiveParts): Promise<Answer> {
  const { door, subject } = await enter(incoming, site, parts);
  const body = await readJson(incoming, MAX_BYTES, 'preference-malformed');
  if (!isObjectOf(body, PREFERENCE_KEYS) || typeof body.yes !== 'boolean') {
    throw new Problem('preference-malformed', 'The body is no object of the wire.');
  }
  // A no is taken whatever else it says: nothing may stand in its way.
  const yes = body.yes ? parseWish(body, 'preference-malformed') : undefined;
  if (yes) requireKnown(yes, parts.current());
  try {
    door.answer(site.name, subject, yes);
  } catch (error) {
    refuse(error);
  }
  return { status: 204, headers: { 'Cache-Control': 'no-store' } };
}

/** 200 with a pass, while the organisation permits and this person's yes stands. */
export async function receivePass(incoming: Incoming, site: ServedSite, parts: ReceiveParts): Promise<Answer> {
  const { door, subject } = await enter(incoming, site, parts);
  const body = await readJson(incoming, MAX_BYTES, 'pass-request-malformed');
  if (!isObjectOf(body, PASS_KEYS)) throw new Problem('pass-request-malformed', 'The body is no object of the wire.');
  const wish = parseWish(body, 'pass-request-malformed');
  if (!(await hasGrant(wish, site, parts))) throw new Problem('no-standing-yes');
  const given = door.pass(site.name, subject, wish);
  if ('problem' in given) throw new Problem(given.problem);
  const answer: PassAnswer = { pass: given.pass, now: parts.clock.now() };
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(answer),
  };
}

/** Was this person's own yes, in the browser that asks, recorded here? A row made by somebody else grants nothing (P4). */
async function hasGrant(
  wish: ReturnType<typeof parseWish>,
  site: ServedSite,
  { store }: ReceiveParts,
): Promise<boolean> {
  const receiptKey = createHash('sha256').update(wish.receiptSecret).digest('base64url');
  const grants = await store.readConsents(site.name, receiptKey);
  return grants.some(
    ({ scope, purposes }) => scope >= wish.scope && wish.purposes.every((purpose) => purposes.includes(purpose)),
  );
}

/** The order of design 7: size and encoding, origin, then whose token it is; the body is read last. */
async function enter(incoming: Incoming, site: ServedSite, parts: ReceiveParts) {
  const door = parts.subjects();
  if (!door) throw new Problem('not-found', 'This site has no signed-in people (subjects: none).');
  requireJsonBody(incoming, MAX_BYTES);
  requireSameOrigin(incoming, site.origin);
  const { subject, problem } = await door.verify(incoming.header('authorization'));
  if (!subject) throw new Problem(problem, undefined, { 'WWW-Authenticate': 'Bearer' });
  return { door, subject };
}

type Wish = Parameters<SubjectDoor['pass']>[2];

function parseWish(
  {
    purposes,
    scope,
    receiptSecret,
  }: { readonly purposes?: unknown; readonly scope?: unknown; readonly receiptSecret?: unknown },
  malformed: 'preference-malformed' | 'pass-request-malformed',
): Wish & { readonly receiptSecret: Uint8Array<ArrayBuffer> } {
  const secret = typeof receiptSecret === 'string' ? fromBase64Url(receiptSecret) : undefined;
  const fits =
    isListOfText(purposes) && purposes.length > 0 && new Set(purposes).size === purposes.length && isCount(scope);
  if (!fits || secret?.length !== RECEIPT_SECRET_BYTES) {
    throw new Problem(malformed, 'A field is missing or has another shape than the wire says.');
  }
  return { purposes, scope, receiptSecret: secret };
}

function requireKnown({ scope, purposes }: Wish, { loaded }: InForce): void {
  if (scope === 0 || scope > loaded.registry.scope) throw new Problem('scope-unknown');
  if (!purposes.every((purpose) => loaded.registry.purposes.includes(purpose))) throw new Problem('purpose-unknown');
}
