/** Puts the rooms together: what the page calls on one side, observers, doors, buffer and sender on the other. */

import type { PropertyValue } from '../contract/check-event.ts';
import type { DropReason } from '../contract/drop-reasons.ts';
import { HANDLE_BYTES } from '../contract/limits.ts';
import { fitsPath, toPath } from '../contract/path.ts';
import { admit } from './admit.ts';
import type { Askfirst, Decided, Recorded, Status, Stop, WaitingEvent } from './api.ts';
import { createBuffer } from './buffer/buffer.ts';
import { openDatabase } from './buffer/database.ts';
import { createDropCounts } from './buffer/drop-counts.ts';
import { expiryOf } from './decision/decision.ts';
import { createKeeper } from './decision/keeper.ts';
import { createRefusal } from './decision/refusal.ts';
import type { Device } from './device.ts';
import { findClicked, observeClicks } from './observe/clicks.ts';
import { observePageViews } from './observe/page-views.ts';
import { observeVisits } from './observe/visits.ts';
import { createQuestion, type Decide } from './question.ts';
import { prepare, readSeen, toWire, VISIT_DAY } from './send/prepare.ts';
import { countHeld } from './send/rights-store.ts';
import { createSender } from './send/sender.ts';

/** What the script tag says. */
export interface StartOptions {
  readonly language?: string | undefined;
  /** No automatic observers, and nothing is sent but by `flush`. */
  readonly isManual: boolean;
}

type Properties = Readonly<Record<string, PropertyValue>>;

