/**
 * Fixes what of an event is fixed before its first attempt: day, hour, `first` and the flags of `visit.day` (design 5.7).
 * The seen table comes in and goes out of `prepare`, which writes nothing, so that a preview shows exactly what would be sent.
 */

import type { PropertyValue } from '../../contract/check-event.ts';
import { numberOfDay } from '../../contract/day.ts';
import { toEventId } from '../../contract/handle.ts';
import type { MetricRule } from '../../contract/metric.ts';
import type { WireEvent } from '../../contract/wire.ts';
import type { BufferedEvent } from '../admit.ts';
import { type Database, read, update } from '../buffer/database.ts';
import type { Device } from '../device.ts';
import { toJson } from '../to-json.ts';

/** What this browser has seen, as keyed hashes, each deleted once no event of its period can be sent any more. */
export interface Seen {
  /** 32 random bytes; without them the hashes say nothing. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** The first day of all. */
  readonly since?: string;
  /** Mark to the number of the last day it is of use. */
  readonly marks: Readonly<Record<string, number>>;
}

/** Where the table lies. */
export const SEEN_KEY = 'seen';

/** The seen table; a new one, not stored yet, where there is none. */
export async function readSeen({ random }: Device, { existing }: Database): Promise<Seen> {
  return (await read(existing, SEEN_KEY)) ?? { key: random(32), marks: {} };
}

/** Stores the table without the marks that no event can need any more. Only inside the decision lock. */
export function writeSeen({ today }: Device, { writing }: Database, seen: Seen): Promise<void> {
  const marks = Object.fromEntries(Object.entries(seen.marks).filter(([, last]) => last >= numberOfDay(today())));
  return update(writing, SEEN_KEY, () => ({ ...seen, marks }));
}

/** The table without what it has gained since, if it is still the same one. */
export function takeBack(now: Seen, before: Seen | undefined): Seen {
  if (before && String(now.key) !== String(before.key)) return now;
  return { ...now, marks: before?.marks ?? {} };
}

/** The metric that carries week, month and age, once a day. */
export const VISIT_DAY = 'visit.day';

/** An event whose day is fixed: it can be sent, now or again, and is always the same. */
export type Fixed<E extends BufferedEvent> = E & { readonly day: string };

/** What is to be fixed, by which rule, after what was seen. */
export interface PrepareInput<E extends BufferedEvent> {
  readonly event: E;
  readonly rule: MetricRule;
  readonly seen: Seen;
  /** By how much the device's clock is behind the collector's. */
  readonly clockOffsetMs: number;
}

/** The table after the event, and the event in its final form; none if this browser already sent it for the period. */
export async function prepare<E extends BufferedEvent>(
  { now, calendar, subtle, site }: Device,
  { event, rule, seen, clockOffsetMs }: PrepareInput<E>,
): Promise<readonly [seen: Seen, event?: Fixed<E>]> {
  const { metric, recordedAtMs } = event;
  let { properties } = event;
  // Nothing is recorded in the future, whatever a clock that was set back says.
  const at = calendar(Math.min(recordedAtMs, now()) + clockOffsetMs);
  const day = event.day ?? at.day;
  const number = numberOfDay(day);
  const marks = { ...seen.marks };
  /** True the first time. An event may be sent up to three days after its period, whose end lies so many days ahead. */
  const mark = (name: string, days: number): boolean => {
    const isFirst = !marks[name];
    marks[name] = number + days + 3;
    return isFirst;
  };

  const text = toJson([metric, rule.distinct && properties[rule.distinct]]);
  const hash = await toEventId(new Uint8Array([...seen.key, ...new TextEncoder().encode(text)]), subtle);
  const first = mark(day + hash, 0);
  const since = seen.since ?? day;
  if (metric === VISIT_DAY) {
    const days = number - numberOfDay(since);
    const flags: Record<string, PropertyValue> = {
      // Weeks begin on Monday (ISO 8601), and 1970-01-01 was a Thursday.
      week: mark(`week ${Math.floor((number + 3) / 7)}`, 6),
      month: mark(`month ${day.slice(0, 7)}`, 30),
      // How long ago this browser was first seen. The bounds are our choice.
      age: days < 1 ? 'new' : days < 7 ? 'week' : days < 31 ? 'month' : days < 92 ? 'quarter' : 'older',
    };
    properties = Object.fromEntries(Object.entries(flags).filter(([name]) => rule.properties[name]));
  }
  const after = { ...seen, since, marks };
  // Fixed before: the record is immutable, only the marks are made again.
  if (event.day) return [after, event as Fixed<E>];
  if (!first && metric === VISIT_DAY) return [seen];
  const hour = site.timePrecision === 'hour' && { hour: at.hour };
  return [after, { ...event, properties, day, ...hour, ...(first && { first }) }];
}

/** The event as it travels: these fields and no others. */
export async function toWire(
  { subtle }: Device,
  event: Fixed<BufferedEvent>,
  { linkage }: MetricRule,
): Promise<WireEvent> {
  const { metric, day, hour, handle, properties, first, session, sequence } = event;
  const id = await toEventId(handle, subtle);
  return {
    metric,
    day,
    ...(hour !== undefined && { hour }),
    id,
    properties,
    ...(first && { first }),
    // Whatever a row says: only a review lets events be joined (P7).
    ...(linkage === 'session' && session && sequence !== undefined && { session, sequence }),
  };
}
