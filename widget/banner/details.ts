/** The second layer: what it is for, one by one, and what waits. Loaded when it is opened. */

import type { WaitingEvent, WidgetHost } from '../../src/api.ts';
import { element } from './element.ts';
import { fill } from './fill.ts';
import { toTime } from './tell-waiting.ts';

/** What the details need of the banner that opens them. */
export interface DetailsParts {
  readonly host: WidgetHost;
  readonly root: ShadowRoot;
  /** Reads again what waits, and draws it. */
  readonly refresh: () => Promise<void>;
  /** Draws again, with what there is to say. */
  readonly update: (change: { readonly said?: string }) => void;
}

/** The open details. Closing them forgets what was ticked. */
export interface Details {
  /** The label of the accepting button. */
  readonly accept: string;
  /** What that button grants: the ticked purposes, or the only one there is. */
  granted(): readonly string[];
  /** The purposes with a box each; undefined if there is only one, which needs no box. */
  readonly boxes: Element | undefined;
  /** Each note in plain words, as the exact record, and with a button that removes it. */
  readonly list: Element;
  /** Brings the list up to date. A note that stays keeps its element, and with it the focus. */
  show(rows: readonly WaitingEvent[]): void;
}

/** Opens the details. No box is ticked (UI-A5), and nothing can be set to tick one. */
export function openDetails({ host, root, refresh, update }: DetailsParts): Details {
  const { texts, purposes } = host;
  const { widget } = texts;
  const hasBoxes = purposes.length > 1;
  const inputs = purposes.map((name) => element('input', { type: 'checkbox', name, onchange: () => update({}) }));
  const list = element('ul', { className: 'waiting' });
  const drawn = new Map<string, Element>();

  const toBox = (input: HTMLInputElement) => {
    const { title, text } = texts.purposes[input.name] ?? { title: input.name, text: '' };
    const words = element('span', {}, element('b', {}, title), ' ', text);
    return element('li', {}, element('label', {}, input, words));
  };

  const onRemove = async (token: string) => {
    const buttons = () => [...root.querySelectorAll<HTMLElement>('.waiting button, p button')];
    const at = buttons().indexOf(root.activeElement as HTMLElement);
    await host.forget(token);
    await refresh();
    update({ said: fill(widget.removed, { n: buttons().length - 1 }) });
    // The pressed button is gone; the next note's takes the focus, or the details' own.
    (buttons()[at] ?? buttons().at(-1))?.focus();
  };

  const toRow = ({ token, recordedAtMs, event }: WaitingEvent) => {
    const what = texts.metrics[event.metric] ?? event.metric;
    const told = Object.entries(event.properties).map(([name, value]) => `${name}: ${value}`);
    const where = [...told, toTime(recordedAtMs, texts.language)].join(' · ');
    const ariaLabel = `${widget.remove}: ${what} ${where}`;
    return element(
      'li',
      {},
      element('span', {}, element('b', {}, what), where),
      element('button', { type: 'button', ariaLabel, onclick: () => void onRemove(token) }, widget.remove),
      element(
        'details',
        {},
        element('summary', {}, widget.exactRecord),
        element('pre', { dir: 'ltr' }, JSON.stringify(event, null, 2)),
      ),
    );
  };

  return {
    accept: hasBoxes ? widget.acceptTicked : widget.accept,
    granted: () => (hasBoxes ? inputs.filter((input) => input.checked).map((input) => input.name) : purposes),
    boxes: hasBoxes ? element('ul', { className: 'boxes' }, ...inputs.map(toBox)) : undefined,
    list,
    show(rows) {
      for (const [token, row] of drawn) {
        if (rows.some((waiting) => waiting.token === token)) continue;
        row.remove();
        drawn.delete(token);
      }
      for (const waiting of rows) {
        if (drawn.has(waiting.token)) continue;
        const row = toRow(waiting);
        drawn.set(waiting.token, row);
        list.append(row);
      }
    },
  };
}
