/** Carries out a yes: proof and decision on disk before it counts. */

import { toBase64Url, toHex } from '../../contract/handle.ts';
import { HANDLE_BYTES, RECEIPT_SECRET_BYTES } from '../../contract/limits.ts';
import type { Decided } from '../api.ts';
import { update } from '../buffer/database.ts';
import type { Choices, Core, Yes } from '../core.ts';
import { type Grant, isDenial } from '../decision/decision.ts';
import { LEASE_MS } from '../decision/keeper.ts';
import { readSignal } from '../decision/signals.ts';
import { setAside } from '../rights/set-aside.ts';
import { type ConsentRecord, consentKey } from '../send/rights-store.ts';
import { readTexts } from './texts.ts';

/** A yes waits at most so long for the other tabs. Our choice. */
const PATIENCE_MS = 10_000;

/** How often a yes is tried whose lock ran out on the way. Our choice. */
const MAX_TRIES = 3;

/** Any failure on the way means that there is no yes (T-62). */
export function createGrant(core: Core): Choices['grant'] {
  const { device, keeper, announce } = core;
  const { site, page } = device;

  return async (yes) => {
    const despiteSignal = !!readSignal(page.navigator, site.signals);
    if (!yes.isTrusted) return { refused: 'needs-a-trusted-event' };
    if (!yes.purposes.every((purpose) => site.registry.purposes.includes(purpose)))
      return { refused: 'unknown-purpose' };
    // The signal is shown in the centre alone; elsewhere nobody has been told that it is on.
    if (despiteSignal && yes.method !== 'centre') return { refused: 'signal-forbids' };
    try {
      // The proof names the words that were shown, even if the site has others by now.
      const notice = yes.notice ?? (await readTexts(core)).notice;
      const askedMs = page.performance.now();
      const askedOn = device.today();
      // After a no, a second no looks the same; but who came in turn and without delay was not overtaken by one.
      const isInTurn = () => page.performance.now() - askedMs < LEASE_MS;
      let decided: Decided | undefined;
      for (let tries = 1; !decided && tries <= MAX_TRIES; tries++)
        decided = await keeper.alone(PATIENCE_MS, (holds) =>
          writeGrant(core, { ...yes, notice, despiteSignal, isInTurn, askedOn }, holds),
        );
      await announce();
      return decided ?? { refused: 'could-not-be-stored' };
    } catch {
      // The words could not be read, or storage failed: nobody has agreed to anything.
      return { refused: 'could-not-be-stored' };
    }
  };
}

/** Only while alone. Nothing if that may have ended before the yes could be written. */
async function writeGrant(
  { device, keeper, buffer, rights, language }: Core,
  yes: Yes & {
    readonly notice: string;
    readonly despiteSignal: boolean;
    readonly isInTurn: () => boolean;
    readonly askedOn: string;
  },
  holds: () => boolean,
): Promise<Decided | undefined> {
  const { random, subtle, today, site } = device;
  const { purposes, method, notice, despiteSignal, chosenUnder, isInTurn, askedOn } = yes;
  const { decision, grant: standing, stored, reason, changes } = await keeper.refresh();
  // Who decided elsewhere after this yes was clicked, in a tab that was frozen since, has decided later; so has who said no
  // here while the words were being loaded.
  const { decision: seen = 'undecided', grant: seenGrant, changes: seenChanges = 0 } = chosenUnder ?? {};
  // So may somebody whose no has run out since: a yes counts on the day of its click.
  const isLate = askedOn !== today() || (decision === 'denied' && !isInTurn());
  // Nobody says yes for somebody who has left this browser meanwhile.
  const isGone = reason === 'not-identified';
  if (decision !== seen || standing?.epoch !== seenGrant?.epoch || changes !== seenChanges || isLate || isGone)
    return { refused: 'decided-elsewhere' };
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
  // What was withdrawn and still waits is set aside, so that the withdrawal neither names what this yes sends nor is forgotten
  // over it. A decision that cannot be read may have been a no.
  if (stored === 'unreadable' || isDenial(stored)) await setAside(rights, 'withdraw', { id: grant.epoch });
  // The proof first: a decision without it could never be shown, a proof without a decision is nothing.
  await update(rights.strict, consentKey(grant.epoch), () => consent);
  // A no may have overtaken what took so long.
  if (!holds()) return undefined;
  return (await keeper.write(grant)) ? { decision: 'granted' } : { refused: 'could-not-be-stored' };
}
