import type { Answer, Fault, Post, SentEvent } from './protocol.ts';

/** The collector: what is on its disk survives a crash, what is in its hands does not. */
export class Collector {
  /** On disk: event id → what was stored for it. */
  stored = new Map<string, SentEvent>();
  barred = new Set<string>();
  consents = new Set<string>();
  isReady = true;
  #backup = new Map<string, SentEvent>();
  readonly #fault: Fault | undefined;
  readonly #onAck: (events: readonly SentEvent[]) => void;
  /** In its hands: requests it has read and not yet committed. */
  #arrived: { readonly post: Post; readonly steps: Generator<undefined, Answer> }[] = [];

  constructor(fault: Fault | undefined, onAck: (events: readonly SentEvent[]) => void) {
    this.#fault = fault;
    this.#onAck = onAck;
  }

  get isBusy(): boolean {
    return this.#arrived.length > 0;
  }

  arrive(post: Post): void {
    if (!this.isReady) {
      post.answer ??= 'later';
      return;
    }
    this.#arrived.push({ post, steps: this.#handle(post) });
  }

  /** One durable step of one request; the answer leaves after the last. */
  step(index: number): void {
    const arrived = this.#arrived[index % this.#arrived.length];
    if (arrived === undefined) return;
    const result = arrived.steps.next();
    if (!result.done) return;
    this.#answer(arrived.post, result.value);
    this.#arrived = this.#arrived.filter((other) => other !== arrived);
  }

  #answer(post: Post, answer: Answer): void {
    post.answer ??= answer;
    if (answer === 'done' && post.message.kind === 'events') this.#onAck(post.message.events);
  }

  crash(): void {
    // The sender sees a broken connection, unless it already has its answer.
    for (const { post } of this.#arrived) post.answer ??= 'none';
    this.#arrived = [];
  }

  backUp(): void {
    this.#backup = new Map(this.stored);
  }

  /** Yesterday's events come back. Tombstones lie in a file of their own and stay as they are. */
  restore(): void {
    this.crash();
    this.stored = new Map(this.#backup);
    this.isReady = this.#fault === 'opens-before-the-replay';
  }

  replayTombstones(): void {
    if (this.isReady) return;
    for (const id of this.barred) this.stored.delete(id);
    this.isReady = true;
  }

  *#handle(post: Post): Generator<undefined, Answer> {
    const { message } = post;
    if (message.kind === 'consent') {
      yield;
      this.consents.add(message.epoch);
      return 'done';
    }
    if (message.kind === 'events') {
      const barredOnArrival = new Set(this.barred);
      if (this.#fault === 'answers-before-the-commit') this.#answer(post, 'done');
      yield;
      const barred = this.#fault === 'looks-for-tombstones-on-arrival' ? barredOnArrival : this.barred;
      for (const event of message.events)
        if (!barred.has(event.id) && !this.stored.has(event.id)) this.stored.set(event.id, event);
      return 'done';
    }
    const ids = message.handles.map(idOf);
    yield;
    // Durable before anything is deleted; ids never seen are barred too, since their batch may still be on its way.
    for (const id of ids) if (this.#fault !== 'bars-only-what-it-knows' || this.stored.has(id)) this.barred.add(id);
    yield;
    for (const id of ids) this.stored.delete(id);
    return 'done';
  }
}

/** Stands for the hash of a handle. */
export function idOf(handle: string): string {
  return `id of ${handle}`;
}
