/** Rules that keep a registry small, owned and looked after (MZ-1, MZ-4, MZ-13). */

import { addDays } from '../../../contract/day.ts';
import { wordsOf } from '../describes-browser.ts';
import { type CheckRule, eachMetric } from './check-rule.ts';

/** How long before a metric expires its owners hear of it, in days. Our choice: time for a renewal. */
export const EXPIRING_DAYS = 60;

/** More properties than this on one metric are rarely all needed. Our choice. */
const MOST_PROPERTIES = 5;

/** Keeping raw rows longer than this should have a reason, in days. Our choice: two years of weeks compare in one. */
const LONG_RETENTION_DAYS = 400;

/** Addresses behind which no one person stands. Our list. */
const SHARED_MAILBOX =
  /^(admin|analytics|contact|data|dev|hello|help|hi|info|mail|marketing|office|privacy|sales|support|team|web|webmaster)([.+-].*)?@/i;

/** Rules about life, owners and size of metrics. */
export const HYGIENE_RULES: readonly CheckRule[] = [
  {
    id: 'expired',
    severity: 'warning',
    enforced: 'check',
    says: 'A metric that is past its day is no longer collected; it is renewed or removed.',
    remedy: 'Renew it (askfirst review renew) or remove it.',
    find: eachMetric(({ definition: { expires } }, { today }) =>
      expires !== 'never' && expires <= today ? [{ path: ['expires'], message: `It expired on ${expires}.` }] : [],
    ),
  },
  {
    id: 'expires-soon',
    severity: 'warning',
    enforced: 'check',
    says: `Owners hear of a metric's end ${EXPIRING_DAYS} days before it.`,
    remedy: 'Renew it (askfirst review renew), or let it end.',
    find: eachMetric(({ definition: { expires } }, { today }) =>
      expires !== 'never' && expires > today && expires <= addDays(today, EXPIRING_DAYS)
        ? [{ path: ['expires'], message: `It expires on ${expires}.` }]
        : [],
    ),
  },
  {
    id: 'weak-expires-why',
    severity: 'error',
    enforced: 'check',
    says: 'The reason of a permanent metric is a sentence: why it cannot end, and who watches it.',
    remedy: 'Say why it must not end and who looks at it, in at least five words.',
    find: eachMetric(({ definition: { expiresWhy } }) => {
      const count = expiresWhy === undefined ? 5 : wordsOf(expiresWhy).length;
      return count < 5 ? [{ path: ['expiresWhy'], message: `It has ${count} ${count === 1 ? 'word' : 'words'}.` }] : [];
    }),
  },
  {
    id: 'long-retention',
    severity: 'warning',
    enforced: 'check',
    says: `Raw rows are kept for at most ${LONG_RETENTION_DAYS} days without a good reason: the published figures stay anyway.`,
    remedy: 'Shorten retentionDays; reports do not need the rows.',
    find: eachMetric(({ definition: { retentionDays } }) =>
      retentionDays > LONG_RETENTION_DAYS
        ? [{ path: ['retentionDays'], message: `Rows are kept for ${retentionDays} days.` }]
        : [],
    ),
  },
  {
    id: 'no-issue',
    severity: 'warning',
    enforced: 'check',
    says: 'A metric links the issue in which it was asked for, so that anybody can take part (GL-5).',
    remedy: 'Add issues: [https://…].',
    // What `askfirst init` wrote nobody has asked for in an issue yet; it is told to be unreviewed already.
    find: eachMetric(({ definition: { issues }, review }) =>
      issues.length === 0 && review?.outcome !== 'bootstrap' ? [{ path: [], message: 'It links no issue.' }] : [],
    ),
  },
  {
    id: 'owner-is-nobody',
    severity: 'warning',
    enforced: 'check',
    says: 'Owners are persons: nobody answers for a shared mailbox (MZ-4).',
    remedy: 'Name the person.',
    find: eachMetric(({ definition: { owners } }) =>
      (['design', 'implementation'] as const)
        .filter((role) => SHARED_MAILBOX.test(owners[role]))
        .map((role) => ({ path: ['owners', role], message: `${owners[role]} is a mailbox, not a person.` })),
    ),
  },
  {
    id: 'many-properties',
    severity: 'warning',
    enforced: 'check',
    says: `A metric has at most ${MOST_PROPERTIES} properties: it answers one question.`,
    remedy: 'Split it by question, and leave out what answers none.',
    find: eachMetric(({ definition: { properties } }) => {
      const count = Object.keys(properties).length;
      return count > MOST_PROPERTIES ? [{ path: ['properties'], message: `It has ${count} properties.` }] : [];
    }),
  },
  {
    id: 'choice-of-one',
    severity: 'error',
    enforced: 'check',
    says: 'A choice has at least two values: with one it says nothing.',
    remedy: 'Remove the property, or list the other values.',
    find: eachMetric(({ definition: { properties } }) =>
      Object.entries(properties)
        .filter(([, property]) => property.type === 'choice' && property.values.length === 1)
        .map(([name]) => ({ path: ['properties', name], message: `\`${name}\` always has the same value.` })),
    ),
  },
  {
    id: 'open-without-distinct',
    severity: 'warning',
    enforced: 'check',
    says: 'The one open property of a metric is its distinct property: reports count by distinct value, so any other open property is stored and never shown.',
    remedy: 'Set distinct to it, or remove it.',
    find: eachMetric(({ definition: { distinct, linkage, properties } }) =>
      linkage === 'none' && distinct === undefined
        ? Object.entries(properties)
            .filter(([, { type }]) => type === 'path' || type === 'host' || type === 'slug')
            .map(([name]) => ({ path: ['properties', name], message: `\`${name}\` is stored and in no report.` }))
        : [],
    ),
  },
  {
    id: 'count-too-fine',
    severity: 'warning',
    enforced: 'check',
    says: 'A count above 100 is a bucket: nobody decides anything by the difference of 613 and 614, and a rare number points at a browser.',
    remedy: 'Use type bucket with a few edges: bounds: [1, 10, 100].',
    find: eachMetric(({ definition: { properties } }) =>
      Object.entries(properties).flatMap(([name, property]) =>
        property.type === 'count' && property.most > 100
          ? [{ path: ['properties', name, 'most'], message: `\`${name}\` counts up to ${property.most} one by one.` }]
          : [],
      ),
    ),
  },
];
