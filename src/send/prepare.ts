/**
 * Fixes what of an event is fixed before its first attempt: day, hour, `first` and the flags of `visit.day` (design 5.7).
 * Pure: the seen table comes in and goes out; nothing is written here, so that a preview shows exactly what would be sent.
 */

import type { PropertyValue } from '../../contract/check-event.ts';
import { addDays, addMonths, monthOf, numberOfDay, weekOf } from '../../contract/day.ts';
import { type Digester, toEventId } from '../../contract/handle.ts';
import { MAX_EVENT_AGE_DAYS } from '../../contract/limits.ts';
import type { MetricRule } from '../../contract/metric.ts';
import type { WireEvent } from '../../contract/wire.ts';
import type { BufferedEvent } from '../admit.ts';
import type { Calendar } from '../calendar.ts';

/** What this browser has seen, as keyed hashes, each deleted once no event of its period can be sent any more. */
export interface Seen {
  /** 32 random bytes; without them the hashes say nothing. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** The first day of all. */
  readonly since?: string;
  /** Mark to the last day it is of use. */
  readonly marks: Readonly<Record<string, string>>;
}

/** The metric that carries week, month and age, once a day. */
export const VISIT_DAY = 'visit.day';

/** What preparing needs to know. */
export interface PrepareParts {
  readonly subtle: Digester;
  readonly calendar: Calendar;
  readonly timePrecision: 'day' | 'hour';
  /** By how much the device's clock is behind the collector's. */
  readonly clockOffsetMs: number;
  readonly nowMs: number;
}

/** An event whose day is fixed: it can be sent, now or again, and is always the same. */
export type Fixed<E extends BufferedEvent> = E & { readonly day: string };

/** The event in its final form and the table after it; no event if this browser already sent it for the period. */
export async function prepare<E extends BufferedEvent>(
  event: E,
  rule: MetricRule,
  seen: Seen,
  { subtle, calendar, timePrecision, clockOffsetMs, nowMs }: PrepareParts,
): Promise<{ readonly event: Fixed<E> | undefined; readonly seen: Seen }> {
  // Nothing is recorded in the future, whatever a clock that was set back says.
  const at = calendar(Math.min(event.recordedAtMs, nowMs) + clockOffsetMs);
  const day = event.day ?? at.day;
  const marks = { ...seen.marks };
  const mark = (name: string, lastDay: string): boolean => {
    const isFirst = !marks[name];
    marks[name] = addDays(lastDay, MAX_EVENT_AGE_DAYS);
    return isFirst;
  };

  const text = new TextEncoder().encode(
    JSON.stringify([event.metric, rule.distinct && event.properties[rule.distinct]]),
  );
  const hash = await toEventId(new Uint8Array([...seen.key, ...text]), subtle);
  const first = mark(`${day} ${hash}`, day);
  let properties: Readonly<Record<string, PropertyValue>> = event.properties;
  if (event.metric === VISIT_DAY) {
    if (!first && event.day === undefined) return { event: undefined, seen };
    const flags: Record<string, PropertyValue> = {
      week: mark(`week ${weekOf(day)}`, addDays(weekOf(day), 6)),
      month: mark(`month ${monthOf(day)}`, addDays(addMonths(monthOf(day), 1), -1)),
      age: toAge(numberOfDay(day) - numberOfDay(seen.since ?? day)),
    };
    properties = Object.fromEntries(Object.entries(flags).filter(([name]) => Object.hasOwn(rule.properties, name)));
  }
  const after = { ...seen, since: seen.since ?? day, marks };
  if (event.day !== undefined) return { event: event as Fixed<E>, seen: after };
  return {
    event: {
      ...event,
      properties,
      day,
      ...(timePrecision === 'hour' && { hour: at.hour }),
      ...(first && { first }),
    },
    seen: after,
  };
}

/** The table without the marks that no event can need any more. */
export function withoutOldMarks(seen: Seen, today: string): Seen {
  return { ...seen, marks: Object.fromEntries(Object.entries(seen.marks).filter(([, lastDay]) => lastDay >= today)) };
}

/** How long ago this browser was first seen, in words. The bounds are our choice. */
function toAge(days: number): string {
  if (days < 1) return 'new';
  if (days < 7) return 'week';
  if (days < 31) return 'month';
  return days < 92 ? 'quarter' : 'older';
}

/** The event as it travels: these fields and no others. */
export async function toWire(event: Fixed<BufferedEvent>, subtle: Digester): Promise<WireEvent> {
  const { metric, day, hour, handle, properties, first } = event;
  return {
    metric,
    day,
    ...(hour !== undefined && { hour }),
    id: await toEventId(handle, subtle),
    properties,
    ...(first && { first }),
  };
}
