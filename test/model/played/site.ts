import type { SiteConfiguration } from '../../../contract/site.ts';

/** A site with one metric, whose property stands for the occurrence. */
export const SITE: SiteConfiguration = {
  version: 1,
  basePath: '/askfirst',
  registry: {
    scope: 1,
    digest: 'd1',
    purposes: ['improve', 'stock'],
    paths: { templates: [], keep: [] },
    metrics: {
      'test.count': {
        purpose: 'improve',
        category: 'interaction',
        linkage: 'none',
        properties: { items: { type: 'count', most: 1_000_000 } },
        since: 1,
        expires: 'never',
      },
    },
  },
  timeZone: 'UTC',
  timePrecision: 'day',
  buffer: 'indexeddb',
  subjects: 'none',
  signals: { gpc: true, dnt: false },
  languages: ['en'],
  reopen: { en: 'Analytics choices' },
  ignore: [],
  files: { widget: 'widget.js', waiting: 'waiting.js' },
  development: false,
};
