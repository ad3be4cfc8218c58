/** The small button by which a visitor changes a decision (UI-A14). It stands at the end of the page and covers nothing. */

import type { Stop } from './api.ts';

/**
 * Own styles only, whatever the page's say; system colours, so that light, dark and forced colours come by themselves.
 * 24 px is the smallest target of WCAG 2.2 (2.5.8).
 */
const STYLES = `:host{all:initial!important;display:block!important}
button{font:14px/1.5 system-ui,sans-serif;min-width:24px;min-height:24px;margin:8px;padding:4px 10px;border:1px solid;border-radius:4px;color:ButtonText;background:ButtonFace;cursor:pointer}
button:focus-visible{outline:3px solid;outline-offset:2px}`;

/** Draws the button unless the page has its own `[data-askfirst-open]`. `stop` removes it. */
export function drawReopenButton(parts: {
  readonly document: Document;
  readonly label: string;
  readonly language: string;
  readonly onOpen: (opener: Element) => void;
}): { readonly focus: () => void; readonly stop: Stop } {
  const { document, label, language, onOpen } = parts;
  if (document.querySelector('[data-askfirst-open]')) return { focus: () => undefined, stop: () => undefined };
  const host = document.createElement('div');
  host.lang = language;
  const root = host.attachShadow({ mode: 'open' });
  // A style element would need the page's consent by CSP; a constructed sheet does not.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', () => onOpen(button));
  root.append(button);
  document.body.append(host);
  return { focus: () => button.focus(), stop: () => host.remove() };
}
