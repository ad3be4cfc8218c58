/** From the loaded registry to what the page is told. */

import type { SiteConfiguration } from '../../contract/site.ts';
import type { LoadedRegistry } from './loaded-registry.ts';

/** What the registry does not know: where the site is and how its files are called. */
export interface SiteParts {
  readonly basePath: string;
  readonly files: SiteConfiguration['files'];
  /** The reopen button's label by language, from the shipped texts. */
  readonly reopen: Readonly<Record<string, string>>;
  /** Does the request come from localhost? */
  readonly isLocal: boolean;
}

/** The site's configuration as `site.json` has it. Nothing in it is secret. */
export function toSiteConfiguration(loaded: LoadedRegistry, parts: SiteParts): SiteConfiguration {
  const { configuration, registry, scopes } = loaded;
  const newPurposes = scopes
    .slice(1)
    .flatMap(({ number, news }) =>
      news.flatMap((item) => (item.of === 'purpose-added' ? [[item.purpose, number] as const] : [])),
    );
  return {
    version: 1,
    basePath: parts.basePath,
    registry,
    ...(newPurposes.length > 0 && { newPurposes: Object.fromEntries(newPurposes) }),
    timeZone: configuration.timeZone,
    timePrecision: configuration.timePrecision,
    buffer: configuration.buffer,
    subjects: configuration.subjects,
    signals: configuration.signals,
    languages: configuration.languages,
    reopen: parts.reopen,
    ignore: configuration.paths.ignore,
    files: parts.files,
    development: parts.isLocal && configuration.development,
  };
}
