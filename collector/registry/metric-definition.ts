/** The shape of one metric in metrics/*.yaml (design 10). Shape only: lint and the rules of 5.7 come after. */

import { z } from 'zod';

/** Metric names: words of lower-case letters and digits, joined by dots, at least two. */
export const METRIC_NAME: RegExp = /^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)+$/;

/** Property names, in camel case: they travel as `data-askfirst-<property>` and appear in every record. */
export const PROPERTY_NAME: RegExp = /^[a-z][a-zA-Z0-9]{0,39}$/;

/** Names that mean something else in `data-askfirst-…`, so that no property may carry them (design 5.2). */
export const RESERVED_PROPERTIES: readonly string[] = ['open', 'event', 'ignore'];

/** Longest life of a metric before somebody must look again, in days (design 10). */
export const MAX_EXPIRY_DAYS = 730;

/** Longest a raw row is kept, in days (design 8). */
export const MAX_RETENTION_DAYS = 750;

/** The four categories, after Mozilla's (https://wiki.mozilla.org/Data_Collection, read 2026-11-22), with examples. */
export const CATEGORIES = {
  technical: 'how the site works on a device: errors, speed, kind of browser',
  interaction: 'what is done with the site: pages shown, buttons pressed',
  content: 'what somebody wrote, looked for or was shown for themselves; needs a purpose of its own',
  sensitive: 'what Article 9 of the GDPR protects, or what says it once it is joined; needs a purpose of its own',
} as const;

const words = z.string().trim().min(1, { error: 'is empty.' });
const person = words;

const description = words.optional();

const property = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('boolean'), description }),
    z.strictObject({
      type: z.literal('choice'),
      description,
      values: z
        .array(z.string().min(1).max(100), { error: 'must list the values allowed: values: [small, large].' })
        .min(1, { error: 'is empty. List the values allowed.' })
        .refine((list) => new Set(list).size === list.length, { error: 'names a value twice. Remove one.' }),
    }),
    z.strictObject({
      type: z.literal('count'),
      description,
      most: z.int({ error: 'must say the largest number allowed: most: 100.' }).min(1).max(1_000_000),
    }),
    z.strictObject({
      type: z.literal('bucket'),
      description,
      bounds: z
        .array(z.number(), { error: 'must list the lower edges: bounds: [10, 30, 60].' })
        .min(1, { error: 'is empty. List the lower edges.' })
        .refine((list) => list.every((edge, at) => at === 0 || edge > (list[at - 1] ?? 0)), {
          error: 'must rise: each edge greater than the one before.',
        }),
    }),
    z.strictObject({ type: z.literal('path'), description }),
    z.strictObject({ type: z.literal('host'), description }),
    z.strictObject({ type: z.literal('slug'), description }),
    z.strictObject({ type: z.literal('locale'), description }),
    z.strictObject({ type: z.literal('zone'), description }),
    z.strictObject({
      type: z.literal('text'),
      description,
      maxLength: z.int({ error: 'must say how long the text may be: maxLength: 200.' }).min(1).max(1000),
    }),
  ],
  { error: 'is no property type. Use boolean, choice, count, bucket, path, host, slug, locale, zone or text.' },
);

const expires = z.union([z.literal('never'), z.iso.date()], {
  error: 'is no day. Write it as 2027-11-01, or never together with expiresWhy.',
});

/** Shape of one metric. Unknown keys are refused. */
export const metricSchema = z.strictObject({
  description: words,
  why: words,
  purpose: words,
  category: z.enum(['technical', 'interaction', 'content', 'sensitive'], {
    error: `must be ${Object.entries(CATEGORIES)
      .map(([name, meaning]) => `${name} (${meaning})`)
      .join(', ')}. Choose the one that fits.`,
  }),
  linkage: z.enum(['none', 'session'], { error: 'must be none, or session together with linkedWith.' }),
  linkedWith: z.array(z.string().regex(METRIC_NAME)).optional(),
  distinct: z.string().optional(),
  properties: z
    .record(
      z.string().regex(PROPERTY_NAME, { error: 'is no name for a property. Use camelCase letters and digits.' }),
      property,
    )
    .default({}),
  owners: z.strictObject({ design: person, implementation: person }),
  issues: z.array(z.url({ protocol: /^https?$/, error: 'is no web address.' })).default([]),
  expires,
  expiresWhy: words.optional(),
  retentionDays: z
    .int({ error: 'must be a whole number of days.' })
    .min(1, { error: 'must be 1 or more.' })
    .max(MAX_RETENTION_DAYS, { error: `must be at most ${MAX_RETENTION_DAYS}.` })
    .default(180),
});

/** One metric as declared, with defaults filled in. */
export type MetricDefinition = z.infer<typeof metricSchema>;

/** One property as declared. */
export type PropertyDefinition = z.infer<typeof property>;
