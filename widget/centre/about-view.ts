/** About: what runs in this page, where to read more, and the way to make this browser forget. */

import { element } from '../banner/element.ts';
import { fill } from '../banner/fill.ts';
import { button, type DrawView } from './view.ts';

/** Replaced by the build with the package's version. */
declare const __ASKFIRST_VERSION__: string;

/** Names the files as the browser itself lists them. */
export const drawAbout: DrawView = async ({ host, act }) => {
  const { words, texts, baseUrl, privacyUrl } = host;
  const { scope } = await host.status();
  const files = performance
    .getEntriesByType('resource')
    .filter(({ name }) => name.startsWith(baseUrl) && /\.js$/.test(name))
    .map(({ name }) => name.slice(baseUrl.length));
  const hint = element('p', {}, words.forgetHint);
  const forget = button(words.forget, () => {
    // A second button where the first was, with what it does above it: no other window, and nothing by accident.
    forget.replaceWith(hint, sure);
    sure.focus();
  });
  const sure = button(words.forgetSure, () =>
    act(async () => ((await host.forgetDevice()) ? words.forgotten : words.refusedStorage)),
  );
  return [
    element('p', {}, fill(words.version, { version: __ASKFIRST_VERSION__, scope })),
    element('p', {}, element('a', { href: privacyUrl }, texts.widget.privacyPage)),
    element('h3', {}, words.running),
    element('ul', {}, ...[...new Set(files)].map((name) => element('li', {}, element('code', {}, name)))),
    element('h3', {}, words.forget),
    element('p', {}, words.shared),
    element('p', {}, forget),
  ];
};
