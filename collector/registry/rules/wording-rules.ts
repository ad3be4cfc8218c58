/** Rules about words that visitors read: what, why, and what they gain (GL-2, GL-3, MZ-1). */

import { wordsOf } from '../describes-browser.ts';
import { type CheckRule, eachMetric } from './check-rule.ts';

/** Fewest words of a `why`: a reason and a gain do not fit into fewer. Our choice. */
const LEAST_WHY_WORDS = 8;

/** Sentences that would fit every metric there is. Our list; each must be all that is said, save for a few words. */
const GENERIC = [
  /\b(improve|better|enhance|optimi[sz]e)\b.{0,24}\b(product|service|website|site|app|experience|quality|performance|things)\b/i,
  /\b(understand|know|learn|analy[sz]e|track|monitor)\b.{0,24}\b(users?|usage|customers?|visitors?|behaviou?r|engagement)\b/i,
  /\b(analytics|statistics|statistical|metrics|kpis?|business|marketing|reporting|internal) (purposes?|reasons?|use|insights?)\b/i,
  /\b(data[- ]driven|valuable insights?|make (better )?decisions)\b/i,
];

/** How a `why` can name those who gain. Our list. */
const WHO_GAINS =
  /\b(visitors?|readers?|people|customers?|buyers?|shoppers?|learners?|students?|members?|guests?|employees?|colleagues?|authors?|players?|listeners?|everyone|everybody|you|your|them|they|who(ever)?)\b/i;

/** Rules about descriptions and reasons. */
export const WORDING_RULES: readonly CheckRule[] = [
  {
    id: 'short-why',
    severity: 'error',
    enforced: 'check',
    says: `\`why\` says what is decided with the number and what visitors gain, in at least ${LEAST_WHY_WORDS} words.`,
    remedy: 'Say which decision needs the number, and what the visitor has of it.',
    find: eachMetric(({ definition: { why } }) => {
      const count = wordsOf(why).length;
      return count < LEAST_WHY_WORDS ? [{ path: ['why'], message: `It has ${count} words.` }] : [];
    }),
  },
  {
    id: 'generic-why',
    severity: 'error',
    enforced: 'check',
    says: '`why` is about this metric: “to improve our product” or “to understand usage” would fit every metric, so it says nothing about any.',
    remedy: 'Say what you will do differently once you know this number.',
    find: eachMetric(({ definition: { why } }) => {
      const phrase = GENERIC.map((pattern) => pattern.exec(why)?.[0]).find((found) => found !== undefined);
      // A generic phrase with half a sentence of reason beside it is no longer generic.
      if (!phrase || wordsOf(why).length - wordsOf(phrase).length > 11) return [];
      return [{ path: ['why'], message: `“${phrase}” would fit every metric.` }];
    }),
  },
  {
    id: 'why-repeats-description',
    severity: 'error',
    enforced: 'check',
    says: '`why` gives a reason; it does not say once more what is counted.',
    remedy: 'Say what the number is for.',
    find: eachMetric(({ definition: { description, why } }) => {
      const said = new Set(wordsOf(description));
      const isNew = wordsOf(why).filter((word) => word.length > 3 && !said.has(word));
      return isNew.length < 3 ? [{ path: ['why'], message: 'It repeats the description.' }] : [];
    }),
  },
  {
    id: 'why-without-gain',
    severity: 'warning',
    enforced: 'check',
    says: '`why` also says what those who opt in gain (GL-4).',
    remedy: 'Add what visitors, readers or customers have of it.',
    find: eachMetric(({ definition: { why } }) =>
      WHO_GAINS.test(why) ? [] : [{ path: ['why'], message: 'It names nobody who gains.' }],
    ),
  },
  {
    id: 'short-description',
    severity: 'error',
    enforced: 'check',
    says: 'The description is a sentence a visitor understands; at least three words.',
    remedy: 'Say what has to happen for one event to be recorded.',
    find: eachMetric(({ definition: { description } }) => {
      const count = wordsOf(description).length;
      return count < 3
        ? [{ path: ['description'], message: `It has ${count} ${count === 1 ? 'word' : 'words'}.` }]
        : [];
    }),
  },
  {
    id: 'property-undescribed',
    severity: 'error',
    enforced: 'check',
    says: 'Every property has a description: the visitor sees it beside the value.',
    remedy: 'Add a description.',
    find: eachMetric(({ definition: { properties } }) =>
      Object.entries(properties)
        .filter(([, { description }]) => description === undefined)
        .map(([name]) => ({ path: ['properties', name], message: `\`${name}\` has no description.` })),
    ),
  },
];
