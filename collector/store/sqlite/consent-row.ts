/** A row of the table of consents, and the record that it holds. */

import { dayOfNumber } from '../../../contract/day.ts';
import { toHex } from '../../../contract/handle.ts';
import type { ConsentRecord } from '../store.ts';

/** As the engine hands it out. */
export interface ConsentRow {
  readonly day: number;
  readonly record_id: Buffer;
  readonly receipt_key: Buffer;
  readonly purposes: string;
  readonly scope: number;
  readonly notice: Buffer;
  readonly language: string;
  readonly method: string;
  readonly includes_earlier: number;
}

/** The record in words. */
export function toConsentRecord(row: ConsentRow): ConsentRecord {
  return {
    recordId: toHex(row.record_id),
    day: dayOfNumber(row.day),
    purposes: row.purposes.split(' '),
    scope: row.scope,
    notice: toHex(row.notice),
    language: row.language,
    method: row.method,
    includesEarlier: row.includes_earlier === 1,
    receiptKey: row.receipt_key.toString('base64url'),
  };
}
