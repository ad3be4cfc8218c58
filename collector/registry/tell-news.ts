/** What changed since an earlier scope, in the visitor's language. Comes in: the history. Goes out: sentences, each with the scope it came in. */

import type { LocalText } from './configuration.ts';
import type { LoadedRegistry, ReleasedScope } from './loaded-registry.ts';
import { NEWS_WORDS } from './news-words.ts';
import type { ScopeNews } from './scope-news.ts';

/** One sentence; told to whoever agreed to a scope before this one. */
export interface ToldNews {
  readonly scope: number;
  readonly text: string;
}

/** Everything that came in after the first scope and still holds, oldest first. */
export function tellNews(loaded: LoadedRegistry, language: string): ToldNews[] {
  return loaded.scopes
    .slice(1)
    .flatMap((scope) => tellScopeNews(scope, loaded, language).map((text) => ({ scope: scope.number, text })));
}

/** What one scope asks for that the one before it did not, as far as it still holds. */
export function tellScopeNews({ news }: ReleasedScope, loaded: LoadedRegistry, language: string): string[] {
  return news.map((item) => tell(item, loaded, language)).filter((text) => text !== undefined);
}

/** The sentence; undefined of what is gone again. */
function tell(item: ScopeNews, loaded: LoadedRegistry, language: string): string | undefined {
  const { configuration, metrics, registry } = loaded;
  const words = NEWS_WORDS[language] ?? NEWS_WORDS[language.split('-')[0] ?? ''] ?? NEWS_WORDS.en;
  const values: Record<string, string> = {};
  if ('metric' in item) {
    // What is not collected is not asked for, whatever a scope froze.
    const description = Object.hasOwn(registry.metrics, item.metric) && metrics[item.metric]?.definition.description;
    if (!description) return undefined;
    values.description = description;
  }
  if ('purpose' in item) {
    const purpose = Object.hasOwn(configuration.purposes, item.purpose) && configuration.purposes[item.purpose];
    if (!purpose) return undefined;
    const inLanguage = (text: LocalText) =>
      text[language] ?? text[configuration.languages[0] ?? ''] ?? Object.values(text)[0] ?? '';
    values.title = inLanguage(purpose.title);
    values.text = inLanguage(purpose.text);
  }
  switch (item.of) {
    case 'processor-added':
      if (!configuration.processors.some(({ name }) => name === item.name)) return undefined;
      Object.assign(values, { name: item.name, role: item.role, country: item.country });
      break;
    case 'controller':
      values.name = item.name;
      break;
    case 'pages':
      values.patterns = item.patterns.join(', ');
      break;
    case 'properties-added':
      values.properties = item.properties.join(', ');
      break;
    case 'kept-longer':
      values.days = String(item.days);
      break;
    case 'lives-longer':
      values.until = item.until;
      break;
  }
  const kind = item.of === 'lives-longer' && item.until === 'never' ? 'lives-for-ever' : item.of;
  return words[kind].replace(/{(\w+)}/g, (name, key: string) => values[key] ?? name);
}
