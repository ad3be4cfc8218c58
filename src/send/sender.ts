/**
 * Sends what waits: one tab at a time, oldest first, each batch only after its handles are durably held. It takes rows
 * from the buffer, lets `permit` and `prepare` make them ready, and removes exactly those an answer speaks for.
 */

import type { DropCounts } from '../../contract/drop-reasons.ts';
import { isDropReason } from '../../contract/drop-reasons.ts';
import { GRANTED_BOUNDS, MAX_BATCH_BYTES, MAX_BATCH_EVENTS, WIRE_VERSION } from '../../contract/limits.ts';
import type { EventsAnswer, EventsRequest, WireEvent } from '../../contract/wire.ts';
import { sizeInBytes } from '../admit.ts';
import type { Buffer, WaitingRow } from '../buffer/buffer.ts';
import type { DropCountStore } from '../buffer/drop-counts.ts';
import type { RowKey } from '../buffer/rows.ts';
import type { Grant, Standing } from '../decision/decision.ts';
import { withLock } from '../lock.ts';
import type { Neighbours } from '../neighbours.ts';
import { adopt, type PermittedEvent, permit } from '../permit.ts';
import { ANSWER_TIMEOUT_MS, type Answer, backOffMs, MAX_REST_MS, post } from './post.ts';
import { type Fixed, prepare, toWire } from './prepare.ts';
import type { RightsStore } from './rights-store.ts';
import type { SeenStore } from './seen-store.ts';

/** How long events wait so that one request can carry several. Our choice: well within design 5.5's second. */
const SEND_AFTER_MS = 500;

/** Longest time the sending lock is held, and what a second tab waits before it takes the lock from a frozen one. */
const MAX_LOCK_MS = 15_000;

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
}

/** One request under way. */
interface Attempt {
  readonly answer: Promise<Answer>;
  readonly settle: (answer: Answer) => Promise<void>;
}

/** A permitted event in its final form, with where it waits and how it travels. */
interface Ready {
  readonly key: RowKey;
  readonly event: Fixed<PermittedEvent>;
  readonly wire: WireEvent;
}

