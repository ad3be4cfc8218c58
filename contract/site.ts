/** What the page is told about its site: `site.json`, and the same object inside `askfirst.js`. Nothing in it is secret. */

import type { Registry } from './metric.ts';

/** Configuration of a site as the snippet uses it. */
export interface SiteConfiguration {
  readonly version: 1;
  /** Base path on the page's own origin, without a slash at the end: `/askfirst`. */
  readonly basePath: string;
  readonly registry: Registry;
  /** Purposes that came in after the first scope, with the scope they came in: those nobody who agreed earlier has answered. */
  readonly newPurposes?: Readonly<Record<string, number>>;
  /** IANA name; days are counted in it. */
  readonly timeZone: string;
  readonly timePrecision: 'day' | 'hour';
  readonly buffer: 'indexeddb' | 'memory' | 'off';
  readonly subjects: 'none' | 'optional' | 'required';
  readonly signals: { readonly gpc: boolean; readonly dnt: boolean };
  /** Languages that have texts, the first being the fallback. */
  readonly languages: readonly string[];
  /** The label of the reopen button by language: all the words the snippet itself draws. */
  readonly reopen: Readonly<Record<string, string>>;
  /** Path patterns on which nothing is observed. */
  readonly ignore: readonly string[];
  /** Names of the files that are loaded on demand, relative to the base path. */
  readonly files: { readonly widget: string; readonly waiting: string };
  /** A development site: k is 1, days close at once, and every page says so. */
  readonly development: boolean;
}
