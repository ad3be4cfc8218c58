/** What is older than its metric's `retentionDays` goes (design 8). Knows no timer; whether the clock is right is asked before. */

import { addDays, dayAndHour } from '../../contract/day.ts';
import { MAX_EVENT_AGE_DAYS } from '../../contract/limits.ts';
import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { Store } from '../store/store.ts';

/** Days that rows of a metric are kept of which no definition is left. Our choice: as where a definition names none. */
export const DEFAULT_RETENTION_DAYS = 180;

/** A day stays at least until it has closed, or its figures would be lost in silence. */
const LEAST_DAYS = MAX_EVENT_AGE_DAYS + 2;

/** What retention needs. */
export interface RetentionParts {
  readonly store: Pick<Store, 'readSites' | 'readPairs' | 'countEvents' | 'expire' | 'forgetTombstones'>;
  readonly loaded: LoadedRegistry;
  readonly clock: { now(): number };
}

/** One metric of one day whose time is over. */
export interface Overdue {
  readonly site: string;
  readonly day: string;
  readonly metric: string;
}

/** Everything whose time is over now, oldest first within each site. */
export async function findOverdue({
  store,
  loaded,
  clock,
}: Omit<RetentionParts, 'store'> & {
  readonly store: Pick<Store, 'readSites' | 'readPairs'>;
}): Promise<readonly Overdue[]> {
  const today = dayAndHour(clock.now(), loaded.configuration.timeZone).day;
  const overdue: Overdue[] = [];
  for (const site of await store.readSites()) {
    for (const { day, metric } of await store.readPairs(site, addDays(today, -LEAST_DAYS))) {
      const days = Math.max(LEAST_DAYS, retentionOf(metric, loaded));
      if (day < addDays(today, -days)) overdue.push({ site, day, metric });
    }
  }
  return overdue;
}

/** Removes it, and forgets tombstones whose time is over. Broken off, it goes on at the next call. @returns how many rows went */
export async function keepRetention(parts: RetentionParts): Promise<number> {
  const { store, loaded, clock } = parts;
  let removed = 0;
  for (const { site, day, metric } of await findOverdue(parts)) removed += await store.expire(site, day, metric);
  await store.forgetTombstones(dayAndHour(clock.now(), loaded.configuration.timeZone).day.slice(0, 7));
  return removed;
}

function retentionOf(metric: string, { metrics, removed }: LoadedRegistry): number {
  return (metrics[metric]?.definition ?? removed[metric])?.retentionDays ?? DEFAULT_RETENTION_DAYS;
}
