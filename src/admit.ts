/** The first door: what is recorded or found in storage comes in, a `BufferedEvent` or a drop reason goes out. Knows nothing of grants. */

import { checkEvent, type RecordedEvent } from '../contract/check-event.ts';
import type { DropReason } from '../contract/drop-reasons.ts';
import { HANDLE_BYTES, MAX_EVENT_BYTES } from '../contract/limits.ts';
import type { Registry } from '../contract/metric.ts';
import { isDayText } from './decision/decision.ts';
import { toJson } from './to-json.ts';

declare const buffered: unique symbol;

/** What the device adds to an event while it waits. */
export interface Waiting {
  /** Random, kept on this device only (design 2). */
  readonly handle: Uint8Array<ArrayBuffer>;
  /** By the device's clock. */
  readonly recordedAtMs: number;
  /** Epoch of the grant it was recorded under; none while undecided. */
  readonly epoch?: string;
  /** Fixed before the first attempt, together with `hour` and `first`; the record is immutable from then on. */
  readonly day?: string;
  readonly hour?: number;
  readonly first?: true;
  /** Random, 32 hex digits, the same within a visit; and 0, 1, 2 … in it. Only for metrics reviewed with `linkage: session`. */
  readonly session?: string;
  readonly sequence?: number;
}

/** An event of the registry, recorded while not denied. Only this file makes one; only these can be buffered. */
export type BufferedEvent = RecordedEvent & Waiting & { readonly [buffered]: true };

/** Size of text in UTF-8 bytes (T-53: an emoji is four). */
export function sizeInBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Admits what the page recorded: `not-in-registry`, `metric-expired`, `property-not-allowed`, `not-asked-yet` (sensitive before a yes) or `too-large` keep it out. */
export function admit(
  event: RecordedEvent & Waiting,
  registry: Registry,
  today: string,
): { readonly event: BufferedEvent; readonly bytes: number } | { readonly dropped: DropReason } {
  const verdict = checkEvent(event, registry, today);
  if (!verdict.ok) return { dropped: verdict.reason };
  // Sensitive data is not even kept on the device before a yes (design 10).
  if (verdict.rule.category === 'sensitive' && !event.epoch) return { dropped: 'not-asked-yet' };
  const bytes = sizeInBytes(toJson(event.properties)) + 200;
  if (bytes > MAX_EVENT_BYTES) return { dropped: 'too-large' };
  // The check above is what the brand stands for.
  return { event: event as BufferedEvent, bytes };
}

/** Admits what was stored, if it still has the shape we store (T-15); the registry judges it again before it is sent. */
export function readmit(stored: unknown): BufferedEvent | undefined {
  // Read as the shape it should have; every field is looked at before it is used.
  const row = stored as Partial<BufferedEvent> | undefined;
  if (
    typeof row?.metric !== 'string' ||
    !(row.handle instanceof Uint8Array) ||
    row.handle.length !== HANDLE_BYTES ||
    !Number.isFinite(row.recordedAtMs) ||
    !(row.properties instanceof Object) ||
    (row.day && !isDayText(row.day))
  )
    return undefined;
  return row as BufferedEvent;
}
