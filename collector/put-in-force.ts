/** The registry, and what changes with it: read as a whole, put in force as a whole. */

import { fileURLToPath } from 'node:url';
import { dayAndHour } from '../contract/day.ts';
import type { CollectorOptions } from './collector-options.ts';
import type { Log } from './log.ts';
import { createClockWindow } from './receive/clock-window.ts';
import { readPageFiles } from './receive/page-files.ts';
import type { InForce } from './receive/receive-parts.ts';
import { createSiteFiles, type SiteFilesParts } from './receive/site-files.ts';
import { createSiteOf } from './receive/site-of.ts';
import { loadRegistry } from './registry/load-registry.ts';
import { StartProblem } from './start-problem.ts';

/** Said where the registry wants signed-in people and nobody says how to know them. */
const NO_TOKENS =
  'subjects in askfirst.yaml is not none, so tokens must be checked: give --subject-issuer and --subject-secret-file or --subject-keys-file (docs/organisations.md).';

/** What the registry is read with. */
export interface PutInForceParts
  extends Pick<CollectorOptions, 'registryFolder' | 'readRegistry' | 'pageFolder' | 'basePath' | 'subjectTokens'> {
  readonly clock: { now(): number };
  readonly log: Log;
  readonly keepNotice: SiteFilesParts['keepNotice'];
}

/**
 * Reads the built page once, and the registry at each call; the log names every metric that is withheld. The call throws
 * RegistryProblem, and StartProblem where signed-in people are wanted and nobody says how to know them.
 */
export function createPutInForce(parts: PutInForceParts): () => InForce {
  const { clock, log, keepNotice, basePath = '/askfirst' } = parts;
  const page = readPageFiles(parts.pageFolder ?? defaultPageFolder());
  const read = parts.readRegistry ?? ((today: string) => loadRegistry(parts.registryFolder, { today }));
  return () => {
    const loaded = read(dayAndHour(clock.now(), 'UTC').day);
    if (loaded.configuration.subjects !== 'none' && !parts.subjectTokens) throw new StartProblem(NO_TOKENS);
    for (const withheld of loaded.withheld) {
      log.warn('a metric is not collected', {
        problem: `${withheld.file}:${withheld.line}:${withheld.column} ${withheld.message} ${withheld.remedy}`,
      });
    }
    return {
      loaded,
      siteOf: createSiteOf(loaded.configuration.sites, basePath),
      windowAt: createClockWindow(loaded.configuration.timeZone),
      files: createSiteFiles({ loaded, page, keepNotice }),
    };
  };
}

/** Beside the built file, in `dist` when run from the repository. */
function defaultPageFolder(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/page' : '../page', import.meta.url));
}
