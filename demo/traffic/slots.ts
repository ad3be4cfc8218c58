/**
 * The calendar of a run. Clocks of pages and collector move together from one slot to the next; within a slot they run.
 * It crosses midnight of the site (not of UTC), a week's end and a month's end, so that every kind of new
 * visitor occurs: of day, week, month, and of neither.
 */

/** Two hours ahead of UTC in winter, so that a mistake between the site's day and UTC's shows. */
export const TIME_ZONE = 'Europe/Athens';

/** Fewest browsers behind a figure; the smallest a configuration may ask for. */
export const K_THRESHOLD = 5;

/** Times at which visitors come, oldest first. The comment says the site's own day and time. */
export const SLOTS: readonly string[] = [
  '2026-11-26T09:00:00Z', // Thursday 26 November, 11:00
  '2026-11-26T20:00:00Z', // Thursday 26 November, 22:00
  '2026-11-26T22:20:00Z', // Friday 27 November, 00:20
  '2026-11-27T08:00:00Z', // Friday 27 November, 10:00
  '2026-11-30T10:00:00Z', // Monday 30 November, 12:00: a new week
  '2026-12-01T09:00:00Z', // Tuesday 1 December, 11:00: a new month
];

/** Names for the slots that visits of the scenarios are written with. */
export const SLOT = { thursday: 0, thursdayEvening: 1, afterMidnight: 2, friday: 3, monday: 4, tuesday: 5 } as const;

/** Days that have not closed when the last visitor has gone: their numbers may only be lower bounds. */
export const OPEN_AT_THE_END = ['2026-11-30', '2026-12-01'] as const;

/** When every day that is reported, and of every week it touches, has closed: three days after its end. */
export const AFTERWARDS = '2027-01-10T09:00:00Z';

/** First and last day that the reports are asked for: whole months around the run. */
export const REPORTED = { from: '2026-11-01', to: '2026-12-31' } as const;
