/** `/.well-known/gpc.json`: does the site honour Global Privacy Control? */

import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { PageAnswer } from './document.ts';
import { toJsonPage } from './json-page.ts';

/** At the root of the origin, whatever the base path. */
export const GPC_PATH = '/.well-known/gpc.json';

/**
 * The GPC support resource. `lastUpdate` is the day of the newest release, when what the site says was last settled.
 * Source: https://privacycg.github.io/gpc-spec/#gpc-support-resource, read 2026-11-22.
 */
export function toGpcFile({ configuration, scopes }: Pick<LoadedRegistry, 'configuration' | 'scopes'>): PageAnswer {
  const newest = scopes.at(-1);
  return toJsonPage({ gpc: configuration.signals.gpc, ...(newest ? { lastUpdate: newest.date } : {}) });
}
