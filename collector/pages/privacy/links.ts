/** Links of the public pages. Only web addresses of the configuration and our own routes become one. */

import type { Facts } from '../facts.ts';
import { type Html, html } from '../html.ts';

/** A link to another route of the collector, `toRoute(facts, 'dictionary', 'the dictionary')`. */
export function toRoute({ site }: Pick<Facts, 'site'>, route: string, text: string): Html {
  return html`<a href="${site.basePath}/${route}">${text}</a>`;
}

/** A name or address as it is written in code. */
export function toCode(text: string): Html {
  return html`<code>${text}</code>`;
}

/** A link for a web address, plain text for anything else: no `javascript:` gets through. */
export function toLink(address: string, text: string = address): Html {
  return /^https?:\/\//i.test(address)
    ? // A named link tells its address on paper.
      html`<a href="${address}" rel="noreferrer" class="${text === address ? 'plain' : 'named'}">${text}</a>`
    : html`${text === address ? text : `${text}: ${address}`}`;
}

/** A contact: web address, e-mail address, or text as it is. */
export function toContact(contact: string): Html {
  if (/^https?:\/\//i.test(contact)) return toLink(contact);
  if (/^[^\s@<>"']+@[^\s@<>"']+$/.test(contact)) return html`<a href="mailto:${contact}">${contact}</a>`;
  return html`${contact}`;
}
