/** The bodies of design 6, as both ends read and write them. Whole words: a visitor in DevTools needs no manual. */

import type { PropertyValue } from './check-event.ts';
import type { DropCounts, DropReason } from './drop-reasons.ts';

/** One event as it travels. Nothing else of an event leaves the device. */
export interface WireEvent {
  readonly metric: string;
  /** In the site's time zone, `2026-11-21`. */
  readonly day: string;
  /** 0 to 23, only with `timePrecision: hour`. */
  readonly hour?: number;
  /** First 16 bytes of SHA-256(handle), lower-case hex. */
  readonly id: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** This browser's first of the day for this metric and its distinct value. */
  readonly first?: true;
  /** Random, 32 hex digits; only for metrics with `linkage: session`. */
  readonly session?: string;
  /** 0, 1, 2 … within the session. */
  readonly sequence?: number;
}

/** Body of `POST events`. */
export interface EventsRequest {
  readonly version: 1;
  readonly scope: number;
  readonly purposes: readonly string[];
  readonly pass?: string;
  readonly events: readonly WireEvent[];
  /** Events dropped on the device since the last report of them. */
  readonly drops?: DropCounts;
}

/** Body of the 202 to `POST events`. It answers for every id of the batch: dropped, or stored (now or earlier). */
export interface EventsAnswer {
  readonly stored: number;
  readonly dropped: readonly { readonly id: string; readonly reason: DropReason }[];
  /** The collector's clock, milliseconds since 1970 (UTC). */
  readonly now: number;
}

/** Where a choice was made. */
export type ConsentMethod = 'banner' | 'centre' | 'api';

/** Body of `POST consent`. Only a yes is ever posted by an anonymous visitor. */
export interface ConsentRequest {
  readonly version: 1;
  readonly purposes: readonly string[];
  readonly scope: number;
  /** Digest of the words shown: `notice` of the texts file. */
  readonly notice: string;
  readonly language: string;
  readonly method: ConsentMethod;
  /** Were events recorded before the decision sent along? */
  readonly includesEarlier: boolean;
  /** SHA-256 of the receipt secret, base64url. */
  readonly receiptKey: string;
}

/** Body of the 201 to `POST consent`. */
export interface ConsentAnswer {
  /** A JWS in compact form. */
  readonly receipt: string;
  readonly now: number;
}

/** An RFC 9457 problem document. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
}
