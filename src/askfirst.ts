/** Puts the rooms together: what the page calls on one side, observers, doors, buffer and sender on the other. */

import type { Askfirst, CentreView, Choice, Decided, Erased, EventFilter, RightRefused, Status } from './api.ts';
import { createBuffer } from './buffer/buffer.ts';
import { openDatabase } from './buffer/database.ts';
import { createDropCounts } from './buffer/drop-counts.ts';
import type { Choices, Core, Rights } from './core.ts';
import { isDenial, type StoredDecision } from './decision/decision.ts';
import { createKeeper, isPrerendering } from './decision/keeper.ts';
import { refuse } from './decision/refusal.ts';
import type { Device } from './device.ts';
import { pickLanguage } from './language.ts';
import { onDemand } from './load-room.ts';
import { findClicked } from './observe/clicks.ts';
import { createObserving } from './observe/observing.ts';
import { createVisits, type Visits } from './observe/visits.ts';
import { createRecorder } from './record.ts';
import { drawReopenButton } from './reopen-button.ts';
import { previewWaiting } from './send/preview.ts';
import { countRecords, OUTBOX_KEY } from './send/rights-store.ts';
import { createSender } from './send/sender.ts';
import { readStatus } from './status.ts';

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

/** Starts at once; the first reading of the decision lies behind the first promise. */
export function startAskfirst(device: Device, { wishedLanguage, isManual, filter, onCore }: StartOptions): Askfirst {
  const { page, site, nameOf } = device;
  const { registry } = site;
  const { document, navigator } = page;
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
    if (effective === 'off') observing.stop();
    else if (!isManual) observing.start();
    if (decision === 'denied') void refuse(device, refusal, false);
    // The outbox goes whatever stands: a no, a new yes, or nothing any more.
    sender.schedule(grant ? 0 : undefined);
    if (registry.purposes[0] && /^(undecided|expired|scope-outdated)$/.test(reason)) void ask();
    else onQuestion(false);
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
  const hasOutbox = (stored: StoredDecision) => countRecords(rights, isDenial(stored) ? undefined : OUTBOX_KEY);

  // What the page records

  const visits: Visits = createVisits(device, { keeper, database: seen, record: (...row) => recorder.record(...row) });
  const recorder = createRecorder(device, {
    keeper,
    buffer,
    drops,
    filter,
    ready: () => ready,
    link: visits.link,
  });
  const { track, toRow } = recorder;
  const observing = createObserving(device, { ...recorder, visits, choices: () => readChoices() });

  // What the visitor decides

  const readChoices = onDemand<Choices>('choices.js', () => core);
  const readRights = onDemand<Rights>('rights.js', () => core);
  // A question that cannot be loaded is not answered, and no answer is no yes (UI-G7).
  const giveUp = () => onQuestion(false);
  const ask = () => readChoices().then(({ show }) => show('banner'), giveUp);
  const open = (view: CentreView = 'choices', opener?: Element) =>
    readRights().then(({ show }) => show(view, opener), giveUp);
  const inRights = <Result>(use: (room: Rights) => Promise<Result>): Promise<Result | RightRefused> =>
    readRights().then(use, () => ({ refused: 'could-not-be-loaded' }));

  const deny = async (choice: Choice): Promise<Decided> => {
    // From this moment on, whatever storage will say.
    keeper.silence('denied');
    observing.stop();
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
    inTurn: sender.inTurn,
    toRow,
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
    open,
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
    erase: () => inRights((room) => room.erase()),
    access: () => inRights((room) => room.access()),
    exportKey: () => inRights((room) => room.exportKey()),
    flush: () => sender.flush(),
    identify: () => Promise.resolve(),
    on,
  });
}
