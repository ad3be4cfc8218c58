/** The sentence of design 5.4: how much waits, since when, and what becomes of it. */

import type { SiteTexts } from '../../contract/texts.ts';
import type { WaitingEvent } from '../../src/api.ts';
import { fill } from './fill.ts';

/** What waits, in one sentence. */
export function tellWaiting({ language, widget }: SiteTexts, rows: readonly WaitingEvent[]): string {
  const n = rows.length;
  if (!n) return widget.waitingNone;
  const sinceMs = Math.min(...rows.map((row) => row.recordedAtMs));
  return fill(n > 1 ? widget.waitingMany : widget.waitingOne, { n, time: toTime(sinceMs, language) });
}

/** An instant of the last 24 hours as the visitor's clock shows it. Nothing undecided waits longer, so no date is needed. */
export function toTime(atMs: number, language: string): string {
  // "2:35 PM" stays on one line.
  return new Date(atMs).toLocaleTimeString(toLocale(language), { timeStyle: 'short' }).replace(' ', '\u00a0');
}

/** The visitor's own form of a language, so that somebody who reads `en-GB` is told "14:35" and not "2:35 PM". */
export function toLocale(language: string): string {
  return navigator.languages.find((wished) => wished.startsWith(`${language}-`)) ?? language;
}
