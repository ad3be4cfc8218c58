/** One question that the privacy page answers, under a name that never changes. */

import type { Facts } from '../facts.ts';
import type { Html } from '../html.ts';

/** Stable anchors, `privacy#GL-1` … `privacy#GL-21`, named after the requirements they meet. */
export type QuestionId = `GL-${number}`;

/** A question and what answers it. */
export interface PageQuestion {
  readonly id: QuestionId;
  readonly question: string;
  answer(facts: Facts): Html;
}
