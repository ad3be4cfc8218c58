/** What the model's parts say to each other. A task is a generator; each `yield` is an await of the protocol. */

/** Names of the databases, and of the queues in which their operations run. */
export type Database = 'decision' | 'buffer' | 'seen' | 'rights';

/** A purpose a visitor can grant. Two are enough for one to be refused. */
export type Purpose = 'improve' | 'research';

/** What the decision database holds. `click` is the model's own mark of the visitor's act; the product stores no such thing. */
export type Decision =
  | { readonly state: 'denied'; readonly untilMs: number; readonly click: number }
  | {
      readonly state: 'granted';
      readonly untilMs: number;
      readonly click: number;
      readonly epoch: string;
      readonly purposes: readonly Purpose[];
      /** The collector has confirmed the grant. */
      readonly receipt: boolean;
    }
  | { readonly state: 'unreadable' };

/** An event that waits. `name` stands for the occurrence, whatever identity is sent for it. */
export interface Row {
  readonly name: string;
  readonly purpose: Purpose;
  readonly epoch: string | undefined;
  readonly handle: string;
  readonly prepared: boolean;
  readonly first: boolean;
}

/** Wrong protocols, each with one thing left out; the checks must catch every one. */
export type Fault =
  | 'records-without-the-lock'
  | 'sends-without-reading-again'
  | 'posts-before-held'
  | 'new-handle-for-each-attempt'
  | 'old-grant-may-be-written'
  | 'receipt-written-without-the-lock'
  | 'lease-counted-from-the-callback'
  | 'no-lease'
  | 'leaves-the-queue-to-steal'
  | 'grant-forgets-the-withdrawal'
  | 'unreadable-counts-as-undecided'
  | 'forget-without-the-lock'
  | 'answers-before-the-commit'
  | 'bars-only-what-it-knows'
  | 'looks-for-tombstones-on-arrival'
  | 'opens-before-the-replay';

/** What travels from a tab to the collector. */
export type Message =
  | { readonly kind: 'consent'; readonly epoch: string }
  | { readonly kind: 'events'; readonly events: readonly SentEvent[] }
  | { readonly kind: 'withdraw'; readonly handles: readonly string[] };

/** An event as the collector sees it: `id` and `first`. The others are the model's own marks. */
export interface SentEvent {
  readonly id: string;
  readonly first: boolean;
  readonly name: string;
  readonly epoch: string | undefined;
  readonly purpose: Purpose;
}

/** What comes back: done, refused for now, or nothing at all. */
export type Answer = 'done' | 'later' | 'none';

/** One await. The scheduler runs it at a moment of its choice, and hands the result on at another. */
export type Wait =
  | { readonly kind: 'storage'; readonly database: Database; readonly what: string; run(): unknown }
  | { readonly kind: 'lock'; readonly request: LockRequest }
  | { readonly kind: 'answer'; readonly post: Post };

/** A wish for a lock, and, once granted, its hold. */
export interface LockRequest {
  readonly name: 'decision' | 'send';
  readonly shared: boolean;
  readonly tab: number;
  /** Takes the lock at once from whoever holds it. */
  readonly steals: boolean;
  /** After this long its task is told that it still waits. */
  readonly waitsMs: number | undefined;
  readonly askedAtMs: number;
  /** Since when its holder may rely on it; the product's clock starts with the request. */
  leaseFromMs: number;
  state: 'waiting' | 'held' | 'stolen' | 'released';
}

/** A request on the wire, and what its sender will learn of it. */
export interface Post {
  readonly message: Message;
  readonly tab: number;
  /** Copies that may still arrive. */
  copies: number;
  answer: Answer | undefined;
}

/** The steps of one call, one `yield` for each await. */
export type Steps<Result = void> = Generator<Wait, Result, unknown>;
