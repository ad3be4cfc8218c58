/**
 * Sends what waits: one tab at a time, oldest first, each batch only after its handles are durably held. It removes
 * exactly those rows an answer speaks for.
 */

import type { DropCounts } from '../../contract/drop-reasons.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from '../../contract/limits.ts';
import type { EventsAnswer, EventsRequest } from '../../contract/wire.ts';
import type { WaitingRow } from '../buffer/buffer.ts';
import { read, update } from '../buffer/database.ts';
import { listCounts } from '../buffer/drop-counts.ts';
import type { Grant, Standing, StoredDecision } from '../decision/decision.ts';
import type { Keeper } from '../decision/keeper.ts';
import type { Device } from '../device.ts';
import { createLock } from '../lock.ts';
import { toJson } from '../to-json.ts';
import { type BatchParts, type Ready, takeBatch } from './batch.ts';
import { type Answer, backOffMs, MAX_REST_MS, post } from './post.ts';
import { type ConsentRecord, consentKey, REST_KEY } from './rights-store.ts';

/** How long events wait so that one request can carry several. Our choice: well within design 5.5's second. */
const SEND_AFTER_MS = 500;

/** Longest time the sending lock is held. */
const MAX_LOCK_MS = 15_000;

/** After this another tab takes over from a frozen one, and sends once its time has run out: 19 s in all (T-43). */
const TAKE_OVER_AFTER_MS = 4_000;

/** Who presses waits behind a batch under way rather than take it for frozen. Our choice: longer than the lock is held. */
const ARM_PATIENCE_MS = 60_000;

/** Longest wait for an answer. Our choice: with what precedes it, it ends while the lock is still ours. */
const ANSWER_TIMEOUT_MS = 10_000;

/** After 3 tries without any answer, or 8 with error answers, sending rests until the next page load (T-35). */
const PATIENCE = 24;
const COST_OF_SILENCE = PATIENCE / 3;
const COST_OF_ERROR = PATIENCE / 8;

/** Posts one body to an address of the site; an abort or ten seconds end it. */
export type Ask = (address: string, body: object) => Promise<Answer>;

/** One request under way, and the events it carries; `epoch` if it is a consent. */
export type Attempt = readonly [answer: Promise<Answer>, ready: readonly Ready[], reported: DropCounts, epoch?: string];

/** Sends when told to, or soon. */
export interface Sender {
  /** Sends now; resolves when nothing more can be sent for the moment. `onlyOutbox`: requests to withdraw and to erase alone. */
  flush(onlyOutbox?: boolean): Promise<void>;
  /** Sends after a while; of a manual page only what is in the outbox. */
  schedule(afterMs?: number): void;
  /**
   * Runs work in the turn of a batch, if one may be sent now. `take` makes a batch of this one row, which lies in no buffer yet;
   * `start` begins its request at once, unless that may not be relied on any more.
   */
  arm(
    row: WaitingRow,
    work: (
      take: () => Promise<Ready[]>,
      start: (ready: readonly Ready[]) => Attempt | undefined,
    ) => Promise<Attempt | undefined>,
  ): Promise<unknown>;
  /** Gives up what is on the wire: the visitor said no. */
  abort(): void;
  /** By how much the device's clock is behind the collector's, as far as is known. */
  clockOffsetMs(): number;
}

/** What begins a request, with the decision read anew. */
type First = (standing: Standing, holds: () => boolean) => Promise<Attempt | 'outbox' | undefined>;

/** Where events come from, and who says what stands. */
export interface SenderParts extends BatchParts {
  readonly keeper: Keeper;
  /** Nothing is sent but by `flush`, the outbox aside: no wish of the page holds up the visitor's. */
  readonly isManual: boolean;
  /** Does a request to withdraw or to erase wait? Nothing else goes before it. */
  readonly hasOutbox: (stored: StoredDecision) => Promise<unknown>;
  /** Sends what waits there. False while some of it still waits. */
  readonly sendOutbox: (ask: Ask, holds: () => boolean) => Promise<boolean>;
}

