/** From any value to an event with the shape of the wire. What the registry makes of it is judged afterwards. */

import type { PropertyValue } from '../../contract/check-event.ts';
import { isDay } from '../../contract/day.ts';
import type { WireEvent } from '../../contract/wire.ts';
import { isObjectOf } from './read-json.ts';

const KEYS: ReadonlySet<string> = new Set([
  'metric',
  'day',
  'hour',
  'id',
  'properties',
  'first',
  'session',
  'sequence',
]);

const ID = /^[0-9a-f]{32}$/;

/** The event, or undefined for anything that has another shape: a missing or unknown key, nesting, a number that is none. */
export function parseEvent(value: unknown): WireEvent | undefined {
  if (!isObjectOf(value, KEYS)) return undefined;
  const { metric, day, hour, id, properties, first, session, sequence } = value;
  const fits =
    typeof metric === 'string' &&
    isKnownDay(day) &&
    (hour === undefined || isWhole(hour, 23)) &&
    typeof id === 'string' &&
    ID.test(id) &&
    isFlat(properties) &&
    (first === undefined || first === true) &&
    (session === undefined || (typeof session === 'string' && ID.test(session))) &&
    (sequence === undefined || isWhole(sequence, Number.MAX_SAFE_INTEGER));
  // Just checked, key by key.
  return fits ? (value as unknown as WireEvent) : undefined;
}

/** The id to answer with for an event that is refused: its own where that is one, else nothing of what was sent. */
export function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && ID.test(id) ? id : '';
}

function isFlat(value: unknown): value is Readonly<Record<string, PropertyValue>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const entry of Object.values(value)) {
    const type = typeof entry;
    if (type !== 'string' && type !== 'boolean' && !(type === 'number' && Number.isFinite(entry))) return false;
  }
  return true;
}

function isWhole(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

/** The last day seen, because nearly all events of a minute name the same one. */
let lastDay = '';

function isKnownDay(value: unknown): value is string {
  if (value === lastDay) return lastDay !== '';
  if (!isDay(value)) return false;
  lastDay = value;
  return true;
}
