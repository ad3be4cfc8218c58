import { type Collector, idOf } from './collector.ts';
import type { Device, Tab } from './device.ts';
import type { Message, Row, SentEvent } from './protocol.ts';

/** One for each of the two tabs. */
const PUTS_UNDER_WAY = 2;

/** Sees everything, takes part in nothing, and writes down each promise that is broken. */
export class Witness {
  /** One line each; empty while the promises hold. */
  readonly broken = new Set<string>();
  readonly #collector: Collector;
  #clicks = 0;
  #newestRefusal = 0;
  /** The click of the refusal after which the device has been emptied, while it stands. */
  #emptiedAfter = 0;
  #hasEverGranted = false;
  readonly #forgotten = new Set<string>();
  readonly #confirmed = new Set<string>();
  #acked = new Set<string>();
  readonly #posted = new Set<string>();
  /** Posted before a refusal, so to be gone in the end. */
  readonly #withdrawn = new Set<string>();
  #waiting = PUTS_UNDER_WAY;
  readonly #firstOfEpoch = new Map<string, string>();

  constructor(collector: Collector) {
    this.#collector = collector;
  }

  /** Numbers the visitor's clicks in their order. */
  seesClick(): number {
    this.#clicks += 1;
    return this.#clicks;
  }

  seesRefusalDone({ disk }: Device, click: number): void {
    if (disk.decision?.state === 'denied' && disk.decision.click === click) this.#emptiedAfter = click;
  }

  seesForgotten(name: string): void {
    this.#forgotten.add(name);
  }

  /** The device has been told that these are erased. */
  seesConfirmation(handles: readonly string[]): void {
    for (const handle of handles) this.#confirmed.add(idOf(handle));
    this.looksAtCollector();
  }

  /** A row is about to be destroyed because the sender thinks no grant covers it. */
  seesDropped({ disk, nowMs }: Device, row: Row): void {
    const { decision } = disk;
    if (decision?.state !== 'granted' || nowMs >= decision.untilMs) return;
    if (decision.epoch === row.epoch && decision.purposes.includes(row.purpose))
      this.#breaks('T-60 an event that the standing grant covers was destroyed');
  }

  /** After every operation on the disk. */
  looksAtDisk({ disk, nowMs }: Device): void {
    const { decision, buffer } = disk;
    if (decision?.state === 'denied') {
      if (decision.click > this.#newestRefusal) for (const id of this.#posted) this.#withdrawn.add(id);
      this.#newestRefusal = Math.max(this.#newestRefusal, decision.click);
      if (this.#emptiedAfter === decision.click && nowMs < decision.untilMs && buffer.size > 0)
        this.#breaks('P2 an event was kept on the device after a no');
    }
    // Damage comes without a lock: a put of each tab may be under way whose decision could still be read.
    if (decision?.state !== 'unreadable') this.#waiting = buffer.size + PUTS_UNDER_WAY;
    else if (buffer.size > this.#waiting) this.#breaks('P3 an event was recorded while the decision cannot be read');
    if (decision?.state !== 'granted') return;
    this.#hasEverGranted = true;
    if (decision.click < this.#newestRefusal) this.#breaks('a refusal was overwritten by an older grant');
  }

  /** At the moment a request begins. */
  seesPost(device: Device, tab: Tab, message: Message): void {
    const { decision, held, outbox } = device.disk;
    if (!this.#hasEverGranted) this.#breaks('P1 something was sent before any yes');
    const granted = decision?.state === 'granted' && device.nowMs < decision.untilMs ? decision : undefined;
    if (message.kind === 'withdraw') {
      if (granted !== undefined && message.handles.some((handle) => held.has(handle) && !outbox.has(handle)))
        this.#breaks('events of the standing grant were withdrawn');
      return;
    }
    if (tab.quietSinceClick > 0) this.#breaks('P3 a page sent after a refusal was clicked in it');
    if (granted === undefined) {
      this.#breaks(
        decision?.state === 'denied'
          ? `P2 ${message.kind} sent after a no`
          : decision?.state === 'unreadable'
            ? `P3 ${message.kind} sent while the decision cannot be read`
            : `P1 ${message.kind} sent without a standing yes`,
      );
    } else if (message.kind === 'events') {
      this.#looksAtEvents(device, message.events, granted);
    }
  }

  #looksAtEvents(
    { disk }: Device,
    events: readonly SentEvent[],
    granted: { readonly epoch: string; readonly purposes: readonly string[] },
  ): void {
    const kept = new Set([...disk.held, ...disk.outbox].map(idOf));
    if (!this.#collector.consents.has(granted.epoch)) this.#breaks('P12 events sent before the grant was confirmed');
    for (const { id, name, epoch, purpose, first } of events) {
      this.#posted.add(id);
      if (epoch !== granted.epoch) this.#breaks('T-58 an event of an earlier grant was sent');
      if (!granted.purposes.includes(purpose)) this.#breaks('P1 an event of a refused purpose was sent');
      if (!kept.has(id)) this.#breaks('P8 an event was sent whose handle is not held');
      if (this.#forgotten.has(name)) this.#breaks('P8 a forgotten event was sent');
      if (first && (this.#firstOfEpoch.get(granted.epoch) ?? name) !== name)
        this.#breaks('P10 two events of one browser are the first of their day');
      if (first) this.#firstOfEpoch.set(granted.epoch, name);
    }
  }

  /** The collector answers 202 for these. */
  seesAck(events: readonly SentEvent[]): void {
    for (const { id } of events) this.#acked.add(id);
  }

  /** Yesterday's copy has come back: what was acknowledged since is lost with the old disk, and known to be. */
  seesRestore(): void {
    this.#acked = new Set([...this.#acked].filter((id) => this.#collector.stored.has(id)));
  }

  /** After every step of the collector. */
  looksAtCollector(): void {
    const { stored, barred, isReady } = this.#collector;
    if (!isReady) return;
    for (const id of this.#confirmed) if (stored.has(id)) this.#breaks('P9 an erased event came back');
    for (const id of this.#acked)
      if (!stored.has(id) && !barred.has(id)) this.#breaks('P10 an acknowledged event is not stored');
    const names = new Set([...stored.values()].map(({ name }) => name));
    if (names.size !== stored.size) this.#breaks('P10 one event is stored twice');
  }

  /** When the dust has settled: nothing under way, every page reloaded, everything sent that could be. */
  looksAtTheEnd({ disk, nowMs }: Device): void {
    const { decision, buffer, existing } = disk;
    if (decision?.state === 'denied' && nowMs < decision.untilMs) {
      const left = [...existing].filter((database) => database !== 'decision');
      if (left.length > 0) this.#breaks(`P2 left on the device after a no: ${left.join(', ')}`);
    }
    // With a damaged record nothing is sent; the visitor's next answer, whatever it is, sets the withdrawal going again.
    for (const id of decision?.state === 'unreadable' ? [] : this.#withdrawn)
      if (this.#collector.stored.has(id)) this.#breaks('P9 a withdrawal did not reach every event that was sent');
    if (decision?.state === 'granted' && nowMs < decision.untilMs && buffer.size > 0)
      this.#breaks('P11 an event that may be sent is never sent');
  }

  /** Something that is no promise of its own, but must not happen either. */
  seesTrouble(what: string): void {
    this.#breaks(what);
  }

  #breaks(what: string): void {
    this.broken.add(what);
  }
}
