/** Puts the rooms together: what the page calls on one side, observers, doors, buffer and sender on the other. */

import { promisifyRequest } from 'idb-keyval';
import type { PropertyValue, RecordedEvent } from '../contract/check-event.ts';
import type { DropReason } from '../contract/drop-reasons.ts';
import { HANDLE_BYTES } from '../contract/limits.ts';
import { fitsPath, toPath } from '../contract/path.ts';
import { admit, type Waiting } from './admit.ts';
import type {
  Askfirst,
  CentreView,
  Choice,
  Decided,
  Erased,
  EventFilter,
  Recorded,
  RightRefused,
  Status,
  Stop,
} from './api.ts';
import { createBuffer } from './buffer/buffer.ts';
import { openDatabase } from './buffer/database.ts';
import { createDropCounts } from './buffer/drop-counts.ts';
import type { Choices, Core, Leaving, Rights, RoomModule } from './core.ts';
import { isDenial, type StoredDecision } from './decision/decision.ts';
import { createKeeper, isPrerendering } from './decision/keeper.ts';
import { refuse } from './decision/refusal.ts';
import type { Device } from './device.ts';
import { pickLanguage } from './language.ts';
import { findClicked, type OnPointer, observeClicks } from './observe/clicks.ts';
import { observePageViews } from './observe/page-views.ts';
import { createVisits } from './observe/visits.ts';
import { adopt, permit } from './permit.ts';
import { drawReopenButton } from './reopen-button.ts';
import { previewWaiting } from './send/preview.ts';
import { OUTBOX_KEY } from './send/rights-store.ts';
import { createSender } from './send/sender.ts';
import { readStatus } from './status.ts';
import { toJson } from './to-json.ts';

/** What the script tag says. */
export interface StartOptions {
  readonly wishedLanguage?: string | undefined;
  /** No automatic observers, and nothing is sent but by `flush`. */
  readonly isManual: boolean;
  /** Told of the rooms before anything is read. */
  readonly onCore?: (core: Core) => void;
  /** May only remove. */
  readonly filter?: EventFilter | undefined;
}

type Properties = Readonly<Record<string, PropertyValue>>;

