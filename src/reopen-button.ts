/** The small button by which a visitor changes a decision (UI-A14). It stands at the end of the page and covers nothing. */

import type { Stop } from './api.ts';

/**
 * Own styles only, whatever the page's say; system colours, so that light, dark and forced colours come by themselves.
 * 24 px is the smallest target of WCAG 2.2 (2.5.8).
 */
const STYLES =
  ':host{all:initial!important;display:block!important}button{font:14px/1.5 system-ui;min-width:24px;min-height:24px;margin:8px;padding:4px 10px}';

/** Draws the button unless the page has its own `[data-askfirst-open]`. */
export function drawReopenButton(
  document: Document,
  label: string,
  onOpen: (opener: Element) => void,
): { readonly focus: () => void; readonly stop: Stop } | undefined {
  if (document.querySelector('[data-askfirst-open]')) return undefined;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  // A style element would need the page's leave by CSP; a constructed sheet does not.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  button.textContent = label;
  button.onclick = () => onOpen(button);
  root.append(button);
  document.body.append(host);
  return { focus: () => button.focus(), stop: () => host.remove() };
}
