/**
 * Sends what waits: one tab at a time, oldest first, each batch only after its handles are durably held. It removes
 * exactly those rows an answer speaks for.
 */

import type { DropCounts } from '../../contract/drop-reasons.ts';
import { MAX_BATCH_EVENTS } from '../../contract/limits.ts';
import type { EventsAnswer, EventsRequest } from '../../contract/wire.ts';
import { read, update } from '../buffer/database.ts';
import { listCounts } from '../buffer/drop-counts.ts';
import type { Standing } from '../decision/decision.ts';
import type { Keeper } from '../decision/keeper.ts';
import type { Device } from '../device.ts';
import { createLock } from '../lock.ts';
import { type BatchParts, type Ready, takeBatch } from './batch.ts';
import { type Answer, backOffMs, MAX_REST_MS, post } from './post.ts';
import { keepReceipt, REST_KEY, readConsent } from './rights-store.ts';

/** How long events wait so that one request can carry several. Our choice: well within design 5.5's second. */
const SEND_AFTER_MS = 500;

/** Longest time the sending lock is held, and what a second tab waits before it takes the lock from a frozen one. */
const MAX_LOCK_MS = 15_000;

/** Longest wait for an answer. Our choice: with what precedes it, it ends while the lock is still ours. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Tries without any answer, and error answers, after which sending rests until the next page load (T-35). */
const MAX_SILENT_TRIES = 3;
const MAX_ERROR_ANSWERS = 8;

/** Sends when told to, or soon. */
export interface Sender {
  /** Sends now; resolves when nothing more can be sent for the moment. */
  flush(): Promise<void>;
  /** Sends after a while. */
  schedule(afterMs?: number): void;
  /** Gives up what is on the wire: the visitor said no. */
  abort(): void;
  /** By how much the device's clock is behind the collector's, as far as is known. */
  clockOffsetMs(): number;
}

/** One request under way; `epoch` if it is a consent, else the events it carries. */
interface Attempt {
  readonly answer: Promise<Answer>;
  readonly epoch?: string;
  readonly ready?: readonly Ready[];
  readonly reported?: DropCounts;
}

/** Where events come from, and who says what stands. */
export interface SenderParts extends BatchParts {
  readonly keeper: Keeper;
}

/** Sends nothing before it is told to. */
export function createSender(device: Device, parts: SenderParts): Sender {
  const { now, random, page, baseUrl } = device;
  const { keeper, buffer, drops, rights } = parts;
  const lock = createLock(device, 'send');
  let silentTries = 0;
  let errorAnswers = 0;
  let maxEvents = MAX_BATCH_EVENTS;
  let clockOffsetMs = 0;
  let timer: number | undefined;
  let controller: AbortController | undefined;

  const start = (address: string, body: object): Promise<Answer> => {
    const aborting = new AbortController();
    controller = aborting;
    setTimeout(() => aborting.abort(), ANSWER_TIMEOUT_MS);
    return post(device, baseUrl + address, {
      body: JSON.stringify(body),
      signal: aborting.signal,
      // A second try does without, for the host page may have used up the allowance (T-36).
      keepalive: silentTries % 2 === 0,
    });
  };

  /** Begins the next request, if there is one to make, with the decision read anew. */
  const begin = async ({ grant }: Standing): Promise<Attempt | undefined> => {
    if (!grant) return undefined;
    const restMs = ((await read<number>(rights.existing, REST_KEY)) ?? 0) - now();
    if (restMs > 0 && restMs <= MAX_REST_MS) {
      schedule(restMs);
      return undefined;
    }
    const { version, purposes, scope, epoch } = grant;
    const consent = await readConsent(rights, epoch);
    // A grant without its proof is none.
    if (!consent) return undefined;
    if (!consent.receipt) return { epoch, answer: start('consent', consent.request) };
    const ready = await takeBatch(device, parts, { grant, maxEvents, clockOffsetMs });
    if (!ready[0]) return undefined;
    const reported = await drops.take();
    const body: EventsRequest = {
      version,
      scope,
      purposes,
      events: ready.map(({ wire }) => wire),
      ...(Object.keys(reported)[0] && { drops: reported }),
    };
    return { ready, reported, answer: start('events', body) };
  };

  /** One request and its answer. True if the next may follow at once. */
  const sendNext = async (): Promise<boolean> => {
    const attempt = await keeper.guarded(begin);
    if (!attempt) return false;
    const { epoch, ready = [], reported = {} } = attempt;
    const { status, body, restMs } = await attempt.answer;
    const remove = () => buffer.remove(ready.map(({ key }) => key));
    if (body) {
      // The collector's own words; what is missing in them is missing.
      const { now: collectorNow, dropped, receipt } = body as Partial<EventsAnswer> & { receipt?: string };
      if (collectorNow) clockOffsetMs = collectorNow - now();
      if (epoch && receipt) await keepReceipt(rights, epoch, receipt);
      await remove();
      for (const { reason } of dropped ?? []) drops.count(reason, 1, 1);
      silentTries = errorAnswers = 0;
      maxEvents = MAX_BATCH_EVENTS;
      return true;
    }
    // Refused, so not reported: it goes with a later batch.
    if (status) for (const [reason, number] of listCounts(reported)) drops.count(reason, 0, -number);
    if (status === 413) {
      if (ready.length < 2) {
        await remove();
        drops.count('too-large', ready.length);
      }
      maxEvents = Math.ceil(ready.length / 2) || 1;
      return !!ready[0];
    }
    if (status === 410) {
      // The operator's kill switch: what waits is dropped, and this document falls silent (T-33).
      keeper.silence('switched-off');
      const waiting = await buffer.read();
      await buffer.remove(waiting.map(([key]) => key));
      drops.count('switched-off', waiting.length);
      await keeper.refresh();
    } else if (restMs !== undefined) {
      // Not a try: we were asked to wait, and so is every other tab.
      await update(rights.existing, REST_KEY, () => now() + restMs);
      schedule(restMs);
    } else {
      if (status) errorAnswers++;
      else silentTries++;
      if (!isResting()) schedule(backOffMs(silentTries + errorAnswers, (random(1)[0] ?? 0) / 256));
    }
    return false;
  };

  const isResting = () => silentTries >= MAX_SILENT_TRIES || errorAnswers >= MAX_ERROR_ANSWERS;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    try {
      if (!isResting())
        await lock('exclusive', MAX_LOCK_MS, async () => {
          const endMs = now() + MAX_LOCK_MS - ANSWER_TIMEOUT_MS;
          while (await sendNext()) if (now() > endMs) return schedule(0);
        });
    } catch {
      // Storage or lock failed on the way. Everything still waits, and the failed try counts, so that this ends.
      silentTries++;
    }
  };

  const schedule = (afterMs = SEND_AFTER_MS) => {
    timer ??= page.setTimeout(flush, afterMs);
  };

  return { flush, schedule, abort: () => controller?.abort(), clockOffsetMs: () => clockOffsetMs };
}
