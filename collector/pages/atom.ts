/** A feed in Atom (RFC 4287). */

import { PAGE_HEADERS, type PageAnswer } from './document.ts';
import { html } from './html.ts';

/** One entry. Its id never changes and its day is the day of what it tells. */
export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly day: string;
  readonly text: string;
}

/** A feed; `address` is its own, `page` what it is about. */
export interface FeedParts {
  readonly address: string;
  readonly page: string;
  readonly title: string;
  readonly author: string;
  /** Day of the newest change where there is no entry. */
  readonly fallbackDay: string;
  readonly entries: readonly FeedEntry[];
}

/** The feed as an answer, newest entry first. */
export function toFeed({ address, page, title, author, fallbackDay, entries }: FeedParts): PageAnswer {
  const sorted = entries.toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom">
<id>${address}</id>
<title>${title}</title>
<updated>${toInstant(sorted[0]?.day ?? fallbackDay)}</updated>
<author><name>${author}</name></author>
<link rel="self" type="application/atom+xml" href="${address}"/>
<link rel="alternate" type="text/html" href="${page}"/>
${sorted.map(
  (entry) => html`<entry>
<id>${address}#${encodeURIComponent(entry.id)}</id>
<title>${entry.title}</title>
<updated>${toInstant(entry.day)}</updated>
<content type="text">${entry.text}</content>
</entry>
`,
)}</feed>
`;
  return {
    status: 200,
    headers: { ...PAGE_HEADERS, 'Content-Type': 'application/atom+xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="utf-8"?>\n${feed}`,
  };
}

function toInstant(day: string): string {
  return `${day}T00:00:00Z`;
}
