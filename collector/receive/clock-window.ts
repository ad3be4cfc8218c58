/** Which days, and on sites that keep them which hours, an event may name now (design 5.5). */

import { addDays, dayAndHour } from '../../contract/day.ts';
import { MAX_CLOCK_LEAD_MS, MAX_EVENT_AGE_DAYS } from '../../contract/limits.ts';

/** The window at one instant. Days compare as text. */
export interface ClockWindow {
  readonly today: string;
  readonly oldestDay: string;
  readonly newestDay: string;
  /** On the newest day, the last hour. */
  readonly newestHour: number;
}

/** Every time zone in use differs from UTC by a multiple of this, so the window only moves at its edges. */
const STEP_MS = 15 * 60 * 1000;

/**
 * Tells the window for an instant, working it out once per quarter of an hour: asking Intl costs more than
 * everything else that is done to an event.
 */
export function createClockWindow(timeZone: string): (nowMs: number) => ClockWindow {
  let step = Number.NaN;
  let window: ClockWindow | undefined;
  return (nowMs) => {
    const nowStep = Math.floor(nowMs / STEP_MS);
    if (window === undefined || nowStep !== step) {
      const today = dayAndHour(nowMs, timeZone).day;
      const ahead = dayAndHour(nowMs + MAX_CLOCK_LEAD_MS, timeZone);
      window = {
        today,
        oldestDay: addDays(today, -MAX_EVENT_AGE_DAYS),
        newestDay: ahead.day,
        newestHour: ahead.hour,
      };
      step = nowStep;
    }
    return window;
  };
}

/** Does the day, with the hour if there is one, lie in the window? */
export function isInWindow(event: { readonly day: string; readonly hour?: number }, window: ClockWindow): boolean {
  if (event.day < window.oldestDay || event.day > window.newestDay) return false;
  return event.hour === undefined || event.day < window.newestDay || event.hour <= window.newestHour;
}
