/** Puts the rooms together: what the page calls on one side, observers, doors, buffer and sender on the other. */

import type { PropertyValue } from '../contract/check-event.ts';
import type { DropReason } from '../contract/drop-reasons.ts';
import { HANDLE_BYTES } from '../contract/limits.ts';
import { fitsPath, toPath } from '../contract/path.ts';
import type { SiteConfiguration } from '../contract/site.ts';
import { admit } from './admit.ts';
import type { Askfirst, Choice, Decided, Recorded, Status, Stop, WaitingEvent } from './api.ts';
import { createBuffer } from './buffer/buffer.ts';
import { openDatabase } from './buffer/database.ts';
import { createDropCounts } from './buffer/drop-counts.ts';
import { createRecorder } from './buffer/recorder.ts';
import { createMemoryRows, createStoredRows } from './buffer/rows.ts';
import { createCalendar } from './calendar.ts';
import { createDecisionChange } from './decision/change-decision.ts';
import { expiryOf, type Standing, toStanding } from './decision/decision.ts';
import { createDecisionStore } from './decision/decision-store.ts';
import { readSignal } from './decision/signals.ts';
import { withLock } from './lock.ts';
import type { Neighbours } from './neighbours.ts';
import { observeClicks } from './observe/clicks.ts';
import { observePageViews } from './observe/page-views.ts';
import { createVisitStore } from './observe/visit-store.ts';
import { observeVisits } from './observe/visits.ts';
import { createQuestion } from './question.ts';
import { prepare, toWire, VISIT_DAY } from './send/prepare.ts';
import { createRightsStore } from './send/rights-store.ts';
import { createSeenStore } from './send/seen-store.ts';
import { createSender } from './send/sender.ts';

/** How a page starts Askfirst. */
export interface StartOptions {
  readonly neighbours: Neighbours;
  readonly site: SiteConfiguration;
  /** Where the site's files lie, on the page's own origin, with a slash at the end. */
  readonly baseUrl: string;
  readonly language?: string | undefined;
  /** No automatic observers, and nothing is sent but by `flush`. */
  readonly manual: boolean;
}

/** Longest wait for the decision lock while recording or sending. Our choice: a decision takes milliseconds. */
const RECORDING_PATIENCE_MS = 5_000;

