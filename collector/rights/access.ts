/** What the store holds of what is named, with its meaning. Changes nothing. */

import type { AccessAnswer } from '../../contract/rights.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { NamedIds, Store } from '../store/store.ts';

/** What access needs. */
export interface AccessParts {
  readonly store: Pick<Store, 'readNamed' | 'readConsents'>;
  readonly clock: { now(): number };
  readonly loaded: () => LoadedRegistry;
  /** Called before each answer. */
  onAnswered(site: string, counts: { readonly named: number; readonly found: number }): void;
}

/** Whatever was named in vain costs the same look-ups and adds nothing (T-71). */
export type Access = (
  part: { readonly named: readonly NamedIds[]; readonly receiptKey?: string },
  site: string,
) => Promise<AccessAnswer>;

/** Reads at the moment it is asked. */
export function createAccess({ store, clock, loaded, onAnswered }: AccessParts): Access {
  return async ({ named, receiptKey }, site) => {
    const events = await store.readNamed(site, named);
    const receipts = receiptKey === undefined ? [] : await store.readConsents(site, receiptKey);
    const count = named.reduce((total, { ids }) => total + ids.length, 0);
    onAnswered(site, { named: count, found: events.length });
    const metrics = [...new Set(events.map(({ metric }) => metric))].sort();
    return {
      events,
      receipts: receipts.map((record) => ({ ...record })),
      meaning: Object.fromEntries(metrics.flatMap((metric) => toMeaning(metric, loaded()))),
      now: clock.now(),
    };
  };
}

/** In the words of the definition, also of a metric that was removed since. */
function toMeaning(metric: string, { metrics, removed }: LoadedRegistry): readonly (readonly [string, string])[] {
  const definition = metrics[metric]?.definition ?? removed[metric];
  if (!definition) return [[metric, 'No definition of it is left in the registry.']];
  return [
    [metric, definition.description],
    ...Object.entries(definition.properties).map(
      ([name, { description = '' }]) => [`${metric}#${name}`, description] as const,
    ),
  ];
}
