/** One question that the privacy page answers, under a name that never changes. */

import type { Facts } from '../facts.ts';
import type { Html } from '../html.ts';
import type { PageWords } from '../words/en.ts';

/** Stable anchors, `privacy#GL-1` … `privacy#GL-21`, named after the requirements they meet. */
export type QuestionId = `GL-${number}`;

/** What answers a question. Its words are named after its number. */
export interface PageQuestion {
  readonly id: QuestionId;
  answer(facts: Facts): Html;
}

/** The question in the page's language. */
export function toQuestion(id: QuestionId, words: PageWords): string {
  // A test holds the questions against the words: there is one for each.
  return words[`q${id.slice(3)}` as keyof PageWords];
}
