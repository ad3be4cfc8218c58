/** Visits and pages: what the core of the snippet observes, and how people came (design 5.7, 5.8). */

import type { StandardMetric } from './standard-metric.ts';

const OWN_PATH =
  'A path of this one site, with identifiers removed, says which page was useful. Mozilla puts browsing history across sites in category 3; here no two rows of a browser can be joined, so there is no history.';

/** Metrics about pages and visits, by name. */
export const VISIT_METRICS: Readonly<Record<string, StandardMetric>> = {
  'page.view': {
    description: 'A page was shown.',
    why: 'Tells which pages are worth keeping and which to mend; visitors get a site that is easier to find their way in.',
    category: 'interaction',
    categoryWhy: OWN_PATH,
    distinct: 'path',
    properties: { path: { type: 'path', description: "The page's path, without query and with identifiers removed." } },
  },
  'page.missing': {
    description: 'A page was asked for that is not there.',
    why: 'Tells which links are broken, so that they can be mended; visitors run into fewer dead ends.',
    category: 'technical',
    categoryWhy: OWN_PATH,
    distinct: 'path',
    properties: { path: { type: 'path', description: 'The path asked for, with identifiers removed.' } },
  },
  'visit.day': {
    description: 'A browser came by on this day.',
    why: 'Counts visitors by day, week and month without telling them apart, so that we see whether changes bring people back; visitors need no cookie for it.',
    category: 'interaction',
    properties: {
      week: { type: 'boolean', description: "Was it this browser's first day of the week?" },
      month: { type: 'boolean', description: "Was it this browser's first day of the month?" },
      age: {
        type: 'choice',
        values: ['new', 'week', 'month', 'quarter', 'older'],
        description: 'How long ago this browser was first seen.',
      },
    },
  },
  'visit.start': {
    description: 'A visit began on this page.',
    why: 'Shows where people arrive, so that these pages say at once where they are; visitors lose less time on a wrong door.',
    category: 'interaction',
    categoryWhy: OWN_PATH,
    distinct: 'entry',
    properties: { entry: { type: 'path', description: 'The path of the first page, with identifiers removed.' } },
  },
  'visit.pages': {
    description: 'A visit reached this number of pages.',
    why: 'Shows whether people find a second page or leave, so that we mend the pages they leave from; visitors get further with fewer clicks.',
    category: 'interaction',
    distinct: 'reached',
    properties: {
      reached: { type: 'bucket', bounds: [2, 3, 5, 10], description: 'Pages seen, sent once when a mark is reached.' },
    },
  },
  'visit.seconds': {
    description: 'A visit reached this many seconds.',
    why: 'Shows whether pages are read or left at once, so that we shorten the ones nobody reads; visitors get shorter pages.',
    category: 'interaction',
    distinct: 'reached',
    properties: {
      reached: {
        type: 'bucket',
        bounds: [10, 30, 60, 180, 600],
        description: 'Seconds since the visit began, sent once when a mark is reached.',
      },
    },
  },
  'visit.referrer': {
    description: 'A visit came by a link from another site.',
    why: 'Shows which sites send people here, so that what they came for is easy to find; visitors land on the page they expect.',
    category: 'interaction',
    categoryWhy:
      "Only the other site's host, never the page there. Mozilla puts browsing history in category 3; one host, joined with nothing, is no history.",
    distinct: 'host',
    properties: { host: { type: 'host', description: 'The host of the site with the link, without path.' } },
  },
  'visit.campaign': {
    description: 'A visit came by one of our own announcements.',
    why: 'Shows which announcements bring people here, so that we stop writing the others; readers get fewer of them.',
    category: 'interaction',
    distinct: 'campaign',
    properties: {
      campaign: {
        type: 'choice',
        values: ['newsletter', 'poster'],
        description: 'The announcement, from this list; any other is not recorded.',
      },
    },
    isOwnList: true,
  },
};
