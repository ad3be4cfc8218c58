import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { Store } from '../store/store.ts';
import type { ReportParts } from './figures.ts';
import { toKnownMetrics } from './suppress.ts';

/** What every report is made from, by the registry in force. */
export function toReportParts(store: Store, loaded: LoadedRegistry, clock: { now(): number }): ReportParts {
  const { configuration } = loaded;
  const sites = configuration.sites.map(({ origin, basePath }) => origin + basePath);
  return { store, configuration, metrics: toKnownMetrics(loaded), clock, sites };
}
