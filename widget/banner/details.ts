/** The second layer: what it is for, one by one, and what waits. It does not import preact: the banner has it and hands it in. */

import type { ComponentChild, createElement } from 'preact';
import type { WaitingEvent, WidgetHost } from '../../src/api.ts';
import { fill } from './fill.ts';
import { toTime } from './tell-waiting.ts';

/** What the details need of the banner that opens them. */
export interface DetailsParts {
  /** Preact's `createElement`. */
  readonly h: typeof createElement;
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
  purposes(): ComponentChild;
  /** Each note in plain words, as the exact record, and with a button that removes it. */
  waiting(rows: readonly WaitingEvent[]): ComponentChild;
}

/** Opens the details. No box is ticked (UI-A5), and nothing can be set to tick one. */
export function openDetails({ h, host, root, refresh, update }: DetailsParts): Details {
  const { texts, purposes } = host;
  const { widget } = texts;
  const ticked = new Set<string>();
  const hasBoxes = purposes.length > 1;

  const toBox = (name: string) => {
    const onChange = () => {
      if (!ticked.delete(name)) ticked.add(name);
      update({});
    };
    const { title, text } = texts.purposes[name] ?? { title: name, text: '' };
    const box = h('input', { type: 'checkbox', checked: ticked.has(name), onChange });
    return h('li', { key: name }, h('label', null, box, h('span', null, h('b', null, title), ' ', text)));
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
    const where = [...Object.values(event.properties), toTime(recordedAtMs, texts.language)].join(' · ');
    const label = `${widget.remove}: ${what} ${where}`;
    return h(
      'li',
      { key: token },
      h('span', null, h('b', null, what), where),
      h('button', { 'aria-label': label, onClick: () => void onRemove(token) }, widget.remove),
      h(
        'details',
        null,
        h('summary', null, widget.exactRecord),
        h('pre', { dir: 'ltr' }, JSON.stringify(event, null, 2)),
      ),
    );
  };

  return {
    accept: hasBoxes ? widget.acceptTicked : widget.accept,
    granted: () => (hasBoxes ? [...ticked] : purposes),
    purposes: () => (hasBoxes ? h('ul', { 'aria-label': widget.purposes }, purposes.map(toBox)) : undefined),
    waiting: (rows) => h('ul', { class: 'waiting' }, rows.map(toRow)),
  };
}
