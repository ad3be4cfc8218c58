/** Judges a batch event by event (design 7): what may be stored, and why the rest may not. Pure; knows no store. */

import { checkEvent } from '../../contract/check-event.ts';
import type { DropReason } from '../../contract/drop-reasons.ts';
import { MAX_EVENT_BYTES } from '../../contract/limits.ts';
import type { Registry } from '../../contract/metric.ts';
import type { EventsAnswer, WireEvent } from '../../contract/wire.ts';
import { type ClockWindow, isInWindow } from './clock-window.ts';
import type { Batch } from './parse-batch.ts';
import { idOf, parseEvent } from './parse-event.ts';

/** What judging rests on. */
export interface Rules {
  readonly registry: Registry;
  readonly timePrecision: 'day' | 'hour';
  readonly window: ClockWindow;
}

/** The batch, divided. Together they answer for every event. */
export interface Judged {
  /** Each id once. */
  readonly accepted: readonly WireEvent[];
  readonly dropped: EventsAnswer['dropped'];
}

/** @param rules the registry in force and the window of the moment */
export function judge(batch: Batch, rules: Rules): Judged {
  const accepted = new Map<string, WireEvent>();
  const dropped: { id: string; reason: DropReason }[] = [];
  for (const value of batch.events) {
    const event = parseEvent(value);
    const reason = event ? reasonAgainst(event, batch, rules) : 'event-malformed';
    if (reason !== undefined) dropped.push({ id: idOf(value), reason });
    // An id that comes twice in one batch is one event (T-101).
    else if (event && !accepted.has(event.id)) accepted.set(event.id, event);
  }
  return { accepted: [...accepted.values()], dropped };
}

/** The first reason against it, in the order of design 7. */
function reasonAgainst(event: WireEvent, batch: Batch, rules: Rules): DropReason | undefined {
  const { registry, window } = rules;
  if (isTooLarge(event)) return 'too-large';
  const verdict = checkEvent(event, registry, window.today);
  if (!verdict.ok && verdict.reason !== 'property-not-allowed') return verdict.reason;
  const rule = registry.metrics[event.metric];
  if (!rule) return 'not-in-registry';
  if (rule.since > batch.scope) return 'not-in-agreed-scope';
  if (!batch.purposes.has(rule.purpose)) return 'purpose-not-granted';
  if (!verdict.ok) return verdict.reason;
  // A session on a metric that was not reviewed for it would join a browser's events (P7).
  const isSession = event.session !== undefined || event.sequence !== undefined;
  if (isSession && rule.linkage !== 'session') return 'event-malformed';
  if (event.hour !== undefined && rules.timePrecision !== 'hour') return 'event-malformed';
  return isInWindow(event, window) ? undefined : 'outside-clock-window';
}

/** Few characters cannot be many bytes, so most events are spared the measuring. */
function isTooLarge(event: WireEvent): boolean {
  let characters = event.metric.length + 200;
  for (const [name, value] of Object.entries(event.properties)) {
    characters += name.length + (typeof value === 'string' ? value.length : 24) + 8;
  }
  // JSON writes a UTF-16 unit in at most 6 bytes.
  return characters * 6 > MAX_EVENT_BYTES && Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES;
}