/** Starts at once; the first decision is read behind the first promise. */
export function startAskfirst({ neighbours, site, baseUrl, language, manual }: StartOptions): Askfirst {
  const { now, page, locks, random, subtle } = neighbours;
  const { registry } = site;
  const person = `${baseUrl.replace(/\/$/, '')}|anonymous`;
  const open = (prefix: string) => openDatabase(`askfirst-${prefix}|${person}`, neighbours.databases);
  const decisionDatabase = open('decision');
  const bufferDatabase = open('buffer');
  const rightsDatabase = open('rights');
  const seenDatabase = open('seen');
  const calendar = createCalendar(site.timeZone);
  const today = () => calendar(now()).day;
  const listeners = new Set<(status: Status) => void>();

  const store = createDecisionStore(decisionDatabase);
  const rights = createRightsStore(rightsDatabase);
  const drops = createDropCounts(bufferDatabase);
  const memory = createMemoryRows();
  const buffer = createBuffer({ stored: createStoredRows(bufferDatabase), memory, onDrop: drops.add });
  const seen = createSeenStore({ database: seenDatabase, random, today });

  let clockOffsetMs = 0;
  let standing: Standing | undefined;
  /** Set where this document must stay silent whatever storage says: a no that could not be stored, or a 410. */
  let silenced: 'denied' | 'switched-off' | undefined;

  // --- the decision

  const decisionLock = { locks, name: `askfirst-decision|${person}` };
  async function refresh(): Promise<Standing> {
    const signal = readSignal(page.navigator, site.signals);
    let next = toStanding(await store.read(), { site, signal, today: today() });
    if (silenced) {
      const { grant: _, ...rest } = next;
      next = { ...rest, effective: 'off', reason: silenced, ask: false };
    }
    const before = standing;
    standing = next;
    if (
      before?.effective !== next.effective ||
      before.reason !== next.reason ||
      before.grant?.epoch !== next.grant?.epoch
    )
      onChange(next);
    return next;
  }
  const guarded = <Result>(work: (standing: Standing) => Promise<Result>): Promise<Result> =>
    withLock({ ...decisionLock, mode: 'shared', patienceMs: RECORDING_PATIENCE_MS }, async () => work(await refresh()));

  const recorder = createRecorder({
    guarded,
    buffer,
    drops,
    memoryOnly: site.buffer !== 'indexeddb',
    now,
    onRecorded: () => {
      if (standing?.grant && !manual) sender.schedule();
    },
  });

  const prepareParts = () => ({
    subtle,
    calendar,
    timePrecision: site.timePrecision,
    clockOffsetMs,
    nowMs: now(),
  });
  const sender = createSender({
    neighbours,
    lockName: `askfirst-send|${person}`,
    baseUrl,
    guarded,
    buffer,
    drops,
    rights,
    seen,
    ground: (grant) => ({ grant, registry, today: today() }),
    prepareParts,
    onNow: (collectorNowMs) => {
      clockOffsetMs = collectorNowMs - now();
    },
    onSwitchedOff: async () => {
      silenced = 'switched-off';
      await guarded(async () => {
        const waiting = await buffer.entries();
        await buffer.remove(waiting.map(([key]) => key));
        drops.add('switched-off', waiting.length);
        await drops.save();
      });
    },
  });

  const change = createDecisionChange({
    neighbours,
    site,
    today,
    alone: (patienceMs, work) => withLock({ ...decisionLock, mode: 'exclusive', patienceMs }, work),
    store,
    rights,
    buffer,
    refresh,
    async destroy(keep) {
      buffer.clearMemory();
      await Promise.all([
        bufferDatabase.destroy(),
        seenDatabase.destroy(),
        keep.rights ? undefined : rightsDatabase.destroy(),
      ]);
    },
  });

  async function decide(choice: Choice, details: Parameters<typeof question.decide>[1]): Promise<Decided> {
    if (choice !== 'deny' && choice.purposes.length > 0) return question.decide(choice, details);
    const waiting = recorder.clear() + (await buffer.entries()).length;
    return deny(waiting);
  }

  async function deny(waiting: number): Promise<Decided> {
    // From this moment on, whatever storage will say.
    silenced = 'denied';
    sender.abort();
    stopObserving();
    const decided = await change.deny();
    drops.clear();
    // In this document alone the destroyed events can be read as a count; nothing of it is stored.
    if (waiting) drops.add('denied', waiting);
    if ('decision' in decided) silenced = undefined;
    await announce();
    return decided;
  }

  // --- recording

  function track(metric: string, properties: Readonly<Record<string, PropertyValue>> = {}): Promise<Recorded> {
    const recordedAtMs = now();
    // What the caller changes later must not change the event.
    const copy = { ...properties };
    const known = standing;
    return known ? record(known) : ready.then(record);

    async function record({ decision, effective, reason, grant }: Standing): Promise<Recorded> {
      const drop = (reason: DropReason): Recorded => {
        drops.add(reason);
        recorder.save();
        return { dropped: reason };
      };
      // Under a no nothing is counted (P2).
      if (decision === 'denied') return { dropped: 'denied' };
      if (effective === 'off') return drop(reason === 'switched-off' ? reason : 'not-asked-yet');
      if (isIgnored()) return drop('ignored');
      const admitted = admit(
        { metric, properties: copy, handle: random(HANDLE_BYTES), recordedAtMs, ...(grant && { epoch: grant.epoch }) },
        { registry, today: calendar(recordedAtMs).day },
      );
      if ('dropped' in admitted) return drop(admitted.dropped);
      // Once a day means one row a day, however many tabs tell it.
      const token = metric === VISIT_DAY ? calendar(recordedAtMs).day : toToken(random(8));
      return recorder.record(admitted.event, { token, bytes: admitted.bytes });
    }
  }
  const isIgnored = () => site.ignore.some((pattern) => fitsPath(pattern, page.location.pathname));

  // --- observing

  /** Observers tell only what the registry declares. */
  const report = (metric: string, properties: Readonly<Record<string, PropertyValue>>) => {
    if (Object.hasOwn(registry.metrics, metric)) void track(metric, properties);
  };
  const visits = createVisitStore({ database: seenDatabase, guarded, memoryOnly: site.buffer !== 'indexeddb' });
  let observing: Stop[] = [];
  function startObserving(): void {
    if (observing.length || manual) return;
    const visit = observeVisits({ registry, page, now, today, change: visits.change, report });
    const onPageView = (pathname: string) => {
      if (isIgnored()) return;
      const path = toPath(pathname, registry.paths);
      report('page.view', { path });
      visit.onPageView(path);
    };
    observing = [
      visit.stop,
      observeClicks(
        ({ metric, properties }) => {
          if (!isIgnored()) void track(metric, properties);
        },
        registry,
        page,
      ),
      observePageViews(onPageView, page),
    ];
  }
  function stopObserving(): void {
    for (const stop of observing.splice(0)) stop();
  }

  // --- telling

  const question = createQuestion({
    neighbours,
    site,
    baseUrl,
    language,
    standing: () => ready.then(() => standing ?? refresh()),
    change,
    announce: () => announce(),
    host: { status, buffered, forget, decide, onChange: (listener) => on('change', listener) },
  });

  function onChange(next: Standing): void {
    if (next.effective === 'off') stopObserving();
    else startObserving();
    if (next.destroy) void change.cleanUp();
    if (next.grant && !manual) sender.schedule(0);
    question.onStanding(next);
    if (listeners.size)
      void status().then((now) => {
        for (const listener of listeners) listener(now);
      });
  }

  let channel: BroadcastChannel | undefined;
  const listen = () => {
    channel = new BroadcastChannel(`askfirst|${person}`);
    channel.onmessage = () => void refresh();
  };
  /** Tells this document and all others that the decision is to be read again. The message carries nothing. */
  async function announce(): Promise<void> {
    channel?.postMessage(0);
    await refresh();
  }

  page.addEventListener('pagehide', () => {
    // Open connections and channels would keep the page out of the back-forward cache.
    channel?.close();
    for (const database of [decisionDatabase, bufferDatabase, rightsDatabase, seenDatabase]) database.close();
  });
  page.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    listen();
    void refresh();
  });
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState === 'hidden' && standing?.grant && !manual) void sender.flush();
  });
  listen();
  const ready = refresh();

  // --- the public face

  async function status(): Promise<Status> {
    const { decision, effective, reason, grant, stored } = await refresh();
    const decided = stored && stored !== 'unreadable' && decision === stored.decision ? stored : undefined;
    const [waiting, held, dropped] = await Promise.all([
      buffer.entries(),
      rights.countHeld().catch(() => 0),
      drops.read(),
    ]);
    const isInMemory = buffer.failed() || (site.buffer === 'memory' && !grant);
    return {
      decision,
      purposes: grant?.purposes ?? [],
      ...(decided && { decidedOn: decided.day, expiresOn: expiryOf(decided) }),
      scope: grant?.scope ?? registry.scope,
      effective,
      reason,
      storage: reason === 'storage-unavailable' || isInMemory ? 'memory' : effective === 'off' ? 'none' : 'indexeddb',
      buffered: waiting.length,
      held,
      dropped,
    };
  }

  async function buffered(): Promise<readonly WaitingEvent[]> {
    let table = await seen.read();
    const grant = (await refresh()).grant;
    const list: WaitingEvent[] = [];
    for (const [[recordedAtMs, token], event] of await buffer.entries()) {
      const rule = registry.metrics[event.metric];
      if (!rule || (grant && event.epoch && event.epoch !== grant.epoch)) continue;
      const prepared = await prepare(event, rule, table, prepareParts());
      table = prepared.seen;
      if (prepared.event) list.push({ token, recordedAtMs, event: await toWire(prepared.event, subtle) });
    }
    return list;
  }

  async function forget(token: string): Promise<boolean> {
    const row = (await buffer.entries()).find(([key]) => key[1] === token);
    if (!row) return false;
    await buffer.remove([row[0]]);
    drops.add('forgotten');
    recorder.save();
    return true;
  }

  function on(_name: 'change', listener: (status: Status) => void): Stop {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return Object.assign(track.bind(undefined), {
    track,
    status,
    open: question.open,
    decide: (choice: Choice) => decide(choice, { method: 'api' }),
    buffered,
    forget,
    flush: sender.flush,
    on,
  });
}

/** Short text for random bytes. */
const toToken = (bytes: Uint8Array) => bytes.reduce((text, byte) => text + byte.toString(36).padStart(2, '0'), '');
