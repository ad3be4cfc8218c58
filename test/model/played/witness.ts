import { createHash } from 'node:crypto';
import type { PlayedDisk } from './databases.ts';
import type { Exchange, PlayedAnswer } from './network.ts';
import { BASE_URL } from './tab.ts';
import type { Turns } from './turns.ts';

/** A day, for the six months of a decision. */
const DAY_MS = 86_400_000;

/** What the decision database holds, read without the product's code. */
type RawDecision =
  | { readonly decision?: unknown; readonly day?: string; readonly purposes?: readonly string[] }
  | undefined;

/** The part of a request to withdraw or to erase that the witness reads. */
interface PostedRequest {
  readonly held: readonly { readonly handles: readonly string[] }[];
  readonly last: boolean;
  readonly tally?: string;
}

interface PostedEvent {
  readonly id: string;
  readonly properties: { readonly items: number };
}

const nameOf = (prefix: string) => `askfirst-${prefix}|${BASE_URL.slice(0, -1)}|anonymous`;

/**
 * Sees the disk, the network and the clicks from outside, and writes down each promise that is broken: the invariants of
 * the model, here about the snippet's own modules.
 */
export class PlayedWitness {
  readonly broken = new Set<string>();
  readonly #disk: PlayedDisk;
  readonly #turns: Turns;
  #order = 0;
  #raw = '';
  #hasEverGranted = false;
  #hasSaidYes = false;
  #wasDamaged = false;
  #newestRefusalClick = 0;
  #refusalOrder = 0;
  #grantOrder = 0;
  /** The clicks whose calls are under way, by tab. */
  readonly #pending = { granted: new Map<number, number>(), denied: new Map<number, number>() };
  /** The last refusal clicked in a tab, until a later yes is stored. */
  readonly #quiet = new Map<number, number>();
  readonly #tracked = new Map<number, number>();
  readonly #recorded = new Set<number>();
  readonly #forgotten = new Set<number>();
  /** By request to forget: until it has ended, and for ever if its page dies, nobody knows whether it was carried out. */
  readonly #perhapsForgotten = new Map<object, number>();
  /** Each id with the moment it was first on the wire. */
  readonly #postedIds = new Map<string, number>();
  /** Ids that were named in a withdrawal or an erasure that arrived: they may not come back. */
  readonly #barred = new Set<string>();
  /** When the last erasure that was promised was asked for. */
  #eraseOrder = 0;
  /** What was tracked before may have been erased while it waited. */
  #takenUntil = 0;
  readonly #acked = new Set<string>();
  /** The collector's rows: id to the occurrence it stands for. */
  readonly #stored = new Map<string, number>();

  constructor(disk: PlayedDisk, turns: Turns) {
    this.#disk = disk;
    this.#turns = turns;
    disk.onCommit = (database, page) => database === nameOf('decision') && this.#seesDecision(page);
  }

  seesClick(page: number, choice: 'granted' | 'denied'): void {
    this.#order += 1;
    this.#pending[choice].set(page, this.#order);
    if (choice === 'denied') this.#quiet.set(page, this.#order);
    else this.#hasSaidYes = true;
  }

  seesDamage(): void {
    this.#wasDamaged = true;
  }

  isUnderWay(page: number, choice: 'granted' | 'denied'): boolean {
    return this.#pending[choice].has(page);
  }

  seesEnd(page: number, choice: 'granted' | 'denied'): void {
    this.#pending[choice].delete(page);
  }

  seesPageDie(page: number): void {
    this.#pending.granted.delete(page);
    this.#pending.denied.delete(page);
    this.#quiet.delete(page);
  }

  seesTrack(number: number): void {
    this.#order += 1;
    this.#tracked.set(number, this.#order);
  }

  seesRecorded(number: number): void {
    this.#recorded.add(number);
  }

  seesForgetAsked(): { onAsked(number: number): void; onEnd(): void } {
    const request = {};
    return {
      onAsked: (number) => void this.#perhapsForgotten.set(request, number),
      onEnd: () => void this.#perhapsForgotten.delete(request),
    };
  }

