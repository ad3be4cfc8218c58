import { Locks } from './locks.ts';
import type { Database, Decision, Fault, LockRequest, Message, Post, Row, Steps, Wait } from './protocol.ts';
import type { Witness } from './witness.ts';

/** How long a holder may rely on a lock after asking for it. Shorter than the wait after which a denial takes it. */
export const LEASE_MS = 900;

/** A denial waits so long for its turn, then takes the lock. */
export const STEAL_AFTER_MS = 1_000;

/** Another tab takes over the sending after this. */
export const TAKE_OVER_AFTER_MS = 20_000;

/** What the browser keeps for the site. A database exists from the first write until it is deleted. */
export interface Disk {
  decision: Decision | undefined;
  readonly buffer: Map<string, Row>;
  readonly seen: Set<string>;
  readonly held: Set<string>;
  readonly outbox: Set<string>;
  readonly existing: Set<Database>;
}

/** One call under way in a tab. */
export interface Task {
  readonly tab: number;
  readonly name: string;
  readonly steps: Steps<unknown>;
  wait: Wait | undefined;
  /** Orders the operations on one database: a browser runs them as they were asked for. */
  issued: number;
  outcome: { readonly result: unknown } | { readonly error: string } | undefined;
  /** Its tab has died: what it asked for may still happen, nobody will learn of it. */
  isOrphan: boolean;
}

/** What a page keeps in memory; gone when the tab dies. */
export interface Tab {
  readonly number: number;
  isFrozen: boolean;
  isOnline: boolean;
  /** The last refusal clicked here, 0 if none or answered by a later yes: meanwhile this page records and sends nothing. */
  quietSinceClick: number;
}

/** One browser: disk, locks, two tabs and what runs in them, all at the scheduler's mercy. */
export class Device {
  nowMs = 0;
  readonly disk: Disk = {
    decision: undefined,
    buffer: new Map(),
    seen: new Set(),
    held: new Set(),
    outbox: new Set(),
    existing: new Set(),
  };
  readonly locks = new Locks();
  readonly tabs: readonly Tab[] = [newTab(0), newTab(1)];
  readonly fault: Fault | undefined;
  readonly witness: Witness;
  tasks: Task[] = [];
  posts: Post[] = [];
  #issued = 0;
  #names = 0;

  constructor(fault: Fault | undefined, witness: Witness) {
    this.fault = fault;
    this.witness = witness;
  }

  /** A name that nothing else has. */
  newName(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  /** Runs a call up to its first await, as a click or a page load does. */
  start(tab: Tab, name: string, steps: Steps<unknown>): void {
    const task: Task = {
      tab: tab.number,
      name,
      steps,
      wait: undefined,
      issued: 0,
      outcome: { result: undefined },
      isOrphan: false,
    };
    this.tasks.push(task);
    this.deliver(task);
  }

  /** Can the await of this task come to its end now? */
  isRunnable(task: Task): boolean {
    const { wait } = task;
    if (task.outcome !== undefined || wait === undefined) return false;
    if (wait.kind === 'lock') return this.#isGrantable(wait.request) || this.#hasWaitedEnough(wait.request);
    if (wait.kind === 'answer') return wait.post.answer !== undefined;
    return !this.tasks.some(
      (other) =>
        other.wait?.kind === 'storage' &&
        other.outcome === undefined &&
        other.wait.database === wait.database &&
        other.issued < task.issued,
    );
  }

  #hasWaitedEnough({ askedAtMs, waitsMs = Number.POSITIVE_INFINITY }: LockRequest): boolean {
    return this.nowMs - askedAtMs >= waitsMs;
  }

  /** Ends the await of a task, in the browser's own processes: a frozen tab does not hinder it. */
  run(task: Task, failure?: string): void {
    const { wait } = task;
    if (wait === undefined) return;
    if (wait.kind === 'lock') {
      if (this.#isGrantable(wait.request)) this.locks.grant(wait.request);
      task.outcome = { result: undefined };
    } else if (wait.kind === 'answer') {
      task.outcome = { result: wait.post.answer };
    } else if (failure !== undefined) {
      task.outcome = { error: failure };
    } else {
      task.outcome = { result: wait.run() };
      this.witness.looksAtDisk(this);
    }
    if (task.isOrphan) this.tasks = this.tasks.filter((other) => other !== task);
  }

  /** Hands a task what it waited for, and lets it run to its next await. */
  deliver(task: Task): void {
    const { outcome } = task;
    if (outcome === undefined) return;
    task.outcome = undefined;
    const next = 'error' in outcome ? task.steps.throw(outcome.error) : task.steps.next(outcome.result);
    if (next.done) {
      this.tasks = this.tasks.filter((other) => other !== task);
      return;
    }
    task.wait = next.value;
    this.#issued += 1;
    task.issued = this.#issued;
    if (next.value.kind === 'lock') this.locks.ask(next.value.request);
  }

  /** The process is gone. Operations already asked for happen or not, as `happens` says. */
  kill(tab: Tab, happens: () => boolean): void {
    for (const task of this.tasks.filter((each) => each.tab === tab.number)) {
      const mayHappen = task.outcome === undefined && task.wait?.kind === 'storage' && happens();
      if (mayHappen) task.isOrphan = true;
    }
    this.tasks = this.tasks.filter((task) => task.tab !== tab.number || task.isOrphan);
    this.locks.releaseAll(tab.number);
    Object.assign(tab, newTab(tab.number));
  }

  /** Begins a request, as `fetch` does: at once and without an await. */
  post(tab: Tab, message: Message): Post {
    this.witness.seesPost(this, tab, message);
    const post: Post = { message, tab: tab.number, copies: 1, answer: undefined };
    if (tab.isOnline) this.posts.push(post);
    else post.answer = 'none';
    return post;
  }

  #isGrantable(request: LockRequest): boolean {
    return this.locks.isGrantable(request, (other) => this.holds(other));
  }

  /** May the holder still rely on the lock? Asked without an await before every write and every request. */
  holds(request: LockRequest): boolean {
    return this.fault === 'no-lease' || this.nowMs - request.leaseFromMs < LEASE_MS;
  }

  release(request: LockRequest): void {
    this.locks.release(request);
  }
}

function newTab(number: number): Tab {
  return { number, isFrozen: false, isOnline: true, quietSinceClick: 0 };
}
