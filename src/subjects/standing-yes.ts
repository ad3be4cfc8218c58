/**
 * Keeps one browser and a person's answer together: tells the answer once, asks each hour whether the yes still stands,
 * holds the pass while it does, and withdraws when it does not. It can only subtract (P4).
 */

import { promisifyRequest } from 'idb-keyval';
import { toBase64Url } from '../../contract/handle.ts';
import { PASS_PERIOD_MS } from '../../contract/subjects.ts';
import type { StatusReason } from '../api.ts';
import { read, update } from '../buffer/database.ts';
import type { Core } from '../core.ts';
import { type Grant, isGrant, type StoredDecision } from '../decision/decision.ts';
import type { Device } from '../device.ts';
import { createLock } from '../lock.ts';
import { backOffMs } from '../send/post.ts';
import { type ConsentRecord, consentKey } from '../send/rights-store.ts';
import { postPass, putPreference } from './ask-collector.ts';
import type { Subject } from './read-subject.ts';
import { createUntoldNo } from './untold-no.ts';

/** One person's standing in one document. */
export interface StandingYes {
  /** The pass of this hour, empty while there is none; then one is asked for, and what waits is sent when it comes. */
  pass(grant: Grant): string;
  /** What forbids collecting beside the decision. */
  forbids(stored: StoredDecision): StatusReason | undefined;
  /** The person said no, for all their browsers: noted on disk when it resolves, told as soon as it can be. */
  onNo(): Promise<void>;
  /** This browser is about to forget: a no that is still to be told is told and no more. */
  onForget(): Promise<void>;
  /** A fresh token of the same person. */
  renew(subject: Subject): void;
  /** Called once the rooms are there. `flush` sends what waits. */
  attach(core: Core, flush: () => Promise<void>): void;
  /** The collector refused a pass: it is not used again. */
  forgetPass(): void;
}

/** A consent, and whether its yes was told. */
type ToldConsent = ConsentRecord & { readonly told?: true };

/** A pass as it is kept across page loads, so that the collector is asked once an hour and not with each page. */
interface KeptPass {
  readonly epoch: string;
  readonly pass: string;
  readonly untilMs: number;
}

/** Key in the rights database. */
const PASS_KEY = 'pass';

/** A request answers well within; longer than this and the tab is taken for frozen. Our choice. */
const LEASE_MS = 15_000;

/** Browsers of one organisation do not all ask in the same second of the hour. Our choice. */
const MAX_JITTER_MS = 60_000;

