/** A table as pages have it: real rows and heads, and a frame that scrolls by keyboard where the screen is narrow. */

import { type Content, type Html, html } from './html.ts';

/** What a table is made of. */
export interface TableParts {
  /** Says what the table is about to those who cannot see its heading. */
  readonly label: string;
  readonly columns: readonly string[];
  /** Columns of numbers, by their place; they stand to the right. */
  readonly numbers?: readonly number[];
  readonly rows: readonly (readonly Content[])[];
  readonly className?: 'small';
}

/** The table. Rows have as many cells as there are columns. */
export function toTable({ label, columns, numbers = [], rows, className }: TableParts): Html {
  const kind = (at: number) => (numbers.includes(at) ? 'number' : 'text');
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table class="${className ?? 'full'}">
<thead><tr>${columns.map((name, at) => html`<th scope="col" class="${kind(at)}">${name}</th>`)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell, at) => html`<td class="${kind(at)}">${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}
