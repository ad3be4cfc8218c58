/** Rules that make a definition mean something: what it names exists, and its life is bounded. The collector enforces all of them. */

import { addDays } from '../../../contract/day.ts';
import { MAX_EXPIRY_DAYS, RESERVED_PROPERTIES } from '../metric-definition.ts';
import { nearest } from '../nearest.ts';
import { type CheckRule, eachMetric } from './check-rule.ts';

/** Rules about purposes, categories, distinct properties and expiry. */
export const MEANING_RULES: readonly CheckRule[] = [
  {
    id: 'unknown-purpose',
    severity: 'error',
    enforced: 'load',
    says: 'A metric’s purpose is one of the purposes in askfirst.yaml: visitors grant purposes, and nobody can grant one that is not shown.',
    remedy: 'Add the purpose to askfirst.yaml, or name one that is there.',
    find: eachMetric(({ definition: { purpose } }, { configuration }) => {
      if (Object.hasOwn(configuration.purposes, purpose)) return [];
      const near = nearest(purpose, Object.keys(configuration.purposes));
      const message = `No purpose is called \`${purpose}\`.`;
      return [{ path: ['purpose'], message, ...(near && { remedy: `Did you mean \`${near}\`?` }) }];
    }),
  },
  {
    id: 'purpose-of-its-own',
    severity: 'error',
    enforced: 'load',
    says: 'Metrics of category content or sensitive have a purpose that no metric of another category shares, so that a visitor can refuse them alone.',
    remedy: 'Give these metrics a purpose of their own in askfirst.yaml.',
    find: eachMetric((metric, { metrics }) => {
      const { category, purpose } = metric.definition;
      if (category !== 'content' && category !== 'sensitive') return [];
      const other = metrics.find(
        ({ definition }) => definition.purpose === purpose && definition.category !== category,
      );
      if (!other) return [];
      const message = `The ${category} metric shares the purpose \`${purpose}\` with \`${other.name}\` (${other.definition.category}).`;
      return [{ path: ['purpose'], message }];
    }),
  },
  {
    id: 'text-only-in-content',
    severity: 'error',
    enforced: 'load',
    says: 'Free text exists only in metrics of category content, which need an approval of their own: text can hold anything.',
    remedy: 'Use choice, slug or bucket, or declare the category content.',
    find: eachMetric(({ definition: { category, properties } }) =>
      Object.entries(properties)
        .filter(([, { type }]) => type === 'text' && category !== 'content')
        .map(([name]) => ({
          path: ['properties', name, 'type'],
          message: `\`${name}\` is free text in category ${category}.`,
        })),
    ),
  },
  {
    id: 'reserved-property',
    severity: 'error',
    enforced: 'load',
    says: 'No property is called open, event or ignore: as data-askfirst-… attributes these mean something else.',
    remedy: 'Rename the property.',
    find: eachMetric(({ definition: { properties } }) =>
      Object.keys(properties)
        .filter((name) => RESERVED_PROPERTIES.includes(name))
        .map((name) => ({ path: ['properties', name], message: `\`${name}\` is a reserved name.` })),
    ),
  },
  {
    id: 'unknown-distinct',
    severity: 'error',
    enforced: 'load',
    says: 'distinct names one of the metric’s own properties.',
    remedy: 'Declare the property, or remove distinct.',
    find: eachMetric(({ definition: { distinct, properties } }) =>
      distinct === undefined || Object.hasOwn(properties, distinct)
        ? []
        : [{ path: ['distinct'], message: `No property is called \`${distinct}\`.` }],
    ),
  },
  {
    id: 'expires-too-late',
    severity: 'error',
    enforced: 'load',
    says: 'A metric expires at most 730 days from today, so that somebody looks at it again.',
    remedy: 'Choose an earlier day, or `never` with the reason in expiresWhy.',
    find: eachMetric(({ definition: { expires } }, { today }) => {
      const latest = addDays(today, MAX_EXPIRY_DAYS);
      return expires === 'never' || expires <= latest
        ? []
        : [
            {
              path: ['expires'],
              message: `${expires} is more than ${MAX_EXPIRY_DAYS} days away; the latest is ${latest}.`,
            },
          ];
    }),
  },
  {
    id: 'never-without-why',
    severity: 'error',
    enforced: 'load',
    says: 'A metric that never expires says why, in expiresWhy; one that expires does not.',
    remedy: 'Say in expiresWhy why it must not expire and who watches it, or give it a day.',
    find: eachMetric(({ definition: { expires, expiresWhy } }) => {
      if (expires === 'never' && expiresWhy === undefined)
        return [{ path: ['expires'], message: 'It never expires and does not say why.' }];
      if (expires !== 'never' && expiresWhy !== undefined)
        return [
          { path: ['expiresWhy'], message: 'It expires and yet says why it does not.', remedy: 'Remove expiresWhy.' },
        ];
      return [];
    }),
  },
];