/** Sends nothing before it is told to. */
export function createSender(device: Device, parts: SenderParts): Sender {
  const { now, random, page, baseUrl } = device;
  const { keeper, buffer, drops, rights, isManual, hasOutbox, sendOutbox } = parts;
  const lock = createLock(device, 'send', MAX_LOCK_MS);
  let spent = 0;
  let maxEvents = MAX_BATCH_EVENTS;
  let clockOffsetMs = 0;
  let timer: number | undefined;
  let controller: AbortController | undefined;

  const start: Ask = (address, content) => {
    const body = toJson(content);
    const aborting = new AbortController();
    controller = aborting;
    page.setTimeout(() => aborting.abort(), ANSWER_TIMEOUT_MS);
    return post(device, baseUrl + address, {
      body,
      signal: aborting.signal,
      // A second try does without, for the host page may have used up the allowance (T-36).
      keepalive: body.length <= MAX_BATCH_BYTES && spent !== COST_OF_SILENCE,
    });
  };

  /** Counts that have not been reported after all go with a later batch. */
  const giveBack = (reported: DropCounts) => {
    for (const [reason, number] of listCounts(reported)) drops.count(reason, 0, -number);
  };

  /** The proof of the grant, unless the collector has asked us to rest. A grant without its proof is none. */
  const readConsent = async (epoch: string): Promise<ConsentRecord | undefined> => {
    const restMs = ((await read<number>(rights.existing, REST_KEY)) ?? 0) - now();
    if (!(restMs > 0 && restMs <= MAX_REST_MS)) return read<ConsentRecord>(rights.existing, consentKey(epoch));
    schedule(restMs);
    return undefined;
  };

  const toBody = ({ version, scope, purposes }: Grant, ready: readonly Ready[], pass: string | undefined) =>
    ({ version, scope, purposes, pass, events: ready.map(([, , wire]) => wire) }) satisfies Partial<
      Record<keyof EventsRequest, unknown>
    >;

  /** Begins the next request, if there is one to make, with the decision read anew. */
  const begin = async (
    { grant, stored }: Standing,
    { holds, onlyOutbox }: { readonly holds: () => boolean; readonly onlyOutbox: boolean },
  ): Promise<Attempt | 'outbox' | undefined> => {
    if (await hasOutbox(stored)) return 'outbox';
    if (!grant || onlyOutbox || spent >= PATIENCE) return undefined;
    const { epoch } = grant;
    const consent = await readConsent(epoch);
    if (!consent || !holds()) return void (consent && schedule());
    if (!consent.receipt) return [start('consent', consent.request), [], {}, epoch];
    const pass = device.pass?.(grant);
    // Asked for by now; what waits is sent when it comes.
    if (pass === '') return undefined;
    const ready = await takeBatch(device, parts, { grant, maxEvents, clockOffsetMs });
    if (!ready[0]) return undefined;
    const reported = await drops.take();
    if (!holds()) {
      // A no, or a page so slow that one may have come.
      giveBack(reported);
      schedule();
      return undefined;
    }
    const body = toBody(grant, ready, pass);
    return [start('events', listCounts(reported)[0] ? { ...body, drops: reported } : body), ready, reported];
  };

  /** A failed try counts, so that this ends. */
  const tryLater = (cost: number) => {
    spent += cost;
    if (spent < PATIENCE) schedule(backOffMs(spent / COST_OF_ERROR, (random(1)[0] ?? 0) / 256));
  };

  /** One request and its answer. True if the next may follow at once. */
  const sendNext = async (isInTime: () => boolean, first: First): Promise<boolean> => {
    const attempt = await keeper.guarded(first);
    if (attempt === 'outbox') return sendOutbox(start, isInTime);
    if (!attempt) return false;
    const [answer, ready, reported, epoch] = attempt;
    const { status, body, restMs } = await answer;
    if (body) {
      // The collector's own words; what is missing in them is missing.
      const { now: collectorNow, dropped, receipt } = body as Partial<EventsAnswer> & { receipt?: string };
      if (collectorNow) clockOffsetMs = collectorNow - now();
      if (epoch && receipt)
        // A consent withdrawn meanwhile is missing, and stays so.
        await update<ConsentRecord | undefined>(
          rights.existing,
          consentKey(epoch),
          (old) => old && { ...old, receipt },
        );
      await buffer.remove(ready);
      for (const { reason } of dropped ?? []) drops.count(reason, 1, 1);
      spent = 0;
      maxEvents = MAX_BATCH_EVENTS;
      return true;
    }
    // Refused, so not reported.
    if (status) giveBack(reported);
    if (status === 413 && ready[0]) {
      maxEvents = Math.ceil(ready.length / 2);
      if (ready[1]) return true;
      drops.count('too-large');
      await buffer.remove(ready);
      return true;
    }
    if (status === 410) {
      // The operator's kill switch: what waits is dropped, and this document falls silent (T-33).
      keeper.silence('switched-off');
      const waiting = await buffer.read();
      drops.count('switched-off', waiting.length);
      await buffer.remove(waiting);
      await keeper.refresh();
    } else if (restMs !== undefined) {
      // Not a try: we were asked to wait, and so is every other tab.
      await update(rights.existing, REST_KEY, () => now() + restMs);
      schedule(restMs);
    } else {
      tryLater(status ? COST_OF_ERROR : COST_OF_SILENCE);
    }
    return false;
  };

  const flushAlone = async (onlyOutbox: boolean) => {
    page.clearTimeout(timer);
    timer = undefined;
    try {
      await lock('exclusive', TAKE_OVER_AFTER_MS, async (holds) => {
        const { performance } = page;
        const endMs = performance.now() + MAX_LOCK_MS - ANSWER_TIMEOUT_MS;
        const isInTime = () => holds() && performance.now() < endMs;
        while (holds() && (await sendNext(isInTime, (standing, may) => begin(standing, { holds: may, onlyOutbox }))))
          if (!isInTime()) return void flush(onlyOutbox);
      });
    } catch {
      // Storage or lock failed on the way. Everything still waits.
      tryLater(COST_OF_SILENCE);
    }
  };

  // One request for the lock at a time: a page that is frozen with a second one in the queue would hold up the others twice (T-43).
  let last = Promise.resolve();
  const flush = (onlyOutbox = false) => {
    last = last.then(() => flushAlone(onlyOutbox));
    return last;
  };

  const arm: Sender['arm'] = (row, work) =>
    lock('exclusive', ARM_PATIENCE_MS, (holdsLock) =>
      sendNext(holdsLock, async ({ grant, stored }, holds) => {
        const pass = grant && device.pass?.(grant);
        if (spent || !grant || pass === '' || (await hasOutbox(stored)) || !(await readConsent(grant.epoch))?.receipt)
          return undefined;
        const nothing = async () => undefined;
        // It lies in no buffer, and what is withheld has not happened.
        const apart = {
          ...parts,
          buffer: { ...buffer, read: async () => [row], fix: nothing, remove: nothing },
          drops: { ...drops, count: nothing },
        };
        return work(
          () => takeBatch(device, apart, { grant, maxEvents, clockOffsetMs }),
          (ready) => (holds() && holdsLock() ? [start('events', toBody(grant, ready, pass)), ready, {}] : undefined),
        );
      }),
    );

  const schedule = (afterMs = SEND_AFTER_MS) => {
    timer ??= page.setTimeout(() => flush(isManual), afterMs);
  };

  return { flush, schedule, arm, abort: () => controller?.abort(), clockOffsetMs: () => clockOffsetMs };
}
