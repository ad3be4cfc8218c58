/**
 * The week of a run: the clocks of pages, app and collector stand still, and move together from one moment to the next. The
 * site's summer time began the day before, so no UTC hour is its own; the month ends on Wednesday; evenings last until after UTC's.
 */

/** Monday to Friday, as the site's own calendar has them. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** Of the forge's own configuration. */
export const TIME_ZONE = 'Europe/Lisbon';

const MONDAY_AT = Date.parse('2027-03-29T00:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

/** Times of a day in UTC. `afternoon` and `night` lie two hours, which are two periods of a pass, after the moment before. */
const TIMES = {
  early: '07:20:00',
  morning: '07:50:00',
  later: '07:50:40',
  noon: '11:20:00',
  afternoon: '13:20:00',
  evening: '21:50:00',
  night: '23:50:00',
} as const;

/** Names a time of a day. */
export type TimeName = keyof typeof TIMES;

/** Names a moment of the week. */
export type MomentName = `${(typeof WEEKDAYS)[number]} ${TimeName}`;

/** When everybody who does something at this moment does it. */
export interface Moment {
  readonly name: MomentName;
  readonly atMs: number;
}

/** How far the clocks move on after each moment, so that whatever waits for its time in a page has had it. Our choice. */
export const AFTERWARDS_MS = 5_000;

/** All of them, in order. */
export const MOMENTS: readonly Moment[] = WEEKDAYS.flatMap((day, number) =>
  // `Object.entries` forgets which keys an object has.
  (Object.entries(TIMES) as [TimeName, string][]).map(([time, clock]) => ({
    name: `${day} ${time}` as const,
    atMs: MONDAY_AT + number * DAY_MS + Date.parse(`1970-01-01T${clock}Z`),
  })),
);
