/** The receipt of a grant: what ISO/IEC TS 27560 lists, in plain words, signed so that it can be checked without us. */

import { CompactSign } from 'jose';
import type { Configuration } from '../registry/configuration.ts';
import type { ConsentRecord } from '../store/store.ts';
import type { ReceiptDetails } from './receipt-details.ts';
import type { SigningKey } from './receipt-keys.ts';

/** What a receipt says beside the record. */
export interface ReceiptContext {
  readonly site: { readonly name: string };
  readonly controller: Configuration['controller'];
  /** Hour of the grant in the site's time zone. Only the receipt has it; our own record keeps the day. */
  readonly hour: number;
  readonly timeZone: string;
  readonly scopeDigest: string;
  /** The ledger's newest head, if it could be had. */
  readonly ledgerHead?: { readonly day: string; readonly size: number; readonly hash: string };
  readonly details: ReceiptDetails;
  readonly key: SigningKey;
}

/** Media type of a receipt, `typ` of its header. */
export const RECEIPT_TYPE = 'askfirst-receipt+jws';

/**
 * A JWS in compact form (RFC 7515), EdDSA, `kid` being the key's RFC 7638 thumbprint.
 * Fields as the W3C DPV guide maps ISO/IEC TS 27560: https://w3c.github.io/dpv/guides/consent-27560 (read November 2026)
 */
export async function signReceipt(record: ConsentRecord, context: ReceiptContext): Promise<string> {
  const { key } = context;
  const payload = {
    kind: 'receipt',
    version: 1,
    schema: 'ISO-TS-27560:2023',
    recordId: record.recordId,
    site: context.site.name,
    controller: context.controller,
    event: 'consent-given',
    legalBasis: 'consent',
    purposes: record.purposes,
    scope: { number: record.scope, digest: context.scopeDigest },
    notice: { digest: record.notice, language: record.language },
    method: record.method,
    includesEarlier: record.includesEarlier,
    day: record.day,
    hour: context.hour,
    timeZone: context.timeZone,
    receiptKey: record.receiptKey,
    rights: ['access', 'erasure', 'withdrawal'],
    withdrawal: `${context.site.name}/privacy`,
    privacyNotice: `${context.site.name}/privacy`,
    keys: `${context.site.name}/keys.json`,
    ...context.details,
    ...(context.ledgerHead ? { ledgerHead: context.ledgerHead } : {}),
  };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ: RECEIPT_TYPE, kid: key.keyId })
    .sign(key.privateKey);
}
