/** Puts values into words. Comes in: a sentence with `{names}`. Goes out: HTML in which the words are only words. */

import { type Content, type Html, html } from '../html.ts';

/** The sentence with its places filled; a place without a value stays as it is, so that it is seen. */
export function say(sentence: string, values: Readonly<Record<string, Content>> = {}): Html {
  // With a group in the pattern, every second piece is the name of a place.
  const pieces = sentence.split(/\{(\w+)\}/);
  return html`${pieces.map((piece, at) => (at % 2 === 0 ? piece : (values[piece] ?? `{${piece}}`)))}`;
}

/** A list within a sentence, as the language writes it: `a, b and c`. */
export function toSeries(parts: readonly Content[], language: string): Html {
  // British English writes no comma before its `and`, as the rest of the page.
  const format = new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' });
  let next = 0;
  const pieces = format
    .formatToParts(parts.map(() => 'x'))
    .map(({ type, value }): Content => (type === 'element' ? parts[next++] : value));
  return html`${pieces}`;
}
