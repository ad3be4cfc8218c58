/** `POST withdraw`, `erase` and `access`: from a request to what the rights room makes of it. */

import { MAX_RIGHTS_BYTES } from '../../contract/limits.ts';
import type { AccessAnswer, Certificate, ErasureAnswer } from '../../contract/rights.ts';
import type { Answer, Incoming } from './incoming.ts';
import { parseAccess, parseErasure } from './parse-rights.ts';
import { Problem } from './problem.ts';
import { readJson, requireJsonBody } from './read-json.ts';
import { refuse } from './receive-events.ts';
import type { ReceiveParts } from './receive-parts.ts';
import { requireSameOrigin } from './require-same-origin.ts';
import type { ServedSite } from './site-of.ts';

/** Removes the events named, and the record of the grant whose secret is given. */
export const receiveWithdrawal = receiveErasureOf('withdrawal');

/** Removes the events named; the grant stands. */
export const receiveErasure = receiveErasureOf('erasure');

function receiveErasureOf(kind: Certificate['kind']) {
  return async (incoming: Incoming, site: ServedSite, { rights }: ReceiveParts): Promise<Answer> => {
    const part = parseErasure(await readBody(incoming, site));
    const answer = await rights.erase(part, kind, site.name).catch(refuse);
    if (!answer) throw new Problem('tally-unknown');
    return toAnswer(answer);
  };
}

/** The events whose handles are named, and the record of the grant whose secret is. Changes nothing. */
export async function receiveAccess(incoming: Incoming, site: ServedSite, { rights }: ReceiveParts): Promise<Answer> {
  const part = parseAccess(await readBody(incoming, site));
  return toAnswer(await rights.access(part, site.name).catch(refuse));
}

function readBody(incoming: Incoming, site: ServedSite): Promise<unknown> {
  requireJsonBody(incoming, MAX_RIGHTS_BYTES);
  requireSameOrigin(incoming, site.origin);
  return readJson(incoming, MAX_RIGHTS_BYTES, 'rights-malformed');
}

function toAnswer(body: ErasureAnswer | AccessAnswer): Answer {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(body),
  };
}