/** Does nothing before the rooms are attached. */
export function createStandingYes(device: Device, first: Subject): StandingYes {
  const { now, page, random } = device;
  const untold = createUntoldNo(device);
  const lock = createLock(device, 'answer', LEASE_MS);
  let subject = first;
  let core: Core | undefined;
  let flush = () => Promise.resolve();
  let kept: KeptPass | undefined;
  let isOff = false;
  let hasNoYes = false;
  let outdatedEpoch: string | undefined;
  let spentToken: string | undefined;
  let settling: Promise<void> | undefined;
  let isWanted = false;
  let isAsked = false;
  let timer: number | undefined;
  let tries = 0;

  const isGood = (pass: KeptPass | undefined, { epoch }: Grant): pass is KeptPass =>
    pass?.epoch === epoch && pass.untilMs > now() && pass.untilMs - now() <= PASS_PERIOD_MS;
  const later = (afterMs: number) => {
    page.clearTimeout(timer);
    timer = page.setTimeout(settle, afterMs);
  };
  const tryLater = () => later(1_000 + backOffMs(++tries, (random(1)[0] ?? 0) / 256));
  /** What a status that is no success means for the next try. A token that is over is followed by a fresh one, or by none. */
  const notNow = (status: number, token: string) => {
    // That one: a fresh one may have come while it was being refused.
    if (status === 401) spentToken = token;
    else tryLater();
  };

  /** True if no no of theirs is left to tell. */
  const tellNo = async (rooms: Core): Promise<boolean> => {
    const { token } = subject;
    const status = await untold.tell(rooms, token);
    if (status !== undefined) notNow(status, token);
    return status === undefined;
  };

  /** Tells a yes. Told again, because the answer was lost or the page was left, it changes nothing at the collector. */
  const tellYes = async (consent: ToldConsent, grant: Grant, { rights }: Core): Promise<boolean> => {
    if (consent.told) return true;
    const { purposes, scope } = grant;
    const receiptSecret = toBase64Url(consent.secret);
    const { token } = subject;
    const { status } = await putPreference(device, token, { yes: true, purposes, scope, receiptSecret });
    if (status !== 204) {
      notNow(status, token);
      return false;
    }
    // A consent withdrawn meanwhile is missing, and stays so.
    await update<ToldConsent | undefined>(
      rights.existing,
      consentKey(grant.epoch),
      (old) => old && { ...old, told: true },
    );
    return true;
  };

  /** One round, alone among the person's tabs. */
  const round = async (rooms: Core): Promise<void> => {
    if (!(await tellNo(rooms))) return;
    const { grant, reason } = await rooms.keeper.refresh();
    const { buffer, drops, rights, seen } = rooms;
    if (reason === 'organisation-off') {
      // What waits may have been noted after the switch, before this page heard of it: in doubt it goes.
      const waiting = await buffer.read();
      // So may milestones of the visit that are still to be told.
      await seen.existing('readwrite', (store) => promisifyRequest(store.delete('visit')));
      await buffer.remove(waiting);
      // Once it is gone: a round that failed on the way is begun again.
      if (waiting[0]) drops.count('switched-off', waiting.length);
      return;
    }
    if (!grant) return;
    const { epoch, purposes, scope } = grant;
    const consent = await read<ToldConsent>(rights.existing, consentKey(epoch));
    // Its receipt comes first: who asks for a pass proves a yes that was recorded.
    if (!consent?.receipt) return;
    const stored = await read<KeptPass>(rights.existing, PASS_KEY);
    if (isGood(stored, grant)) return keep(stored);
    if (!(await tellYes(consent, grant, rooms))) return;
    const receiptSecret = toBase64Url(consent.secret);
    const { token } = subject;
    const { status, body } = await postPass(device, token, { purposes, scope, receiptSecret });
    const { pass, now: collectorNowMs, code } = body;
    if (status === 200 && typeof pass === 'string' && typeof collectorNowMs === 'number') {
      const fresh = { epoch, pass, untilMs: now() + PASS_PERIOD_MS - (collectorNowMs % PASS_PERIOD_MS) };
      await rooms.keeper.guarded(async ({ grant: still }, holds) => {
        // A no that came meanwhile has destroyed what this would make again.
        if (still?.epoch === epoch && holds()) await update(rights.existing, PASS_KEY, () => fresh);
      });
      return keep(fresh);
    }
    if (status !== 403) return notNow(status, token);
    if (code === 'organisation-off') isOff = isWanted = true;
    else if (code === 'scope-outdated') outdatedEpoch = epoch;
    else if (code === 'no-standing-yes') {
      // A no of theirs elsewhere: what was sent from here is erased.
      hasNoYes = true;
      await rooms.deny('deny-here');
    } else return notNow(status, token);
    await rooms.keeper.refresh();
  };

  const keep = (fresh: KeptPass) => {
    kept = fresh;
    tries = 0;
    later(fresh.untilMs - now() + ((random(1)[0] ?? 0) / 256) * MAX_JITTER_MS);
    // Whoever wanted to send is told; a page that sends by itself (`data-manual`) may not want to yet.
    if (isAsked) void flush();
    isAsked = false;
  };

  const settle = (): void => {
    const rooms = core;
    if (!rooms || subject.token === spentToken || device.signal?.aborted) return;
    isWanted = !!settling;
    settling ??= lock('exclusive', LEASE_MS, () => round(rooms))
      // Storage or lock failed on the way: nothing is known, and nothing is sent without a pass.
      .catch(tryLater)
      .finally(() => {
        settling = undefined;
        // Something came to be told while this round was under way.
        if (isWanted) settle();
      });
  };

  return {
    attach(rooms, send) {
      core = rooms;
      flush = send;
      const options = device.signal ? { signal: device.signal } : {};
      page.document.addEventListener('visibilitychange', settle, options);
      page.addEventListener('pageshow', settle, options);
      // Asked with each page too, whether or not anything waits: a no elsewhere must be heard.
      later(0);
    },
    pass(grant) {
      if (isGood(kept, grant)) return kept.pass;
      isAsked = true;
      settle();
      return '';
    },
    forbids(stored) {
      if (subject.isOff || isOff) return 'organisation-off';
      if (hasNoYes && !isGrant(stored) && stored) return 'no-standing-yes';
      return outdatedEpoch !== undefined && isGrant(stored) && stored.epoch === outdatedEpoch
        ? 'scope-outdated'
        : undefined;
    },
    async onNo() {
      await untold.note(core?.keeper.current()?.stored);
      later(0);
    },
    onForget: untold.forgotten,
    renew(fresh) {
      subject = fresh;
      isOff = false;
      void core?.keeper.refresh();
      settle();
    },
    forgetPass() {
      kept = undefined;
      if (core)
        void update<KeptPass | undefined>(core.rights.existing, PASS_KEY, () => undefined).catch(() => undefined);
    },
  };
}
