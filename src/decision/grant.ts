/** Carries out a yes: proof and decision on disk before it counts. */

import { toBase64Url, toHex } from '../../contract/handle.ts';
import { HANDLE_BYTES, RECEIPT_SECRET_BYTES } from '../../contract/limits.ts';
import type { ConsentMethod } from '../../contract/wire.ts';
import type { Decided } from '../api.ts';
import type { Buffer } from '../buffer/buffer.ts';
import { type Database, update } from '../buffer/database.ts';
import type { Device } from '../device.ts';
import { type ConsentRecord, consentKey } from '../send/rights-store.ts';
import type { Grant, Standing } from './decision.ts';
import type { Keeper } from './keeper.ts';

/** What a yes says. */
export interface Yes {
  readonly purposes: readonly string[];
  readonly method: ConsentMethod;
  /** Digest of the words shown. */
  readonly notice: string;
  readonly language: string;
  /** A signal was on, and shown, where this yes was given. */
  readonly despiteSignal: boolean;
  /** What stood when the visitor chose. */
  readonly chosenUnder: Standing;
}

/** What a yes is written with. */
export interface GrantParts {
  readonly keeper: Keeper;
  readonly rights: Database;
  readonly buffer: Buffer;
}

/** Stores a yes. Rejects where storage fails: then there is none (T-62). Only while alone. */
export async function writeGrant(device: Device, { keeper, rights, buffer }: GrantParts, yes: Yes): Promise<Decided> {
  const { random, subtle, site, today } = device;
  const { purposes, method, notice, language, despiteSignal, chosenUnder } = yes;
  const { decision } = await keeper.refresh();
  // A no made elsewhere after this yes was clicked, in a tab that was frozen since, is the newer decision.
  if (decision === 'denied' && chosenUnder.decision !== decision) return { refused: 'decided-elsewhere' };
  const endsWaiting = decision === 'undecided';
  const { scope } = site.registry;
  const grant: Grant = {
    version: 1,
    decision: 'granted',
    day: today(),
    purposes,
    scope,
    epoch: toHex(random(HANDLE_BYTES)),
    endsWaiting,
    despiteSignal,
  };
  const secret = random(RECEIPT_SECRET_BYTES);
  const consent: ConsentRecord = {
    secret,
    request: {
      version: 1,
      purposes,
      scope,
      notice,
      language,
      method,
      includesEarlier: endsWaiting && !!(await buffer.read())[0],
      receiptKey: toBase64Url(new Uint8Array(await subtle.digest('SHA-256', secret))),
    },
  };
  // The proof first: a decision without it could never be shown, a proof without a decision is nothing.
  await update(rights.strict, consentKey(grant.epoch), () => consent);
  return (await keeper.write(grant)) ? { decision: 'granted' } : { refused: 'could-not-be-stored' };
}
