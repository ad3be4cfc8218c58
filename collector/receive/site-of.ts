/** Which site a request is for. */

import type { Site } from '../registry/configuration.ts';
import type { Incoming } from './incoming.ts';

/** A site that this collector serves. */
export interface ServedSite {
  /** Origin and base path, as the store and the reports name it. */
  readonly name: string;
  readonly origin: string;
  readonly basePath: string;
}

/**
 * How many different hosts are served where the configuration names none. Our choice: the Host header is the
 * client's word, and each one believed would become a site of its own.
 */
const MAX_UNLISTED_SITES = 100;

/** Finds the site of a request; undefined for a host or path that is none of ours. */
export type SiteOf = (incoming: Incoming) => ServedSite | undefined;

/**
 * @param listed `sites` of the configuration; where it is empty the request's host is the site
 * @param basePath the base path of sites that are not listed
 */
export function createSiteOf(listed: readonly Site[], basePath: string): SiteOf {
  const isUnder = (path: string, base: string) => path.startsWith(base) && path[base.length] === '/';
  if (listed.length > 0) {
    const sites = listed.map((site) => ({ ...toServedSite(site), host: new URL(site.origin).host }));
    return ({ host, path }) => sites.find((site) => site.host === host && isUnder(path, site.basePath));
  }
  const sites = new Map<string, ServedSite>();
  return ({ host, path, protocol }) => {
    if (host === '' || !isUnder(path, basePath)) return undefined;
    const key = `${protocol}://${host}`;
    let site = sites.get(key);
    if (!site && sites.size < MAX_UNLISTED_SITES && URL.canParse(key)) {
      site = toServedSite({ origin: new URL(key).origin, basePath });
      sites.set(key, site);
    }
    return site;
  };
}

function toServedSite({ origin, basePath }: Site): ServedSite {
  return { name: origin + basePath, origin, basePath };
}
