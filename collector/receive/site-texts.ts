/** `texts/<language>.json`: the shipped words and the site's own, with the digest that proves which were shown. */

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { SiteTexts, WidgetTexts } from '../../contract/texts.ts';
import type { LocalText } from '../registry/configuration.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import { tellNews } from '../registry/tell-news.ts';

/** Languages written from right to left that have a two- or three-letter tag of their own. */
const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** @param widget the words shipped with the package in this language */
export function toSiteTexts(language: string, widget: WidgetTexts, loaded: LoadedRegistry): SiteTexts {
  const { configuration, registry, metrics } = loaded;
  const fallback = configuration.languages[0] ?? language;
  const inLanguage = (text: LocalText): string => text[language] ?? text[fallback] ?? Object.values(text)[0] ?? '';
  const changes = tellNews(loaded, language);
  const words: Omit<SiteTexts, 'notice'> = {
    language,
    direction: RIGHT_TO_LEFT.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr',
    controller: configuration.controller.name,
    widget,
    purposes: Object.fromEntries(
      Object.entries(configuration.purposes).map(([name, { title, text }]) => [
        name,
        { title: inLanguage(title), text: inLanguage(text) },
      ]),
    ),
    metrics: Object.fromEntries(
      Object.keys(registry.metrics).map((name) => [name, metrics[name]?.definition.description ?? name]),
    ),
    ...(changes.length > 0 && { changes }),
  };
  return { ...words, notice: toNotice(words) };
}

/** SHA-256 over the RFC 8785 form, lower-case hex. */
export function toNotice(words: Omit<SiteTexts, 'notice'>): string {
  return createHash('sha256')
    .update(canonicalize(words) ?? '')
    .digest('hex');
}
