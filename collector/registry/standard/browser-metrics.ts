/** What describes the browser: each alone and once a day, so that nothing can be put together (design 5.7). */

import type { StandardMetric } from './standard-metric.ts';

/** Metrics about browsers, by name. */
export const BROWSER_METRICS: Readonly<Record<string, StandardMetric>> = {
  'browser.family': {
    description: 'Which browser came by today.',
    why: 'Tells in which browsers the site must be tested, so that nobody is locked out; visitors keep the browser they like.',
    category: 'technical',
    distinct: 'browser',
    properties: {
      browser: {
        type: 'choice',
        values: ['chrome', 'edge', 'firefox', 'opera', 'safari', 'samsung', 'other'],
        description: 'The browser, without version.',
      },
    },
  },
  'browser.system': {
    description: 'Which operating system came by today.',
    why: 'Tells on which systems the site must be tested, so that nobody is locked out; visitors keep the one they have.',
    category: 'technical',
    distinct: 'operatingSystem',
    properties: {
      operatingSystem: {
        type: 'choice',
        values: ['android', 'chromeos', 'ios', 'linux', 'macos', 'windows', 'other'],
        description: 'The operating system, without version.',
      },
    },
  },
  'browser.device': {
    description: 'Which kind of device came by today.',
    why: 'Tells whether small screens come first, so that pages fit them; visitors on telephones get pages made for them.',
    category: 'technical',
    distinct: 'device',
    properties: {
      device: { type: 'choice', values: ['phone', 'tablet', 'desktop'], description: 'The kind of device.' },
    },
  },
  'browser.language': {
    description: 'Which language a browser asked for today.',
    why: 'Tells into which languages to translate, so that the first ones help most; readers get pages they can read.',
    category: 'technical',
    distinct: 'language',
    properties: { language: { type: 'locale', description: 'The first language of the browser, such as pt.' } },
  },
  'browser.zone': {
    description: 'Which time zone a browser was set to today.',
    why: 'Tells roughly from where people come, without their address, so that times and prices suit; visitors read their own hours.',
    category: 'technical',
    distinct: 'zone',
    properties: { zone: { type: 'zone', description: 'The time zone, such as Europe/Lisbon.' } },
  },
};
