/** Rules about names: a name is all that a reader of a report sees. */

import { looksLikeIdentifier } from '../../../contract/path.ts';
import { wordsOf } from '../describes-browser.ts';
import { editDistance } from '../nearest.ts';
import { type CheckRule, eachMetric } from './check-rule.ts';

/** Words that name nothing, alone as the last word of a metric or as a whole property. Our list. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'action custom data event extra field foo info item key label misc metric other param parameter stat stats stuff temp test thing tracking value'.split(
    ' ',
  ),
);

/** Words of quantities that mean nothing without a unit. Our list. */
const QUANTITY_WORDS: ReadonlySet<string> = new Set(
  'age amount delay depth distance duration elapsed height latency length load price size speed time timing weight width'.split(
    ' ',
  ),
);

/** Units as they stand in names. Our list. */
const UNIT_WORDS: ReadonlySet<string> = new Set(
  'bytes cents characters chars days euros gb hours items kb kib mb mib milliseconds minutes months ms pages percent pixels px rows seconds weeks words years'.split(
    ' ',
  ),
);

/** Words of what singles a person out; a property named so holds what Askfirst never collects. Our list. */
const IDENTIFIER_WORDS: ReadonlySet<string> = new Set(
  'account address cookie customer email fingerprint guid id identifier ids imei ip latitude login longitude mail msisdn password person phone serial session ssn token user userid username uuid visitor'.split(
    ' ',
  ),
);

/** Rules about the names of metrics, properties and values. */
export const NAMING_RULES: readonly CheckRule[] = [
  {
    id: 'empty-metric-name',
    severity: 'error',
    enforced: 'check',
    says: 'A metric is named for what happened (cart.add). Names such as user.event or page.data say nothing to whoever reads a report.',
    remedy: 'Name the thing and what happened to it: cart.add, search.open.',
    find: eachMetric(({ name }) => {
      const last = name.split('.').at(-1) ?? '';
      return EMPTY_WORDS.has(last) ? [{ path: [], message: `\`${last}\` does not say what happened.` }] : [];
    }),
  },
  {
    id: 'empty-property-name',
    severity: 'error',
    enforced: 'check',
    says: 'A property is named for what it holds. value, data or label could hold anything, and sooner or later does.',
    remedy: 'Name what it holds: shelf, reached, percent.',
    find: eachMetric(({ definition: { properties } }) =>
      Object.keys(properties)
        .filter((name) => EMPTY_WORDS.has(name.toLowerCase()))
        .map((name) => ({ path: ['properties', name], message: `\`${name}\` does not say what it holds.` })),
    ),
  },
  {
    id: 'unit-missing',
    severity: 'warning',
    enforced: 'check',
    says: 'A number that measures something has its unit in its name or in the metric’s: durationSeconds, visit.seconds.',
    remedy: 'Add the unit: loadMs, lengthWords.',
    find: eachMetric((metric) => {
      const around = wordsOf(metric.name);
      return Object.entries(metric.definition.properties).flatMap(([name, { type }]) => {
        const words = wordsOf(name);
        const isQuantity = (type === 'count' || type === 'bucket') && words.some((word) => QUANTITY_WORDS.has(word));
        if (!isQuantity || [...words, ...around].some((word) => UNIT_WORDS.has(word))) return [];
        return [{ path: ['properties', name], message: `\`${name}\` is a quantity without a unit.` }];
      });
    }),
  },
  {
    id: 'identifier-property',
    severity: 'error',
    enforced: 'check',
    says: 'No property is named for what singles somebody out (id, email, user, ip, session, token …): Askfirst collects no identifiers, whatever their type says.',
    remedy: 'Remove the property; count without identifiers.',
    find: eachMetric(({ definition: { properties } }) =>
      Object.keys(properties).flatMap((name) => {
        const word = wordsOf(name).find((part) => IDENTIFIER_WORDS.has(part));
        return word
          ? [{ path: ['properties', name], message: `\`${name}\` is named for an identifier (${word}).` }]
          : [];
      }),
    ),
  },
  {
    id: 'identifier-value',
    severity: 'error',
    enforced: 'check',
    says: 'The values of a choice are words, not identifiers: a list of customer numbers, addresses or long codes would single somebody out.',
    remedy: 'List a few words that many visitors share.',
    find: eachMetric(({ definition: { properties } }) =>
      Object.entries(properties).flatMap(([name, property]) => {
        if (property.type !== 'choice') return [];
        const at = property.values.findIndex((value) => !/^\d{1,4}$/.test(value) && looksLikeIdentifier(value));
        const message = `\`${property.values[at]}\` looks like an identifier.`;
        return at < 0 ? [] : [{ path: ['properties', name, 'values', at], message }];
      }),
    ),
  },
  {
    id: 'near-duplicate',
    severity: 'warning',
    enforced: 'check',
    says: 'Two metrics whose names differ by a letter, or hold the same words in another order, are one metric counted twice.',
    remedy: 'Keep one, or name them so that the difference can be seen.',
    find: ({ metrics }) => {
      // Every pair of a thousand names is half a million comparisons; names that could be near share a key.
      const seen = new Map<string, string[]>();
      return metrics.flatMap((metric) => {
        const keys = nearKeys(metric.name);
        const candidates = new Set(keys.flatMap((key) => seen.get(key) ?? []));
        for (const key of keys) seen.set(key, [...(seen.get(key) ?? []), metric.name]);
        return [...candidates]
          .filter((earlier) => isNearlyNamed(metric.name, earlier))
          .map((earlier) => ({ metric, path: [], message: `Its name is nearly that of \`${earlier}\`.` }));
      });
    },
  },
  {
    id: 'same-description',
    severity: 'warning',
    enforced: 'check',
    says: 'Two metrics with the same description cannot be told apart by the visitor who reads it.',
    remedy: 'Say what differs, or keep one of the two.',
    find: ({ metrics }) => {
      const first = new Map<string, string>();
      return metrics.flatMap((metric) => {
        const words = metric.definition.description.toLowerCase();
        const earlier = first.get(words);
        if (!earlier) first.set(words, metric.name);
        return earlier ? [{ metric, path: ['description'], message: `\`${earlier}\` has the same description.` }] : [];
      });
    },
  },
];

/** Two names of the same words share the first key; two that differ by one letter share one with that letter left out. */
function nearKeys(name: string): string[] {
  const words = name.split('.').sort().join('.');
  return [words, ...new Set([name, ...Array.from(name, (_, at) => name.slice(0, at) + name.slice(at + 1))])];
}

function isNearlyNamed(one: string, other: string): boolean {
  if (one.split('.').sort().join('.') === other.split('.').sort().join('.')) return true;
  // One letter in short names is another word (form.ask, form.task); from nine letters on it is a slip or a plural.
  return (
    Math.abs(one.length - other.length) < 2 && Math.min(one.length, other.length) >= 9 && editDistance(one, other) < 2
  );
}
