/** Days and hours in the site's time zone, cheap enough to ask for every event. */

import { dayAndHour } from '../contract/day.ts';

/** The day and hour of an instant. */
export type Calendar = (atMs: number) => { readonly day: string; readonly hour: number };

/** Every time zone's offset is a multiple of this, so within one such span day and hour do not change. */
const SPAN_MS = 15 * 60 * 1000;

/** Remembers the last answer: making a formatter costs some 50 µs, a third of what an event may cost in all. */
export function createCalendar(timeZone: string): Calendar {
  let lastSpan: number;
  let last: { day: string; hour: number };
  return (atMs) => {
    const span = Math.floor(atMs / SPAN_MS);
    if (span !== lastSpan) {
      last = dayAndHour(atMs, timeZone);
      lastSpan = span;
    }
    return last;
  };
}
