/**
 * The privacy centre: one modal dialog with four views. Comes in: the host, which stores, sends and decides. Goes out: what
 * the visitor asks for. The page is not touched but for one element, the last of its body.
 */

import type { CentreTexts } from '../contract/texts.ts';
import type { CentreModule, CentreView } from '../src/api.ts';
import { element, setText } from './banner/element.ts';
import { drawAbout } from './centre/about-view.ts';
import { drawChoices } from './centre/choices-view.ts';
import { drawHeld } from './centre/held-view.ts';
import { drawRights } from './centre/rights-view.ts';
import { STYLES } from './centre/styles.ts';
import { button, type Centre, type DrawView } from './centre/view.ts';

/** A list, because the build shortens names of properties, and these are the public ones. */
const VIEWS: readonly (readonly [CentreView, keyof CentreTexts, DrawView])[] = [
  ['choices', 'viewChoices', drawChoices],
  ['held', 'viewHeld', drawHeld],
  ['rights', 'viewRights', drawRights],
  ['about', 'viewAbout', drawAbout],
];

/** Draws the centre; resolves when it can be used. Rejects, with nothing drawn, when it cannot be. */
export const openCentre: CentreModule['openCentre'] = async (host) => {
  const { texts, words, opener } = host;
  const box = document.createElement('div');
  const root = box.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  // It says what the visitor has just done; nothing is said while it opens.
  const said = element('p', { role: 'status' });
  const panel = element('div', { className: 'panel', tabIndex: -1 });
  let view = host.view;
  let standing = '';

  const tabs = VIEWS.map(([name, word]) => button(words[word], () => show(name)));
  const at = () => VIEWS.findIndex(([name]) => name === view);
  const dialog = element('dialog', { ariaLabel: words.title });
  const closing = button('×', () => dialog.close());
  Object.assign(closing, { className: 'close', ariaLabel: words.close });
  dialog.append(
    element('div', { className: 'head' }, element('h2', {}, words.title), closing),
    element('nav', { ariaLabel: words.title }, ...tabs),
    panel,
    said,
  );

  const centre: Centre = {
    host,
    say: (text) => setText(said, text),
    async redraw() {
      const drawing = view;
      const nodes = (await VIEWS[at()]?.[2](centre)) ?? [];
      // The visitor has gone on meanwhile.
      if (drawing !== view) return;
      const hadFocus = panel.contains(root.activeElement);
      panel.replaceChildren(...nodes);
      for (const tab of tabs) tab.setAttribute('aria-current', tab === tabs[at()] ? 'page' : 'false');
      // The pressed button is gone; what it led to takes the focus.
      if (hadFocus) panel.focus();
    },
    async act(work) {
      try {
        centre.say((await work()) ?? '');
      } catch {
        // Whatever failed changed nothing that the view would not show.
        centre.say(words.notReached);
      }
      await centre.redraw();
    },
  };
  const show = (name: CentreView) => {
    view = name;
    centre.say('');
    return centre.act(async () => '');
  };

  const stopListening = host.onChange(({ decision, reason }) => {
    // Ticks and open records stay as they are until another answer stands.
    if (standing !== decision + reason) void centre.redraw();
    standing = decision + reason;
  });
  dialog.onclose = () => {
    stopListening();
    box.remove();
    // What opened it may be any element, or nothing.
    (opener as HTMLElement | undefined)?.focus?.();
    host.closed(document.activeElement === document.body);
  };
  // Round and round, past the browser's own controls.
  dialog.onkeydown = (event) => {
    const stops = [...root.querySelectorAll<HTMLElement>('button,a,input,summary')].filter((stop) =>
      stop.checkVisibility(),
    );
    const [first, last] = [stops[0], stops.at(-1)];
    const edge = event.shiftKey ? first : last;
    if (event.key !== 'Tab' || (root.activeElement !== edge && root.activeElement !== panel)) return;
    if (root.activeElement === panel && !event.shiftKey) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };

  const { decision, reason } = await host.status();
  standing = decision + reason;
  await centre.redraw();
  Object.assign(box, { lang: texts.language, dir: texts.direction });
  box.dataset.nosnippet = '';
  root.append(dialog);
  document.body.append(box);
  dialog.showModal();
  tabs[at()]?.focus();
  return { show: (name) => void show(name), close: () => dialog.close() };
};
