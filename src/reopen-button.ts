/** The small button by which a visitor changes a decision (UI-A14). It stands at the end of the page and covers nothing. */

import type { Stop } from './api.ts';

/**
 * Own styles only, whatever the page's say; system colours, so that light, dark and forced colours come by themselves.
 * Line and padding make it 29 px high, and the padding alone 20 px wide: WCAG 2.2 (2.5.8) asks for 24 px.
 */
const HOST_STYLES = 'all:initial!important;display:block!important';
const BUTTON_STYLES = 'font:14px/1.5 system-ui;margin:8px;padding:4px 10px';

/** Draws the button unless the page has its own `[data-askfirst-open]`. */
export function drawReopenButton(
  document: Document,
  label: string,
  onOpen: (opener: Element) => void,
): { readonly focus: () => void; readonly stop: Stop } | undefined {
  if (document.querySelector('[data-askfirst-open]')) return undefined;
  const host = document.createElement('div');
  // A style element or attribute would need the page's leave by CSP; what a script sets does not.
  host.style.cssText = HOST_STYLES;
  const button = document.createElement('button');
  button.style.cssText = BUTTON_STYLES;
  button.textContent = label;
  button.onclick = () => onOpen(button);
  host.attachShadow({ mode: 'open' }).append(button);
  document.body.append(host);
  return { focus: () => button.focus(), stop: () => host.remove() };
}
