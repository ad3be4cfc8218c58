/** The shape of askfirst.yaml (design 10), with its defaults. Shape only: what the values mean together is judged elsewhere. */

import { z } from 'zod';

/** Text in the site's first language, or by language: `{ en: Improve this site, pt: … }`. */
export type LocalText = Readonly<Record<string, string>>;

/** A language tag as texts files are named: `en`, `pt-BR`. */
const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'is no language tag. Write one such as en or pt-BR.' });

const webAddress = z.url({
  protocol: /^https?$/,
  error: 'is no web address. Write it whole: https://example.org/page.',
});

const day = z.iso.date({ error: 'is no day. Write it as 2026-11-22.' });

const line = z.string().trim().min(1, { error: 'is empty. Write what it asks for, or remove the key.' });

const localText = z.record(language, line);

const pathPattern = z.string().regex(/^\/\S*$/, {
  error:
    'is no path pattern. Begin with a slash; * is one segment, ** at the end any number, :name a part that varies.',
});

const timeZone = z.string().refine(isTimeZone, { error: 'is no time zone. Use an IANA name such as Europe/Lisbon.' });

/** Names of purposes and processors' keys: what a visitor's decision lists. */
export const PURPOSE_NAME: RegExp = /^[a-z][a-z0-9-]{0,39}$/;

const site = z.string().transform((text, context) => {
  const parsed = toSite(text);
  if (parsed) return parsed;
  context.addIssue({
    code: 'custom',
    message: 'is no site. Write origin and base path, without a slash at the end: https://shop.example/askfirst.',
  });
  return z.NEVER;
});

/** Shape of askfirst.yaml. Every unknown key is refused, because a misspelt key would be a rule that does not hold. */
export const configurationSchema = z.strictObject({
  version: z.literal(1, { error: 'must be 1, the version of the format this program reads.' }),
  controller: z.strictObject({
    name: line,
    contact: line,
    address: line.optional(),
    officer: line.optional(),
    authority: webAddress.optional(),
  }),
  source: webAddress.optional(),
  feedback: webAddress.optional(),
  timeZone,
  buffer: z.enum(['indexeddb', 'memory', 'off']).default('indexeddb'),
  timePrecision: z.enum(['day', 'hour']).default('day'),
  subjects: z.enum(['none', 'optional', 'required']).default('none'),
  kThreshold: z
    .int({ error: 'must be a whole number.' })
    .min(5, { error: 'must be 5 or more: fewer browsers than that are not a crowd.' })
    .default(10),
  signals: z.strictObject({ gpc: z.boolean().default(true), dnt: z.boolean().default(false) }).prefault({}),
  languages: z
    .array(language)
    .min(1, { error: 'is empty. Name at least one language: [en].' })
    .refine((list) => new Set(list).size === list.length, { error: 'names a language twice. Remove one.' })
    .default(['en']),
  storage: z
    .strictObject({
      place: line.optional(),
      region: line.optional(),
      backupMaxDays: z.int().min(0).max(3650, { error: 'must be at most 3650.' }).default(35),
    })
    .prefault({}),
  paths: z
    .strictObject({
      templates: z.array(pathPattern).default([]),
      keep: z.array(pathPattern).default([]),
      ignore: z.array(pathPattern).default([]),
    })
    .prefault({}),
  purposes: z
    .record(
      z
        .string()
        .regex(PURPOSE_NAME, { error: 'is no name for a purpose. Use lower-case letters, digits and hyphens.' }),
      z.strictObject({ title: localText, text: localText }),
    )
    .refine((purposes) => Object.keys(purposes).length > 0, {
      error: 'is empty. A visitor grants purposes, so there must be at least one.',
    }),
  processors: z
    .array(
      z.strictObject({
        name: line,
        role: line,
        country: line,
        contract: webAddress.optional(),
        since: day,
        until: day.optional(),
      }),
    )
    .default([]),
  /** The published policy: what is never collected, in words. */
  never: z.array(line).default([]),
  /** `solo` lets a single steward approve what they own; public pages then say "reviewed by its author". */
  review: z.enum(['separate', 'solo']).default('separate'),
  /** Origins and base paths served. None: the request's Host is the site. */
  sites: z.array(site).default([]),
  /** False: localhost too is treated as a live site. */
  development: z.boolean().default(true),
});

/** askfirst.yaml as read, with defaults filled in. */
export type Configuration = z.infer<typeof configurationSchema>;

/** A site: one origin and base path. */
export interface Site {
  readonly origin: string;
  readonly basePath: string;
}

/** A site as it is written, `https://shop.example/askfirst`; undefined for anything else. */
export function toSite(text: string): Site | undefined {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = !url.search && !url.hash && !url.username && !url.password;
  if (!isPlain || url.pathname === '/' || url.pathname.endsWith('/')) return undefined;
  return { origin: url.origin, basePath: url.pathname };
}

function isTimeZone(name: string): boolean {
  try {
    // Offsets such as "+01:00" pass Intl but are no time zone: they do not know summer time.
    return (
      /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    // Intl throws RangeError for what it does not know.
    return false;
  }
}
