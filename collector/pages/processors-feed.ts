/** processors.atom: who processes data for the site, as a feed (RFC 4287), so that a change is noticed. */

import { PAGE_HEADERS, type PageAnswer } from './document.ts';
import type { Facts } from './facts.ts';
import { type Html, html } from './html.ts';

/** One entry for each beginning and each end, newest first. */
export function toProcessorsFeed({ site, configuration, scope }: Facts): PageAnswer {
  const { controller, processors } = configuration;
  const changes = processors
    .flatMap((processor) => [
      { ...processor, day: processor.since, change: 'added' },
      ...(processor.until ? [{ ...processor, day: processor.until, change: 'removed' }] : []),
    ])
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  const updated = changes[0]?.day ?? scope?.date ?? '1970-01-01';
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom">
<id>${site.name}/processors.atom</id>
<title>Processors of ${controller.name}</title>
<updated>${toInstant(updated)}</updated>
<author><name>${controller.name}</name></author>
<link rel="self" type="application/atom+xml" href="${site.name}/processors.atom"/>
<link rel="alternate" type="text/html" href="${site.name}/privacy#GL-18"/>
${changes.map(({ name, role, country, contract, day, change }): Html => {
  const text = `${name} (${role}, ${country}) was ${change} on ${day}.${contract ? ` Contract: ${contract}` : ''}`;
  return html`<entry>
<id>${site.name}/processors.atom#${encodeURIComponent(`${name} ${change} ${day}`)}</id>
<title>${name} ${change}</title>
<updated>${toInstant(day)}</updated>
<content type="text">${text}</content>
</entry>
`;
})}</feed>
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
