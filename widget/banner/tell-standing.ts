/** What stands now, for a visitor who opens the choice again or has agreed to less than is asked for. */

import type { Status, WaitingEvent, WidgetHost } from '../../src/api.ts';
import { element } from './element.ts';
import { fill } from './fill.ts';
import { tellWaiting, toLocale } from './tell-waiting.ts';

/** What is told of it, and the list of what is asked for anew. */
export interface Told {
  readonly standing: string;
  readonly changes?: Element;
}

/** The answer that stands, the signal that stands for one, or that there is none and what waits for it. */
export function tellStanding(
  host: Pick<WidgetHost, 'texts' | 'agreedScope'>,
  status: Status,
  rows: readonly WaitingEvent[],
): Told {
  const { texts, agreedScope } = host;
  const { language, widget } = texts;
  const locale = toLocale(language);
  // A signal is not stored: it was honoured when this page was loaded (UI-B6).
  if (status.reason.startsWith('signal')) {
    const loaded = new Date(performance.timeOrigin);
    const time = loaded.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
    return { standing: fill(widget.signal, { time }) };
  }
  const { people } = widget;
  if (people && status.reason === 'organisation-off') return { standing: people.organisationOff };
  if (people && status.reason === 'no-standing-yes') return { standing: people.noStandingYes };
  if (status.decision === 'undecided') return { standing: `${widget.undecided} ${tellWaiting(texts, rows)}` };
  // A no that could not be stored has no day: it was said in this page. A calendar day has no time zone; reading and
  // writing it in the same one keeps it as it is.
  const day = new Date(status.decidedOn ?? performance.timeOrigin).toLocaleDateString(locale, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  const purposes = status.purposes.map((name) => texts.purposes[name]?.title ?? name).join(', ');
  const standing = fill(status.decision === 'granted' ? widget.standingYes : widget.standingNo, { day, purposes });
  const news = texts.changes?.filter(({ scope }) => agreedScope && scope > agreedScope);
  if (!news?.[0]) return { standing };
  const changes = element('ul', {}, ...news.map(({ text }) => element('li', {}, text)));
  return { standing: `${standing} ${widget.changed}`, changes };
}
