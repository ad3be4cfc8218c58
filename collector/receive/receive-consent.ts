/** `POST consent`: keeps the record of a grant, and answers with the receipt that the visitor keeps. */

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { dayAndHour } from '../../contract/day.ts';
import { fromBase64Url, toBase64Url } from '../../contract/handle.ts';
import { RECEIPT_SECRET_BYTES, WIRE_VERSION } from '../../contract/limits.ts';
import type { ConsentAnswer, ConsentRequest } from '../../contract/wire.ts';
import type { ConsentRecord } from '../store/store.ts';
import type { Answer, Incoming } from './incoming.ts';
import { isCount, isListOfText } from './parse-batch.ts';
import { Problem } from './problem.ts';
import { isObjectOf, readJson, requireJsonBody } from './read-json.ts';
import { refuse } from './receive-events.ts';
import type { InForce, ReceiveParts } from './receive-parts.ts';
import { requireSameOrigin } from './require-same-origin.ts';
import type { ServedSite } from './site-of.ts';

/** Largest body of a consent, in bytes. Our choice: dozens of purposes fit. */
const MAX_CONSENT_BYTES = 8 * 1024;

/** A receipt key as 32 bytes of lower-case hex, which some clients find easier to make. */
const HEX_KEY = /^[0-9a-f]{64}$/;

const KEYS: ReadonlySet<keyof ConsentRequest> = new Set([
  'version',
  'purposes',
  'scope',
  'notice',
  'language',
  'method',
  'includesEarlier',
  'receiptKey',
]);

/** 201 means that the record is committed and synced. Sent twice, the same grant is one record. */
export async function receiveConsent(incoming: Incoming, site: ServedSite, parts: ReceiveParts): Promise<Answer> {
  requireJsonBody(incoming, MAX_CONSENT_BYTES);
  requireSameOrigin(incoming, site.origin);
  const consent = parseConsent(await readJson(incoming, MAX_CONSENT_BYTES, 'consent-malformed'));
  if (incoming.header('sec-gpc') === '1' && consent.method !== 'centre') throw new Problem('signal-forbids');
  const inForce = parts.current();
  await inForce.files.prepare(site);
  requireKnown(consent, inForce, parts);
  const now = parts.clock.now();
  const { timeZone, controller } = inForce.loaded.configuration;
  const { day, hour } = dayAndHour(now, timeZone);
  const record: ConsentRecord = { recordId: toRecordId(site, consent), day, ...withoutVersion(consent) };
  // Sent again by a retry after it was withdrawn: it must not come back (P9).
  if (!(await parts.store.appendConsent(site.name, record).catch(refuse))) throw new Problem('withdrawn');
  const scope = inForce.loaded.scopes.find((entry) => entry.number === consent.scope);
  const receipt = await parts.receipts.sign(record, {
    site,
    controller,
    hour,
    timeZone,
    scopeDigest: scope?.digest ?? inForce.loaded.registry.digest,
  });
  const answer: ConsentAnswer = { receipt, now };
  return {
    status: 201,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(answer),
  };
}

function parseConsent(value: unknown): ConsentRequest {
  if (!isObjectOf(value, KEYS)) throw new Problem('consent-malformed', 'The body is no object of the wire.');
  const { version, purposes, scope, notice, language, method, includesEarlier, receiptKey } = value;
  if (version !== WIRE_VERSION) {
    throw new Problem(Number.isInteger(version) ? 'version-unsupported' : 'consent-malformed');
  }
  const key = toReceiptKey(receiptKey);
  const fits =
    isListOfText(purposes) &&
    purposes.length > 0 &&
    new Set(purposes).size === purposes.length &&
    isCount(scope) &&
    typeof notice === 'string' &&
    /^[0-9a-f]{64}$/.test(notice) &&
    typeof language === 'string' &&
    (method === 'banner' || method === 'centre' || method === 'api') &&
    typeof includesEarlier === 'boolean';
  if (!fits || key === undefined) {
    throw new Problem('consent-malformed', 'A field is missing or has another shape than the wire says.');
  }
  return { version, purposes, scope, notice, language, method, includesEarlier, receiptKey: key };
}

/** The key as base64url of its 32 bytes, from that or from hex; undefined for anything else. */
function toReceiptKey(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (HEX_KEY.test(value)) return Buffer.from(value, 'hex').toString('base64url');
  const bytes = value.length <= 64 ? fromBase64Url(value) : undefined;
  return bytes?.length === RECEIPT_SECRET_BYTES ? toBase64Url(bytes) : undefined;
}

/**
 * A yes counts only for a scope released here, purposes declared here, and words shown here: those of now, or earlier
 * ones, because a yes given offline arrives when it can.
 */
function requireKnown(consent: ConsentRequest, { loaded }: InForce, { notices }: ReceiveParts): void {
  const isReleased =
    consent.scope === loaded.registry.scope || loaded.scopes.some((scope) => scope.number === consent.scope);
  if (!isReleased || consent.scope === 0) throw new Problem('scope-unknown');
  if (!consent.purposes.every((purpose) => loaded.registry.purposes.includes(purpose))) {
    throw new Problem('purpose-unknown');
  }
  if (!notices.has(consent.notice, consent.language)) throw new Problem('notice-unknown');
}

/**
 * The same grant, sent again because its answer was lost, gets the same number. The receipt key differs for every
 * grant, so no two visitors share one, and nothing but that key can be found by it.
 */
function toRecordId(site: ServedSite, consent: ConsentRequest): string {
  const form = canonicalize({ site: site.name, ...consent }) ?? '';
  return createHash('sha256').update(form).digest('hex').slice(0, 32);
}

function withoutVersion({ version: _, ...rest }: ConsentRequest): Omit<ConsentRequest, 'version'> {
  return rest;
}
