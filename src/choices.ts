/** What is needed only when a visitor says yes: loaded beside the question, so that everybody else is spared it. */

import { toBase64Url, toHex } from '../contract/handle.ts';
import { HANDLE_BYTES, RECEIPT_SECRET_BYTES } from '../contract/limits.ts';
import type { SiteTexts } from '../contract/texts.ts';
import type { ConsentMethod } from '../contract/wire.ts';
import type { Decided } from './api.ts';
import type { Buffer } from './buffer/buffer.ts';
import { type Database, update } from './buffer/database.ts';
import type { Grant, Standing } from './decision/decision.ts';
import type { Keeper } from './decision/keeper.ts';
import { readSignal } from './decision/signals.ts';
import type { Device } from './device.ts';
import { type ConsentRecord, consentKey } from './send/rights-store.ts';

/** What a yes says. */
export interface Yes {
  readonly purposes: readonly string[];
  readonly method: ConsentMethod;
  /** What stood when the visitor chose. */
  readonly chosenUnder: Standing;
}

/** What a yes is written with. */
export interface GrantParts {
  readonly keeper: Keeper;
  readonly rights: Database;
  readonly buffer: Buffer;
  readonly readTexts: () => Promise<SiteTexts>;
}

/** What `choices.js` exports. */
export interface ChoicesModule {
  grant(device: Device, parts: GrantParts, yes: Yes): Promise<Decided>;
}

/** A yes waits at most so long for the other tabs. Our choice. */
const PATIENCE_MS = 10_000;

/** Carries out a yes: proof and decision on disk before it counts. Rejects where words or storage fail: then there is none (T-62). */
export async function grant(
  device: Device,
  { keeper, rights, buffer, readTexts }: GrantParts,
  yes: Yes,
): Promise<Decided> {
  const { random, subtle, site, today, page } = device;
  const { purposes, method, chosenUnder } = yes;
  const { scope, purposes: known } = site.registry;
  if (!purposes.every((purpose) => known.includes(purpose))) return { refused: 'unknown-purpose' };
  const despiteSignal = !!readSignal(page.navigator, site.signals);
  // The signal is shown in the centre alone; elsewhere nobody has been told that it is on.
  if (despiteSignal && method !== 'centre') return { refused: 'signal-forbids' };
  const { notice, language } = await readTexts();

  return keeper.alone(PATIENCE_MS, async () => {
    const { decision } = await keeper.refresh();
    // A no made elsewhere after this yes was clicked, in a tab that was frozen since, is the newer decision.
    if (decision === 'denied' && chosenUnder.decision !== decision) return { refused: 'decided-elsewhere' };
    const endsWaiting = decision === 'undecided';
    const granted: Grant = {
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
    await update(rights.strict, consentKey(granted.epoch), () => consent);
    return (await keeper.write(granted)) ? { decision: 'granted' } : { refused: 'could-not-be-stored' };
  });
}
