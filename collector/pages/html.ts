/** The only place where text becomes HTML. Everything put into a template is escaped, unless a template made it. */

/** What may stand in a template: text, numbers, other pieces, lists of them; `undefined` and `false` leave nothing. */
export type Content = string | number | Html | undefined | false | readonly Content[];

/** A piece of HTML. Only the tag below makes one. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  static fromTemplate(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
    return new Html(String.raw({ raw: parts }, ...values.map(toMarkup)));
  }

  toString(): string {
    return this.#markup;
  }
}

/**
 * Tag for HTML: html`<td>${value}</td>`. Values are escaped for element content and for quoted attributes, which
 * are the only two places they may stand in; an attribute without quotes is a mistake.
 */
export const html: typeof Html.fromTemplate = Html.fromTemplate;

function toMarkup(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(toMarkup).join('');
  // Event data can hold any JSON; whatever it is, only its text is shown.
  return escapeText(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML and XML, in an element or a quoted attribute. */
export function escapeText(text: string): string {
  // Characters that XML 1.0 forbids are replaced, so that the feed stays readable whatever a name contains.
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