  seesForgotten(number: number): void {
    // One that had been attempted may have arrived; forgetting it promises nothing of that.
    if (![...this.#stored.values()].includes(number)) this.#forgotten.add(number);
  }

  /** Until it has ended, and for ever if its page dies, nobody knows which of what waits it takes along. */
  seesEraseAsked(): number {
    this.#order += 1;
    this.#takenUntil = Number.POSITIVE_INFINITY;
    return this.#order;
  }

  seesEraseEnd(): void {
    this.#order += 1;
    this.#takenUntil = this.#order;
  }

  /** The visitor was told that everything sent before this moment is erased, or will be. */
  seesErasePromised(order: number): void {
    this.#eraseOrder = Math.max(this.#eraseOrder, order);
  }

  #decision(): RawDecision {
    const record = this.#disk.peek(nameOf('decision'))[0];
    // Looked at field by field.
    return record?.value as RawDecision;
  }

  /** Does it stand, by its own day? Nearly six months: the last days are nobody's test. */
  #stands(raw: RawDecision): boolean {
    return raw?.day !== undefined && this.#turns.nowMs - Date.parse(raw.day) < 170 * DAY_MS;
  }

  #seesDecision(page: number): void {
    const decision = this.#decision();
    const raw = JSON.stringify(decision) ?? '';
    if (raw === this.#raw && decision?.decision !== 'denied') return;
    this.#raw = raw;
    this.#order += 1;
    if (decision?.decision === 'denied') {
      this.#newestRefusalClick = Math.max(this.#newestRefusalClick, this.#pending.denied.get(page) ?? 0);
      this.#refusalOrder = this.#order;
    } else if (decision?.decision === 'granted') {
      this.#hasEverGranted = true;
      this.#grantOrder = this.#order;
      const click = this.#pending.granted.get(page) ?? 0;
      if (click < this.#newestRefusalClick) this.#breaks('a refusal was overwritten by an older grant');
      for (const [quiet, since] of this.#quiet) if (since < click) this.#quiet.delete(quiet);
    }
  }

  /** At the moment a request begins. */
  seesStart({ page, url, body }: Exchange): void {
    const what = url.slice(BASE_URL.length);
    const raw = this.#decision();
    // Who said yes, and then no over a record that cannot be read, takes back what in doubt was sent.
    const isInDoubt = what === 'withdraw' && this.#hasSaidYes && this.#wasDamaged;
    if (!this.#hasEverGranted && !isInDoubt) this.#breaks(`P1 ${what} was sent before any yes`);
    if (/withdraw|erase/.test(what)) {
      if (what === 'withdraw' && raw?.decision === 'granted')
        for (const id of namedIn(body))
          if ((this.#postedIds.get(id) ?? 0) > this.#grantOrder)
            this.#breaks('P8 an old withdrawal names what a new yes sent');
      return;
    }
    if (this.#isWaiting()) this.#breaks(`P2 ${what} was sent before a withdrawal that waits`);
    if (raw?.decision === 'denied') this.#breaks(`P2 ${what} was sent after a no`);
    else if (raw?.decision !== 'granted') this.#breaks(`P3 ${what} was sent while the decision cannot be read`);
    if (this.#quiet.has(page)) this.#breaks(`P3 ${what} was sent by a page in which a no was clicked`);
    if (what !== 'events') return;
    const held = this.#heldIds();
    for (const { id, properties } of eventsOf(body)) {
      if (!this.#postedIds.has(id)) this.#postedIds.set(id, this.#order);
      if (!held.has(id)) this.#breaks('P8 an event was sent whose handle is not held');
      if ((this.#tracked.get(properties.items) ?? 0) < this.#refusalOrder)
        this.#breaks('T-58 an event from before a no was sent after it');
      if (this.#forgotten.has(properties.items)) this.#breaks('P8 a forgotten event was sent');
    }
  }

  /** The collector's part: everything is stored at once, and each id once. */
  receive(url: string, body: string): PlayedAnswer {
    if (url.endsWith('consent')) return { status: 201, body: { receipt: 'a.b.c', now: this.#turns.nowMs } };
    if (/withdraw|erase/.test(url)) return this.#erase(url.endsWith('erase') ? 'erasure' : 'withdrawal', body);
    const events = eventsOf(body).filter(({ id }) => !this.#barred.has(id));
    for (const { id, properties } of events) {
      this.#acked.add(id);
      this.#stored.set(id, properties.items);
    }
    const numbers = [...this.#stored.values()];
    if (new Set(numbers).size !== numbers.length) this.#breaks('P10 one event is stored twice');
    return { status: 202, body: { stored: events.length, dropped: [], now: this.#turns.nowMs } };
  }

  #erase(kind: string, body: string): PlayedAnswer {
    // The snippet's own body.
    const { last, tally = '0' } = JSON.parse(body) as PostedRequest;
    const ids = namedIn(body);
    for (const id of ids) {
      this.#barred.add(id);
      this.#stored.delete(id);
    }
    const named = Number(tally) + ids.length;
    const payload = Buffer.from(JSON.stringify({ kind, state: 'final', named })).toString('base64url');
    return { status: 200, body: last ? { certificate: `a.${payload}.c` } : { tally: `${named}` } };
  }

  /** Is a withdrawal or an erasure set aside on the device? */
  #isWaiting(): boolean {
    return this.#disk.peek(nameOf('rights')).some(({ key }) => Array.isArray(key) && key[0] === 'outbox');
  }

  /** When the dust has settled. `wasCalm`: no step of the disk had failed and no time had been skipped. */
  looksAtTheEnd(wasCalm: boolean): void {
    const raw = this.#decision();
    const names = this.#disk.names().map((name) => name.replace(/^askfirst-(\w+)\|.*/, '$1'));
    const rows = this.#disk.peek(nameOf('buffer')).filter(({ key }) => Array.isArray(key));
    const held = this.#heldIds();
    for (const [id, order] of this.#postedIds) {
      if (!held.has(id) && !this.#barred.has(id)) this.#breaks('P8 a handle of a sent event is no longer held');
      // With a damaged record nothing is sent; the visitor's next answer, whatever it is, sets the request going again.
      if (raw?.decision && order < this.#eraseOrder && this.#stored.has(id))
        this.#breaks('P9 an erased event is still there');
    }
    if (this.#isWaiting()) this.#breaks('P8 a request to withdraw or to erase is never sent');
    // A no whose record was lost may have been a fault of the disk; one that was overwritten was not.
    for (const number of this.#stored.values())
      if (raw?.decision && (this.#tracked.get(number) ?? 0) < this.#refusalOrder)
        this.#breaks('P9 a withdrawn event is still there');
    if (!this.#stands(raw)) return;
    if (raw?.decision === 'denied') {
      const left = names.filter((name) => name !== 'decision');
      if (left.length > 0) this.#breaks(`P2 left on the device after a no: ${left.join(', ')}`);
    }
    if (raw?.decision !== 'granted') return;
    if (rows.length > 0) this.#breaks('P11 an event that may be sent is never sent');
    const stored = new Set(this.#stored.values());
    for (const number of this.#recorded) {
      const isDue =
        (this.#tracked.get(number) ?? 0) > Math.max(this.#grantOrder, this.#takenUntil) &&
        !this.#forgotten.has(number) &&
        ![...this.#perhapsForgotten.values()].includes(number);
      if (wasCalm && isDue && raw.purposes?.includes('improve') && !stored.has(number))
        this.#breaks('P11 a recorded event was lost');
    }
  }

  seesTrouble(what: string): void {
    this.#breaks(what);
  }

  /** How many different events ever arrived: a search that sends nothing shows nothing. */
  get arrived(): number {
    return this.#acked.size;
  }

  #heldIds(): ReadonlySet<string> {
    const ids = this.#disk.peek(nameOf('rights')).flatMap(({ key }) => {
      const handle: unknown = Array.isArray(key) && key[0] === 'held' ? key[3] : undefined;
      return handle instanceof Uint8Array ? [createHash('sha256').update(handle).digest('hex').slice(0, 32)] : [];
    });
    return new Set(ids);
  }

  #breaks(what: string): void {
    this.broken.add(what);
  }
}

/** Ids of what is named, computed without the product's code. */
function namedIn(body: string): readonly string[] {
  // The snippet's own body.
  return (JSON.parse(body) as PostedRequest).held.flatMap(({ handles }) =>
    handles.map((handle) => createHash('sha256').update(Buffer.from(handle, 'base64url')).digest('hex').slice(0, 32)),
  );
}

function eventsOf(body: string): readonly PostedEvent[] {
  // The snippet's own body.
  return (JSON.parse(body) as { events: readonly PostedEvent[] }).events;
}
