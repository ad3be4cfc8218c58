/** Draws the question. Comes in: what is so now. Goes out: clicks. Knows nothing of storage, events or the network. */

import type { WaitingEvent, WidgetHost } from '../../src/api.ts';
import type { Details } from './details.ts';
import { element, setText } from './element.ts';
import { fill } from './fill.ts';
import { tellWaiting } from './tell-waiting.ts';

/** What the banner shows. */
export interface BannerState {
  readonly rows: readonly WaitingEvent[];
  /** What was decided; told instead of what waits. */
  readonly standing?: string | undefined;
  /** What is asked for beyond what was accepted. */
  readonly changes?: Element | undefined;
  /** Set while the details are open. */
  readonly details?: Details | undefined;
  /** Said in the status region. */
  readonly said?: string;
}

/** What the visitor can do. */
export interface BannerActions {
  reject(event: Event): void;
  /** For signed-in people: a no that is told to nobody. */
  rejectHere(event: Event): void;
  accept(event: Event): void;
  /** Opens or closes them. */
  details(): void;
  close(): void;
}

/** The question. Refusal comes first, both answers are the same element, and nothing is chosen beforehand. */
export function drawBanner(
  { texts, purposes, development, privacyUrl, isSignedIn }: WidgetHost,
  on: BannerActions,
): { readonly nodes: readonly Node[]; show(state: BannerState): void } {
  const { widget } = texts;
  const people = isSignedIn && widget.people;
  const answer = (text: string, onclick: (event: Event) => void) =>
    element('button', { type: 'button', textContent: text, onclick });
  // One purpose is told whole; of several the first layer has the names, and the details the rest.
  const titles = purposes.map((name) => element('b', {}, texts.purposes[name]?.title ?? name));
  const named = titles[1]
    ? element('ul', {}, ...titles.map((title) => element('li', {}, title)))
    : element('p', {}, ...titles, ' ', texts.purposes[purposes[0] ?? '']?.text);
  const waiting = element('p', {});
  const toggle = answer(widget.details, on.details);
  const accept = answer(widget.accept, on.accept);
  const said = element('p', { role: 'status', tabIndex: -1 });
  const question = element('p', {}, fill(widget.question, { controller: texts.controller }));
  const links = element('p', {}, toggle, element('a', { href: privacyUrl }, widget.privacyPage));
  const text = element(
    'div',
    { className: 'text', tabIndex: -1 },
    question,
    element('p', {}, widget.purposes),
    named,
    waiting,
    people && element('p', {}, people.signedIn),
    development && element('p', { className: 'aside' }, widget.development),
    links,
  );
  let shown: Details | undefined;
  let news: Element | undefined;

  return {
    nodes: [
      text,
      said,
      element(
        'div',
        { className: 'answers' },
        answer(widget.reject, on.reject),
        people && answer(people.rejectHere, on.rejectHere),
        accept,
      ),
      element('button', { type: 'button', className: 'close', ariaLabel: widget.close, onclick: on.close }, '×'),
    ],
    show({ rows, standing, changes, details, said: message = '' }) {
      setText(waiting, standing ?? tellWaiting(texts, rows));
      if (news !== changes) {
        news?.remove();
        if (changes) waiting.after(changes);
        news = changes;
      }
      setText(toggle, details ? widget.hideDetails : widget.details);
      setText(accept, details?.accept ?? widget.accept);
      setText(said, message);
      toggle.ariaExpanded = `${!!details}`;
      if (details !== shown) {
        shown?.list.remove();
        shown?.boxes?.replaceWith(named);
        if (details?.boxes) named.replaceWith(details.boxes);
        if (details) text.append(details.list);
        shown = details;
      }
      details?.show(rows);
    },
  };
}
