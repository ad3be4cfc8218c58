/** Which words the privacy page has, in which languages. A word that is missing in one is a type error, and a test's. */

import { DE } from './de.ts';
import { EN, type PageWords } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { PT } from './pt.ts';

/** One of the words. */
export type PageWord = keyof PageWords;

/** By language tag. */
export const PAGE_WORDS: Readonly<Record<string, PageWords>> = { en: EN, pt: PT, de: DE, fr: FR, es: ES };

/** The words for a language of the site, and the language they are really in: a variety has those of its language, and what nobody has written yet is English. */
export function wordsFor(language: string): { readonly words: PageWords; readonly language: string } {
  const own = [language, language.split('-')[0] ?? ''].find((tag) => Object.hasOwn(PAGE_WORDS, tag));
  return { words: PAGE_WORDS[own ?? 'en'] ?? EN, language: own === undefined ? 'en' : language };
}