/** Starts at once; the first reading of the decision lies behind the first promise. */
export function startAskfirst(device: Device, { wishedLanguage, isManual, filter, onCore }: StartOptions): Askfirst {
  const { now, page, random, site, nameOf, calendar, baseUrl } = device;
  const { registry } = site;
  const { document, navigator, location } = page;
  const decisionDatabase = openDatabase(device, 'decision');
  const bufferDatabase = openDatabase(device, 'buffer');
  const rights = openDatabase(device, 'rights');
  const seen = openDatabase(device, 'seen');
  const language = pickLanguage(
    [wishedLanguage, document.documentElement.lang, ...navigator.languages],
    site.languages,
  );
  const listeners = new Set<(status: Status) => void>();
  const drops = createDropCounts(bufferDatabase);

  const keeper = createKeeper(device, decisionDatabase, ({ decision, effective, reason, grant }) => {
    if (effective === 'off') stopObserving();
    else startObserving();
    if (decision === 'denied') void refuse(device, refusal, false);
    // The outbox goes whatever stands: a no, a new yes, or nothing any more.
    sender.schedule(grant ? 0 : undefined);
    // In a frame of the same site nothing is drawn: the page around it asks for both.
    if (!page.frameElement) {
      if (registry.purposes[0] && /^(undecided|expired|scope-outdated)$/.test(reason)) void ask();
      else onQuestion(false);
    }
    tell();
  });
  const tell = () => {
    for (const listener of listeners) void status().then(listener);
  };
  const onAdded = () => {
    sendSoon();
    // The banner tells how much waits, and more does now (design 5.4).
    if (!keeper.current()?.grant) tell();
  };
  const buffer = createBuffer(device, { keeper, database: bufferDatabase, drops, onAdded });
  const refusal = { keeper, buffer, databases: [bufferDatabase, seen], rights };
  const sender = createSender(device, {
    keeper,
    buffer,
    drops,
    rights,
    seen,
    isManual,
    hasOutbox: (stored) => hasOutbox(stored),
    sendOutbox: async (post, holds) => (await readRights()).sendOutbox(post, holds),
  });
  const sendSoon = () => {
    if (keeper.current()?.grant && !isManual) sender.schedule();
  };
  /** What is waiting to be withdrawn or erased: after a no all that is left, else what was set aside. */
  const hasOutbox = (stored: StoredDecision) => {
    const range = isDenial(stored) ? undefined : IDBKeyRange.bound([OUTBOX_KEY], [OUTBOX_KEY, []]);
    return rights.existing('readonly', (store) => promisifyRequest(store.count(range)));
  };

  // What the page records

  /** Keeps events of one millisecond in order. */
  let sequence = 1e6;
  let leaving: Leaving | undefined;
  const isIgnored = () => site.ignore.some((pattern) => fitsPath(pattern, location.pathname));
  const drop = (reason: DropReason): Recorded => {
    drops.count(reason);
    void buffer.commit();
    return { dropped: reason };
  };
  const isLinked = (metric: string) => registry.metrics[metric]?.linkage === 'session';
  const toAdmitted = (event: RecordedEvent & Waiting): ReturnType<typeof admit> => {
    const admitted = admit(event, registry, calendar(event.recordedAtMs).day);
    const grant = keeper.current()?.grant;
    // What was not agreed to is not even recorded (P6).
    const withheld = grant && 'event' in admitted && permit(adopt(admitted.event, grant), grant, device).withheld;
    if (withheld) return { dropped: withheld };
    // What the site's filter does not say yes to goes, be it only that it failed.
    try {
      // A copy: what the site does to it changes nothing.
      if ('dropped' in admitted || !filter || filter(event.metric, { ...event.properties }) === true) return admitted;
    } catch {
      // In doubt it is removed.
    }
    return { dropped: 'filtered' };
  };
  const record = async (event: RecordedEvent & Waiting, token: string): Promise<Recorded> => {
    const { decision, effective, reason } = keeper.current() ?? (await ready);
    // Under a no nothing is counted (P2).
    if (decision === 'denied') return { dropped: decision };
    if (effective === 'off') return drop(reason === 'switched-off' ? reason : 'not-asked-yet');
    if (isIgnored()) return drop('ignored');
    const admitted = toAdmitted(isLinked(event.metric) ? { ...event, ...(await visits.link()) } : event);
    return 'dropped' in admitted
      ? drop(admitted.dropped)
      : buffer.add([event.recordedAtMs, token, admitted.bytes], admitted.event);
  };
  const toEvent = (metric: string, properties?: Properties) => ({
    metric,
    // What the caller changes later must not change the event.
    properties: { ...properties },
    handle: random(HANDLE_BYTES),
    recordedAtMs: now(),
  });
  const toToken = () => `${sequence++}-${random(8).join('-')}`;
  const track = async (metric: string, properties?: Properties): Promise<Recorded> => {
    const event = toEvent(metric, properties);
    // What counts is what stood when it was called, or what stood first of all.
    const { grant } = keeper.current() ?? (await ready);
    return record(grant ? { ...event, epoch: grant.epoch } : event, toToken());
  };
  const onPointer: OnPointer = (kind, metric, properties) => {
    const text = toJson([metric, properties]);
    if (kind === 'click') {
      if (!leaving?.click(text)) void track(metric, properties);
      return;
    }
    // Loaded while the visitor still points at it; without it the click goes the ordinary way.
    readChoices().then(
      (loaded) => {
        leaving = loaded;
      },
      () => undefined,
    );
    if (kind !== 'pointerdown' || !leaving || isIgnored() || isLinked(metric)) return;
    const grant = keeper.current()?.grant;
    const event = toEvent(metric, properties);
    const admitted = toAdmitted(grant ? { ...event, epoch: grant.epoch } : event);
    if ('event' in admitted) leaving.press(text, [[event.recordedAtMs, toToken(), admitted.bytes], admitted.event]);
  };
  const visits = createVisits(device, { keeper, database: seen, record });
  let observing: Stop[] = [];
  const startObserving = () => {
    if (observing[0] || isManual) return;
    const { onPageView, stop } = visits.observe();
    const onPath = (pathname: string) => {
      if (isIgnored()) return;
      const path = toPath(pathname, registry.paths);
      // Observers tell only what the registry declares.
      if (registry.metrics['page.view']) void track('page.view', { path });
      onPageView(path);
    };
    observing = [stop, observeClicks(onPointer, registry, page), observePageViews(onPath, page)];
  };
  const stopObserving = () => {
    for (const stop of observing) stop();
    observing = [];
  };

  // What the visitor decides

  /** Loads a room when it is needed, and again if that failed. */
  const onDemand = <Room>(file: string) => {
    let room: Promise<Room> | undefined;
    return () => {
      room ??= import(baseUrl + file).then(({ createRoom }: RoomModule<Room>) => createRoom(core));
      room.catch(() => {
        room = undefined;
      });
      return room;
    };
  };
  const readChoices = onDemand<Choices>('choices.js');
  const readRights = onDemand<Rights>('rights.js');
  // A question that cannot be loaded is not answered, and no answer is no yes (UI-G7).
  const giveUp = () => onQuestion(false);
  const ask = () => readChoices().then(({ show }) => show('banner'), giveUp);
  const open = (view: CentreView = 'choices', opener?: Element) =>
    readRights().then(({ show }) => show(view, opener), giveUp);
  const notLoaded = (): RightRefused => ({ refused: 'could-not-be-loaded' });

  const deny = async (choice: Choice): Promise<Decided> => {
    // From this moment on, whatever storage will say.
    keeper.silence('denied');
    stopObserving();
    sender.abort();
    // A signed-in person's no is for all their browsers, unless they said otherwise (P2).
    if (choice !== 'deny-here') await device.onNo?.();
    const waiting = buffer.clear() + (await buffer.read()).length;
    // Without its lock it could not be stored; this document stays silent then.
    const isStored = await refuse(device, refusal, true).catch(() => false);
    drops.clear();
    // What was destroyed can be read as a count in this document; nothing of it is stored.
    if (waiting) drops.count('denied', waiting);
    if (isStored) keeper.silence(undefined);
    await announce();
    sender.schedule(0);
    return isStored ? { decision: 'denied' } : { refused: 'could-not-be-stored' };
  };
  const decide: Askfirst['decide'] = async (choice) => {
    if (typeof choice === 'string' || !choice.purposes[0]) return deny(choice);
    // Asked at once: what a click allows does not last.
    const isTrusted = navigator.userActivation?.isActive;
    const chosenUnder = keeper.current();
    return readChoices().then(
      ({ grant }) => grant({ purposes: choice.purposes, method: 'api', isTrusted, chosenUnder }),
      // Offline a yes cannot be carried out, so there is none.
      () => ({ refused: 'could-not-be-stored' }),
    );
  };

  let button: ReturnType<typeof drawReopenButton>;
  const onQuestion = (isShown: boolean, takesFocus?: boolean) => {
    if (isShown) {
      button?.stop();
      button = undefined;
    } else if (keeper.current()?.decision !== 'undecided')
      button ??= drawReopenButton(document, site.reopen[language] ?? '', (opener) => open(undefined, opener));
    if (takesFocus) button?.focus();
  };

  // The life of the page

  let channel: BroadcastChannel | undefined;
  const listen = () => {
    // A message means "read again" and carries nothing.
    channel = new BroadcastChannel(nameOf('change'));
    channel.onmessage = keeper.refresh;
    return keeper.refresh();
  };
  const announce = () => {
    channel?.postMessage(0);
    return keeper.refresh();
  };
  page.addEventListener('pagehide', () => {
    // Open connections and channels would keep the page out of the back-forward cache.
    channel?.close();
    for (const database of [decisionDatabase, bufferDatabase, rights, seen]) database.hide();
  });
  page.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void listen();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && keeper.current()?.grant && !isManual) void sender.flush();
  });
  page.addEventListener('click', (event) => {
    if (!device.signal?.aborted && findClicked(event, 'open')) void open('choices');
  });

  // The public face

  const on: Askfirst['on'] = (_name, listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const status = () => readStatus(core);
  const buffered = () => previewWaiting(core);
  const core: Core = {
    device,
    keeper,
    buffer,
    drops,
    rights,
    seen,
    others: [bufferDatabase, seen, decisionDatabase],
    sender,
    language,
    on,
    status,
    buffered,
    deny,
    announce,
    onQuestion,
    clockOffsetMs: sender.clockOffsetMs,
    flush: sender.flush,
    schedule: sender.schedule,
    choices: readChoices,
  };
  onCore?.(core);
  const ready = isPrerendering(page)
    ? new Promise((resolve) => document.addEventListener('prerenderingchange', resolve)).then(listen)
    : listen();
  return Object.assign(track, {
    track,
    status,
    open: (view?: CentreView) => open(view),
    decide,
    buffered,
    forget: (token: string) =>
      readChoices().then(
        ({ forget }) => forget(token),
        // It still waits, as `buffered` shows.
        () => false,
      ),
    withdraw() {
      const denying = deny('deny');
      // Without what sends it the no stands all the same, and what is held waits for the next page.
      return readRights().then(
        ({ withdrawn }) => withdrawn(denying),
        async (): Promise<Erased | RightRefused> => {
          const decided = await denying;
          if ('refused' in decided) return decided;
          return { state: (await hasOutbox((await keeper.refresh()).stored)) ? 'requested' : 'nothing-sent' };
        },
      );
    },
    erase: () => readRights().then((room) => room.erase(), notLoaded),
    access: () => readRights().then((room) => room.access(), notLoaded),
    exportKey: () => readRights().then((room) => room.exportKey(), notLoaded),
    flush: () => sender.flush(),
    identify: () => Promise.resolve(),
    on,
  });
}
