/** Rules about what is never collected, or only as sensitive (GDPR Art. 9, the site's own `never:`). */

import { wordsOf } from '../describes-browser.ts';
import { type CheckRule, eachMetric } from './check-rule.ts';

/** Words of the special categories of GDPR Art. 9 and 10, and of money and children. Our list. */
const SENSITIVE_WORDS: ReadonlySet<string> = new Set(
  'abortion arrest asylum biometric birth caste child children conviction crime criminal diagnosis disability disease drug drugs ethnic ethnicity faith gender genetic health hiv illness income medical medication mental nationality politics political poverty pregnancy pregnant race religion religious salary sex sexual sexuality symptom symptoms therapy union'.split(
    ' ',
  ),
);

/** Rules about sensitive words and the published policy. */
export const SENSITIVITY_RULES: readonly CheckRule[] = [
  {
    id: 'sensitive-word',
    severity: 'error',
    enforced: 'check',
    says: 'What is named or described by a word of GDPR Art. 9 or 10 (health, religion, union, salary …) is declared sensitive, or not collected.',
    remedy: 'Declare category sensitive with a purpose of its own, or do without.',
    find: eachMetric(({ name, definition: { category, description, properties } }) => {
      if (category === 'sensitive') return [];
      const found = (text: string) => wordsOf(text).find((word) => SENSITIVE_WORDS.has(word));
      const said = (path: PropertyKey[], word: string | undefined) =>
        word ? [{ path, message: `\`${word}\` is a sensitive word in category ${category}.` }] : [];
      return [
        ...said([], found(name)),
        ...said(['description'], found(description)),
        ...Object.entries(properties).flatMap(([property, { description: words = '', ...rest }]) =>
          said(
            ['properties', property],
            found([property, words, ...(rest.type === 'choice' ? rest.values : [])].join(' ')),
          ),
        ),
      ];
    }),
  },
  {
    id: 'on-the-never-list',
    severity: 'error',
    enforced: 'check',
    says: 'No metric or property is named for what askfirst.yaml lists under never: the policy is published, so it holds.',
    remedy: 'Remove the metric or property; the policy is what visitors were told.',
    find: eachMetric(({ name, definition: { properties } }, { configuration }) => {
      const phrases = configuration.never.map((phrase) => ({ phrase, words: stemsOf(phrase) }));
      const match = (text: string) => {
        const words = stemsOf(text);
        return phrases.find((never) => never.words.length > 0 && never.words.every((word) => words.includes(word)));
      };
      const said = (path: PropertyKey[], shown: string, phrase: string | undefined) =>
        phrase ? [{ path, message: `\`${shown}\` is on the never list (“${phrase}”).` }] : [];
      return [
        ...said([], name, match(name)?.phrase),
        ...Object.keys(properties).flatMap((property) =>
          said(['properties', property], property, match(property)?.phrase),
        ),
      ];
    }),
  },
];

/** Words without plural, and `e-mail` like `email`. */
function stemsOf(text: string): string[] {
  return wordsOf(text.replace(/\be-mail/gi, 'email')).map((word) =>
    word.length > 3 ? word.replace(/(?<=ss|x|ch|sh)es$|(?<![su])s$/, '') : word,
  );
}
