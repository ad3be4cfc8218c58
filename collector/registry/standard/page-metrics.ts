/** What happens on a page: links, files, forms, reading, speed, errors (design 5.8). */

import type { StandardMetric } from './standard-metric.ts';

const toRating = (name: string, meaning: string, why: string): StandardMetric => ({
  description: `A page was rated for ${meaning}.`,
  why,
  category: 'technical',
  distinct: 'rating',
  properties: {
    rating: {
      type: 'choice',
      values: ['good', 'needs-improvement', 'poor'],
      description: `How ${name}, by the limits of the Web Vitals.`,
    },
  },
});

/** Metrics about what happens on a page, by name. */
export const PAGE_METRICS: Readonly<Record<string, StandardMetric>> = {
  'link.out': {
    description: 'A link to another site was followed.',
    why: 'Shows which of our references help, so that we keep these links alive; readers find sources that still exist.',
    category: 'interaction',
    distinct: 'host',
    properties: { host: { type: 'host', description: 'The host of the other site, without path.' } },
  },
  'file.download': {
    description: 'A file of this site was downloaded.',
    why: 'Shows which files are wanted, so that we keep these up to date; visitors do not download old ones.',
    category: 'interaction',
    distinct: 'path',
    properties: { path: { type: 'path', description: "The file's path, with identifiers removed." } },
  },
  'form.submit': {
    description: 'A form was sent; nothing of what it holds is read.',
    why: 'Shows which forms are sent and which are given up, so that we shorten those; visitors fill in less.',
    category: 'interaction',
    distinct: 'path',
    properties: { path: { type: 'path', description: 'The path of the page with the form, identifiers removed.' } },
  },
  'page.depth': {
    description: 'A page was scrolled this far.',
    why: 'Shows whether what matters is read or lies too low, so that we move it up; readers scroll less.',
    category: 'interaction',
    distinct: 'percent',
    properties: {
      percent: { type: 'bucket', bounds: [25, 50, 75, 100], description: 'Percent of the page that was reached.' },
    },
  },
  'page.engaged': {
    description: 'A page was in use for this many seconds.',
    why: 'Shows whether a page is read or only open, so that we rewrite what is not read; readers get clearer pages.',
    category: 'interaction',
    distinct: 'seconds',
    properties: {
      seconds: {
        type: 'bucket',
        bounds: [5, 15, 30, 60, 180],
        description: 'Seconds in which the page was visible and in use.',
      },
    },
  },
  'vital.lcp': toRating(
    'quickly the largest part was shown',
    'how fast its main part appeared',
    'Shows whether pages appear fast enough, so that we make slow ones lighter; visitors wait less.',
  ),
  'vital.inp': toRating(
    'quickly it answered clicks and keys',
    'how fast it answered',
    'Shows whether pages answer clicks at once, so that we mend those that hang; visitors wait less.',
  ),
  'vital.cls': toRating(
    'still it stood while loading',
    'how much it moved',
    'Shows whether pages jump while they load, so that we hold them still; visitors click what they meant to.',
  ),
  'script.error': {
    description: 'A script of this site failed.',
    why: 'Shows which of our scripts break, so that we mend them before anybody has to write to us; visitors meet fewer dead buttons.',
    category: 'technical',
    distinct: 'file',
    properties: {
      file: { type: 'path', description: 'The path of our own script; never the message, which could hold anything.' },
      kind: {
        type: 'choice',
        values: ['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'NetworkError', 'other'],
        description: 'The kind of error.',
      },
    },
  },
};