export function createSender(parts: {
  readonly neighbours: Neighbours;
  readonly lockName: string;
  readonly baseUrl: string;
  readonly guarded: <Result>(work: (standing: Standing) => Promise<Result>) => Promise<Result>;
  readonly buffer: Buffer;
  readonly drops: DropCountStore;
  readonly rights: RightsStore;
  readonly seen: SeenStore;
  readonly ground: (grant: Grant) => Parameters<typeof permit>[1];
  readonly prepareParts: () => Parameters<typeof prepare>[3];
  readonly onNow: (collectorNowMs: number) => void;
  readonly onSwitchedOff: () => Promise<void>;
}): Sender {
  const { neighbours, baseUrl, buffer, drops, rights, seen } = parts;
  const { now, random, page } = neighbours;
  let silentTries = 0;
  let errorAnswers = 0;
  let batchSize = MAX_BATCH_EVENTS;
  let timer: number | undefined;
  let controller = new AbortController();

  const isResting = () => silentTries >= MAX_SILENT_TRIES || errorAnswers >= MAX_ERROR_ANSWERS;

  function start(address: string, body: object): Promise<Answer> {
    controller = new AbortController();
    const { signal } = controller;
    const giveUp = controller.abort.bind(controller);
    setTimeout(giveUp, ANSWER_TIMEOUT_MS);
    // A second try does without keepalive, whose allowance the host page may have used up (T-36).
    const keepalive = silentTries % 2 === 0 || page.document.visibilityState === 'hidden';
    return post(baseUrl + address, JSON.stringify(body), { fetch: neighbours.fetch, now, signal, keepalive });
  }

  /** Drops rows, counting each. */
  async function discard(keys: readonly RowKey[], reason: string): Promise<void> {
    await buffer.remove(keys);
    if (isDropReason(reason)) for (const _ of keys) drops.add(reason);
  }

  /** Rows that the grant covers, oldest first, those already attempted before all others. The rest is destroyed and counted. */
  async function permitRows(grant: Grant, rows: readonly WaitingRow[]) {
    const ground = parts.ground(grant);
    const permitted: { key: RowKey; event: PermittedEvent; rule: Parameters<typeof prepare>[1] }[] = [];
    for (const [key, event] of rows) {
      const permission =
        now() - event.recordedAtMs > GRANTED_BOUNDS.maxAgeMs
          ? { withheld: 'too-old' }
          : permit(adopt(event, grant), ground);
      if ('event' in permission) permitted.push({ key, ...permission });
      else await discard([key], permission.withheld);
    }
    return permitted.sort((a, b) => Number(!a.event.day) - Number(!b.event.day));
  }

  /** The next batch, fixed, marked as seen and durably held: from here on each of its events counts as attempted. */
  async function takeBatch(grant: Grant): Promise<Ready[]> {
    const ready: Ready[] = [];
    let bytes = 500;
    let table = await seen.read();
    for (const { key, event, rule } of await permitRows(grant, await buffer.entries())) {
      const prepared = await prepare(event, rule, table, parts.prepareParts());
      if (!prepared.event) {
        await discard([key], 'already-recorded');
        continue;
      }
      const wire = await toWire(prepared.event, neighbours.subtle);
      bytes += sizeInBytes(JSON.stringify(wire)) + 1;
      if (ready.length >= batchSize || (bytes > MAX_BATCH_BYTES && ready.length)) break;
      table = prepared.seen;
      ready.push({ key, event: prepared.event, wire });
    }
    if (!ready.length) return ready;
    // In this order a crash between two steps changes nothing: fixed rows come first next time and mark the same again.
    await buffer.fix(ready.map(({ key, event }) => [key, event]));
    await seen.write(table);
    await rights.hold(ready.map(({ event }) => event));
    return ready;
  }

  async function startEvents(grant: Grant): Promise<Attempt | undefined> {
    const ready = await takeBatch(grant);
    if (!ready.length) return undefined;
    const reported = await drops.take();
    const body: EventsRequest = {
      version: WIRE_VERSION,
      scope: grant.scope,
      purposes: grant.purposes,
      events: ready.map(({ wire }) => wire),
      ...(Object.keys(reported).length && { drops: reported }),
    };
    return { answer: start('events', body), settle: (answer) => settleEvents(answer, ready, reported) };
  }

  async function settleEvents(answer: Answer, ready: readonly Ready[], reported: DropCounts): Promise<void> {
    if (answer.status === 202) {
      // The collector's own words; a body that is not that is taken for none.
      const { dropped = [], now: collectorNow } = (answer.body ?? {}) as Partial<EventsAnswer>;
      await buffer.remove(ready.map(({ key }) => key));
      for (const { reason } of dropped) if (isDropReason(reason)) drops.add(reason, 1, true);
      if (collectorNow) parts.onNow(collectorNow);
      batchSize = MAX_BATCH_EVENTS;
      return;
    }
    if (answer.status) drops.giveBack(reported);
    if (answer.status !== 413) return;
    if (ready.length > 1) batchSize = Math.ceil(ready.length / 2);
    else
      await discard(
        ready.map(({ key }) => key),
        'too-large',
      );
  }

  async function startConsent(epoch: string, request: object): Promise<Attempt> {
    return {
      answer: start('consent', request),
      settle: async ({ status, body }) => {
        const { receipt, now: collectorNow } = (body ?? {}) as { receipt?: string; now?: number };
        if (status === 201 && receipt) await rights.keepReceipt(epoch, receipt);
        if (collectorNow) parts.onNow(collectorNow);
      },
    };
  }

  /** Begins the next request, if there is one to make, with the decision read anew. */
  const startNext = ({ grant }: Standing): Promise<Attempt | undefined> =>
    (async () => {
      if (!grant || isResting()) return undefined;
      const restMs = (await rights.readRestUntilMs()) - now();
      if (restMs > 0 && restMs <= MAX_REST_MS) {
        schedule(restMs);
        return undefined;
      }
      const consent = await rights.readConsent();
      // A grant without its proof is none.
      if (consent?.epoch !== grant.epoch) return undefined;
      return consent.receipt ? startEvents(grant) : startConsent(grant.epoch, consent.request);
    })();

  /** One request and its answer. True if the next may follow at once. */
  async function sendNext(): Promise<boolean> {
    const attempt = await parts.guarded(startNext);
    if (!attempt) return false;
    const answer = await attempt.answer;
    await attempt.settle(answer);
    const { status, restMs, fromCollector } = answer;
    if (status === 201 || status === 202) {
      silentTries = 0;
      errorAnswers = 0;
      return true;
    }
    if (status === 413) return true;
    if (status === 410 && fromCollector) {
      await parts.onSwitchedOff();
      return false;
    }
    if (restMs !== undefined) {
      // Not a try: we were asked to wait, and so is every other tab.
      await rights.writeRestUntilMs(now() + restMs);
      schedule(restMs);
      return false;
    }
    if (status) errorAnswers++;
    else silentTries++;
    if (!isResting()) schedule(backOffMs(silentTries + errorAnswers, (random(1)[0] ?? 0) / 256));
    return false;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (isResting()) return;
    try {
      await withLock(
        { locks: neighbours.locks, name: parts.lockName, mode: 'exclusive', patienceMs: MAX_LOCK_MS },
        async () => {
          const start = now();
          while (await sendNext())
            if (now() - start > MAX_LOCK_MS - ANSWER_TIMEOUT_MS) {
              schedule(0);
              break;
            }
        },
      );
    } catch {
      // Storage or lock failed on the way. Everything still waits, and the failed try counts, so that this ends.
      silentTries++;
    }
  }

  const schedule = (afterMs = SEND_AFTER_MS) => {
    timer ??= page.setTimeout(flush, afterMs);
  };

  return {
    flush,
    schedule,
    abort: () => controller.abort(),
  };
}
