/** The schema page: the store's tables as they are at this moment, and rows that were made up (FE-8). */

import { ERASURE_BY_TABLE } from '../store/erasure-handlers.ts';
import type { TableDescription } from '../store/store.ts';
import { COLUMN_MEANINGS } from './column-meanings.ts';
import { type PageAnswer, toPage } from './document.ts';
import { createExampleRows } from './example-rows.ts';
import type { Facts } from './facts.ts';
import { type Html, html } from './html.ts';
import { toRoute } from './privacy/links.ts';
import { toTable } from './table.ts';

/** @param tables as the store tells them */
export function toSchemaPage(facts: Facts, tables: readonly TableDescription[]): PageAnswer {
  const { configuration } = facts;
  const title = `What ${configuration.controller.name} stores`;
  const body = html`<header>
<h1>${title}</h1>
<p class="quiet">${facts.site.name}</p>
</header>
<main>
<p>These are all tables of the store of this site, read from its files when you opened this page. There is no table of visitors, addresses or browsers. ${toRoute(facts, 'privacy', 'The privacy page')} says what it is for and how long it is kept.</p>
<h2 id="examples">Example rows</h2>
<p>One made-up row of <code>events</code> for each thing collected, from its definition. Real rows have numbers in the place of names and sixteen bytes in the place of <code>id</code>; no stored row is ever shown here.</p>
${toExamples(facts)}
${tables.map(toSection)}
</main>`;
  return toPage({ language: 'en', title, body });
}

function toSection({ file, table, columns }: TableDescription): Html {
  const rows = columns.map(({ name, type, isKey }) => [
    html`<code>${name}</code>`,
    `${type.toLowerCase()}${isKey ? ', part of the key' : ''}`,
    COLUMN_MEANINGS[table]?.[name] ?? 'Not described.',
  ]);
  return html`<section id="${table}" aria-labelledby="${table}-name">
<h2 id="${table}-name"><code>${table}</code> <span class="anchor">in ${file}</span></h2>
<p>${toErasure(table)}</p>
${toTable({ label: `Columns of ${table}`, columns: ['Column', 'Type', 'Meaning'], rows })}
</section>\n`;
}

function toErasure(table: string): string {
  const erasure = ERASURE_BY_TABLE[table];
  if (!erasure) return '';
  return erasure.rows === 'removed'
    ? 'An erasure or withdrawal removes your rows.'
    : `An erasure leaves it: ${erasure.why}`;
}

function toExamples(facts: Facts): Html {
  const rows = createExampleRows(facts);
  const [first] = rows;
  if (!first) return html`<p>Nothing is collected at present.</p>`;
  const columns = Object.keys(first);
  return toTable({
    label: 'Example rows',
    columns,
    rows: rows.map((row) => columns.map((name) => html`<code>${row[name]}</code>`)),
    className: 'small',
  });
}
