/** What stands now, for a visitor who opens the choice again. */

import type { Status, WaitingEvent, WidgetHost } from '../../src/api.ts';
import { fill } from './fill.ts';
import { tellWaiting, toLocale } from './tell-waiting.ts';

/** The answer that stands, the signal that stands for one, or that there is none and what waits for it. */
export function tellStanding({ texts }: WidgetHost, status: Status, rows: readonly WaitingEvent[]): string {
  const { language, widget } = texts;
  const locale = toLocale(language);
  // A signal is not stored: it was honoured when this page was loaded (UI-B6).
  if (status.reason.startsWith('signal')) {
    const loaded = new Date(performance.timeOrigin);
    return fill(widget.signal, { time: loaded.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' }) });
  }
  if (status.decision === 'undecided') return `${widget.undecided} ${tellWaiting(texts, rows)}`;
  // A no that could not be stored has no day: it was said in this page. A calendar day has no time zone; reading and
  // writing it in the same one keeps it as it is.
  const day = new Date(status.decidedOn ?? performance.timeOrigin).toLocaleDateString(locale, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  const purposes = status.purposes.map((name) => texts.purposes[name]?.title ?? name).join(', ');
  return fill(status.decision === 'granted' ? widget.standingYes : widget.standingNo, { day, purposes });
}
