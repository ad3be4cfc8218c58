/** Which properties describe the browser, and which have an open set of values: the two ways in which rare combinations join a browser's rows (design 5.7). */

import type { PropertyDefinition } from './metric-definition.ts';

/** Words that, in a property's name, say that it describes browser, device, language or time zone. Our list. */
const BROWSER_WORDS: ReadonlySet<string> = new Set([
  'agent',
  'browser',
  'connection',
  'country',
  'cores',
  'device',
  'dpi',
  'font',
  'fonts',
  'gpu',
  'hardware',
  'language',
  'languages',
  'locale',
  'memory',
  'mobile',
  'offset',
  'os',
  'plugin',
  'plugins',
  'resolution',
  'screen',
  'tablet',
  'timezone',
  'touch',
  'viewport',
]);

/** Pairs of words that say it only together. */
const BROWSER_PAIRS: readonly (readonly [string, string])[] = [
  ['operating', 'system'],
  // Alone the word says little: a search engine describes nobody's browser.
  ['rendering', 'engine'],
  ['time', 'zone'],
  ['color', 'scheme'],
  ['colour', 'scheme'],
  ['pixel', 'ratio'],
  ['user', 'agent'],
];

/** A count that can reach more than this tells browsers apart as text does. Our choice. */
const MOST_CLOSED_COUNT = 1000;

/** A choice or bucket of more values than this is open in all but name. Our choice. */
const MOST_CLOSED_VALUES = 100;

/** The words of a camelCase, dotted or hyphenated name, lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Does this property describe the browser rather than what was done? By its type, else by its name. */
export function describesBrowser(name: string, property: PropertyDefinition): boolean {
  if (property.type === 'locale' || property.type === 'zone') return true;
  const words = wordsOf(name);
  return (
    words.some((word) => BROWSER_WORDS.has(word)) ||
    BROWSER_PAIRS.some(([first, second]) => words.some((word, at) => word === first && words[at + 1] === second))
  );
}

/** May this property take values without end, or as good as? */
export function isOpen(property: PropertyDefinition): boolean {
  switch (property.type) {
    case 'boolean':
      return false;
    case 'choice':
      return property.values.length > MOST_CLOSED_VALUES;
    case 'bucket':
      return property.bounds.length > MOST_CLOSED_VALUES;
    case 'count':
      return property.most > MOST_CLOSED_COUNT;
    default:
      return true;
  }
}
