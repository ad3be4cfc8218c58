/** Choices: what stands, the signal that is on, and the way to another answer. */

import type { Choice } from '../../src/api.ts';
import { element, setText } from '../banner/element.ts';
import { tellStanding } from '../banner/tell-standing.ts';
import { button, type DrawView } from './view.ts';

/** No box is ticked (UI-A5); without a tick the accepting button means all that is named above it. */
export const drawChoices: DrawView = async ({ host, act }) => {
  const { texts, words, purposes } = host;
  const { widget } = texts;
  const people = host.isSignedIn && widget.people;
  const [status, rows] = [await host.status(), await host.buffered()];
  const inputs = purposes.map((name) => element('input', { type: 'checkbox', name, onchange: () => update() }));
  const ticked = () => inputs.filter(({ checked }) => checked).map(({ name }) => name);
  const decide = (choice: Choice, event: Event) =>
    act(async () => {
      const decided = await host.decide(choice, event, 'centre');
      if ('refused' in decided) return decided.refused === 'could-not-be-stored' ? words.refusedStorage : widget.failed;
      return decided.decision === 'granted' ? widget.accepted : widget.rejected;
    });
  const accept = button(widget.accept, (event) => decide({ purposes: ticked()[0] ? ticked() : purposes }, event));
  const update = () => setText(accept, ticked()[0] ? widget.acceptTicked : widget.accept);
  const toPurpose = (input: HTMLInputElement) => {
    const { title, text } = texts.purposes[input.name] ?? { title: input.name, text: '' };
    const told = element('span', {}, element('b', {}, title), ' ', text);
    return element('li', {}, purposes[1] ? element('label', {}, input, told) : told);
  };
  const { standing, changes } = tellStanding(host, status, rows);
  return [
    element('p', {}, standing),
    ...(changes ? [changes] : []),
    element('h3', {}, words.purposes),
    element('ul', { className: 'plain' }, ...inputs.map(toPurpose)),
    element('p', {}, purposes[1] ? words.tickSome : '', ' ', status.held ? words.rejectHint : ''),
    ...(people ? [element('p', {}, people.signedIn)] : []),
    element(
      'div',
      { className: 'answers' },
      button(widget.reject, (event) => decide('deny', event)),
      people && button(people.rejectHere, (event) => decide('deny-here', event)),
      accept,
    ),
  ];
};
