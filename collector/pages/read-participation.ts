/** How many signed-in people say yes, for the admin port: counts only, and none that tells of a few. */

import type { PageAnswer } from './document.ts';
import { toJson, toProblem } from './problem-answer.ts';

/** What may be shown of one site; undefined where nobody signs in. */
export type ReadParticipation = (site: string, people: number) => object | undefined;

/** @param search `site`, and `people`: how many could have said yes, which the collector does not know */
export function readParticipation(search: URLSearchParams, read: ReadParticipation): PageAnswer {
  const [site, people] = [search.get('site') ?? '', Number(search.get('people') ?? Number.NaN)];
  if (!Number.isSafeInteger(people) || people < 0) {
    return toProblem('question-malformed', 'people is missing or no whole number: how many people could say yes?');
  }
  const found = read(site, people);
  return found ? toJson(200, { site, ...found }) : toProblem('site-unknown', 'Nobody signs in here (subjects: none).');
}