/** Starts at once; the first reading of the decision lies behind the first promise. */
export function startAskfirst(device: Device, { language, isManual }: StartOptions): Askfirst {
  const { now, page, random, site, nameOf, calendar } = device;
  const { registry } = site;
  const { document, navigator, location } = page;
  const databases = ['decision', 'buffer', 'rights', 'seen'].map((prefix) => openDatabase(device, prefix));
  // Four prefixes, four databases.
  const [decisionDatabase, bufferDatabase, rights, seen] = databases as [Db, Db, Db, Db];
  const drops = createDropCounts(bufferDatabase);
  const listeners = new Set<(status: Status) => void>();
  let observing: Stop[] = [];

  const keeper = createKeeper(device, decisionDatabase, (standing) => {
    const { decision, effective, grant } = standing;
    if (effective === 'off') stopObserving();
    else startObserving();
    if (decision === 'denied') void refusal.cleanUp();
    if (grant && !isManual) sender.schedule(0);
    question.onStanding(standing);
    for (const listener of listeners) void status().then(listener);
  });
  const buffer = createBuffer(device, {
    keeper,
    database: bufferDatabase,
    drops,
    onAdded: () => {
      if (keeper.current()?.grant && !isManual) sender.schedule();
    },
  });
  const refusal = createRefusal(device, { keeper, buffer, databases: [bufferDatabase, seen], rights });
  const sender = createSender(device, {
    keeper,
    buffer,
    drops,
    rights,
    seen,
    async onSwitchedOff() {
      keeper.silence('switched-off');
      const waiting = await buffer.read();
      await buffer.remove(waiting.map(([key]) => key));
      drops.count('switched-off', waiting.length);
      await keeper.refresh();
    },
  });
  // What the page records

  const isIgnored = () => site.ignore.some((pattern) => fitsPath(pattern, location.pathname));
  const drop = (reason: DropReason): Recorded => {
    drops.count(reason);
    void buffer.commit();
    return { dropped: reason };
  };
  const track = async (metric: string, properties?: Properties): Promise<Recorded> => {
    const recordedAtMs = now();
    // What the caller changes later must not change the event.
    const copy = { ...properties };
    // What counts is what stood when it was called, or what stood first of all.
    const { decision, effective, reason, grant } = keeper.current() ?? (await ready);
    // Under a no nothing is counted (P2).
    if (decision === 'denied') return { dropped: decision };
    if (effective === 'off') return drop(reason === 'switched-off' ? reason : 'not-asked-yet');
    if (isIgnored()) return drop('ignored');
    const { day } = calendar(recordedAtMs);
    const handle = random(HANDLE_BYTES);
    const admitted = admit(
      { metric, properties: copy, handle, recordedAtMs, ...(grant && { epoch: grant.epoch }) },
      registry,
      day,
    );
    if ('dropped' in admitted) return drop(admitted.dropped);
    // Once a day means one row a day, however many tabs tell it.
    const token = metric === VISIT_DAY ? day : random(8).join('-');
    return buffer.add([recordedAtMs, token, admitted.bytes], admitted.event);
  };

  /** Observers tell only what the registry declares. */
  const report = (metric: string, properties: Properties) => {
    if (registry.metrics[metric]) void track(metric, properties);
  };
  const startObserving = () => {
    if (observing[0] || isManual) return;
    const { onPageView, stop } = observeVisits(device, { keeper, database: seen, report });
    const onClick = (metric: string, properties: Properties) => {
      if (!isIgnored()) void track(metric, properties);
    };
    const onPath = (pathname: string) => {
      if (isIgnored()) return;
      const path = toPath(pathname, registry.paths);
      report('page.view', { path });
      onPageView(path);
    };
    observing = [stop, observeClicks(onClick, registry, page), observePageViews(onPath, page)];
  };
  const stopObserving = () => {
    for (const stop of observing) stop();
    observing = [];
  };

  // What the visitor decides

  const decide: Decide = async (choice, method, event) => {
    const purposes = choice === 'deny' ? [] : choice.purposes;
    let decided: Decided;
    if (!purposes[0]) {
      // From this moment on, whatever storage will say.
      keeper.silence('denied');
      stopObserving();
      sender.abort();
      const waiting = buffer.clear() + (await buffer.read()).length;
      decided = await refusal.deny();
      drops.clear();
      // What was destroyed can be read as a count in this document; nothing of it is stored.
      if (waiting) drops.count('denied', waiting);
      if ('decision' in decided) keeper.silence(undefined);
    } else {
      // Asked at once: what a click allows does not last.
      if (!(event ? event.isTrusted : navigator.userActivation?.isActive)) return { refused: 'needs-a-trusted-event' };
      const chosenUnder = keeper.current() ?? (await ready);
      try {
        const { grant } = await question.readChoices();
        decided = await grant(
          device,
          { keeper, rights, buffer, readTexts: question.readTexts },
          { purposes, method, chosenUnder },
        );
      } catch {
        // A file that could not be read, or storage that failed on the way: there is no grant (T-62).
        decided = { refused: 'could-not-be-stored' };
      }
    }
    channel?.postMessage(0);
    await keeper.refresh();
    return decided;
  };

  // What the page may know

  const status = async (): Promise<Status> => {
    const { decision, effective, reason, grant, stored } = await keeper.refresh();
    const decided = stored !== 'unreadable' && stored?.decision === decision ? stored : undefined;
    return {
      decision,
      purposes: grant?.purposes ?? [],
      ...(decided && { decidedOn: decided.day, expiresOn: expiryOf(decided) }),
      scope: grant?.scope ?? registry.scope,
      effective,
      reason,
      storage:
        reason === 'storage-unavailable' ||
        buffer.hasFailed() ||
        (site.buffer === 'memory' && effective === 'buffering')
          ? 'memory'
          : effective === 'off'
            ? 'none'
            : 'indexeddb',
      buffered: (await buffer.read()).length,
      held: await countHeld(rights).catch(() => 0),
      dropped: await drops.read(),
    };
  };
  const buffered = async (): Promise<readonly WaitingEvent[]> => {
    let table = await readSeen(device, seen);
    const list: WaitingEvent[] = [];
    for (const [[recordedAtMs, token], waiting] of await buffer.read()) {
      const rule = registry.metrics[waiting.metric];
      if (!rule) continue;
      const { event, seen: after } = await prepare(device, {
        event: waiting,
        rule,
        seen: table,
        clockOffsetMs: sender.clockOffsetMs(),
      });
      table = after;
      if (event) list.push({ token, recordedAtMs, event: await toWire(device, event) });
    }
    return list;
  };
  const forget = async (token: string) => {
    const row = (await buffer.read()).find(([key]) => key[1] === token);
    if (!row) return false;
    await buffer.remove([row[0]]);
    drop('forgotten');
    return true;
  };
  const on = (_name: 'change', listener: (status: Status) => void): Stop => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  const question = createQuestion(
    device,
    { status, buffered, forget, decide, current: keeper.current, onChange: (listener) => on('change', listener) },
    language,
  );

  // The life of the page

  let channel: BroadcastChannel | undefined;
  const listen = () => {
    // A message means "read again" and carries nothing.
    channel = new BroadcastChannel(nameOf('change'));
    channel.onmessage = keeper.refresh;
    return keeper.refresh();
  };
  page.addEventListener('pagehide', () => {
    // Open connections and channels would keep the page out of the back-forward cache.
    channel?.close();
    for (const database of databases) database.close();
  });
  page.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void listen();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && keeper.current()?.grant && !isManual) void sender.flush();
  });
  page.addEventListener('click', (event) => {
    if (findClicked(event, 'open')) void question.open();
  });
  const ready = listen();

  return Object.assign((metric: string, properties?: Properties) => track(metric, properties), {
    track,
    status,
    open: question.open,
    decide: (choice: Parameters<Askfirst['decide']>[0]) => decide(choice, 'api'),
    buffered,
    forget,
    flush: sender.flush,
    on,
  });
}
type Db = ReturnType<typeof openDatabase>;
