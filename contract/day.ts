/** Days as text, `2026-11-21`, in the site's time zone. Pure arithmetic on the calendar; no clock. */

const DAY_MS = 86_400_000;

/** The day and hour (0 to 23) of an instant in a time zone (IANA name). Throws RangeError for an unknown zone. */
export function dayAndHour(atMs: number, timeZone: string): { day: string; hour: number } {
  // The Swedish locale writes ISO 8601 order: "2026-11-21 14".
  const text = new Intl.DateTimeFormat('sv', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).format(atMs);
  return { day: text.slice(0, 10), hour: Number(text.slice(11, 13)) };
}

/** Is this a calendar day, written `YYYY-MM-DD`? `2026-02-30` is not. */
export function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && dayOfNumber(numberOfDay(value)) === value;
}

/** Days since 1970-01-01. NaN for what is no day. */
export function numberOfDay(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

/** The inverse of `numberOfDay`; an empty string for NaN. */
export function dayOfNumber(number: number): string {
  return Number.isNaN(number) ? '' : new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The day `days` later (or earlier, if negative). */
export function addDays(day: string, days: number): string {
  return dayOfNumber(numberOfDay(day) + days);
}

/** The same date `months` later, at most the last day of that month: 2026-08-31 and 6 give 2027-02-28. */
export function addMonths(day: string, months: number): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months + 1, 0);
  const lastOfMonth = first.toISOString().slice(0, 10);
  return lastOfMonth.slice(8) < day.slice(8) ? lastOfMonth : lastOfMonth.slice(0, 8) + day.slice(8);
}

/** The Monday that begins the day's week (ISO 8601). */
export function weekOf(day: string): string {
  const number = numberOfDay(day);
  // 1970-01-01 was a Thursday.
  return dayOfNumber(number - ((number + 3) % 7));
}

/** The first day of the day's month. */
export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}
