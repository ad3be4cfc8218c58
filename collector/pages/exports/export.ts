/** A document for the controller's own files: headings and paragraphs, as a page to print and as data. */

import { type PageAnswer, toPage } from '../document.ts';
import { html } from '../html.ts';
import { toJsonPage } from '../json-page.ts';

/** One part of a document. */
export interface ExportSection {
  readonly heading: string;
  /** Where the law asks for it. */
  readonly article: string;
  readonly lines: readonly string[];
  /** What only people can answer; left open on the page. */
  readonly open?: readonly string[];
}

/** A document made from configuration and registry. */
export interface ExportDocument {
  readonly title: string;
  readonly controller: string;
  /** The day it was made. */
  readonly day: string;
  readonly sections: readonly ExportSection[];
}

/** As a page to print. */
export function toExportPage({ title, controller, day, sections }: ExportDocument): PageAnswer {
  const body = html`<header>
<h1>${title}</h1>
<p class="quiet">${controller}, ${day}</p>
</header>
<main>
<p class="quiet small">Made by Askfirst from the site’s configuration and registry. What the law asks for and no program can know is marked as open.</p>
${sections.map(
  ({ heading, article, lines, open = [] }) => html`<section>
<h2>${heading} <span class="anchor">${article}</span></h2>
<ul>${lines.map((line) => html`<li>${line}</li>\n`)}${open.map((line) => html`<li><strong>Open:</strong> ${line}</li>\n`)}</ul>
</section>\n`,
)}
</main>`;
  return toPage({ language: 'en', title: `${title} – ${controller}`, className: 'text', body });
}

/** As data, which a browser keeps as little as the page. */
export function toExportJson(document: ExportDocument): PageAnswer {
  const answer = toJsonPage(document);
  return { ...answer, headers: { ...answer.headers, 'Cache-Control': 'no-store' } };
}
