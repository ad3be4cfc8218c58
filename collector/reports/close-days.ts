/** Closes days: their rows become published cells, once and for all. Knows no report and no timer; somebody calls it. */

import { addDays, dayAndHour } from '../../contract/day.ts';
import { MAX_EVENT_AGE_DAYS } from '../../contract/limits.ts';
import type { Store } from '../store/store.ts';
import { isDevelopmentSite } from './development-site.ts';
import { type KnownMetrics, toCells } from './suppress.ts';

/** Before any day that can have events. */
export const FIRST_DAY = '1970-01-01';

/** What closing needs to know. */
export interface ClosingParts {
  readonly store: Pick<Store, 'readDaysWithEvents' | 'readClosedDays' | 'readDay' | 'closeDay'>;
  readonly configuration: {
    readonly kThreshold: number;
    readonly timeZone: string;
    readonly development?: boolean | undefined;
  };
  /** See `toKnownMetrics`. */
  readonly metrics: KnownMetrics;
  readonly clock: { now(): number };
  readonly site: string;
}

/** The newest day that may close: no event of it is accepted any more, in whatever order batches arrive. */
export function lastDueDay(nowMs: number, timeZone: string): string {
  return addDays(dayAndHour(nowMs, timeZone).day, -MAX_EVENT_AGE_DAYS - 1);
}

/**
 * Closes every day of the site that has events and is due. Called late it closes several; called again it changes nothing.
 * A development site's days are never closed: its reports are worked out live, with k of 1. A day with rows of a metric
 * that is not known for certain (its definition was altered and waits for review) stays open until that is settled,
 * because cells are final.
 * @returns the days that this call closed, oldest first
 */
export async function closeDueDays(parts: ClosingParts): Promise<readonly string[]> {
  const { store, configuration, metrics, clock, site } = parts;
  if (isDevelopmentSite(site, configuration)) return [];
  const lastDay = lastDueDay(clock.now(), configuration.timeZone);
  const closedBefore = new Set(await store.readClosedDays(site, FIRST_DAY, lastDay));
  const closed: string[] = [];
  for (const day of await store.readDaysWithEvents(site, FIRST_DAY, lastDay)) {
    if (closedBefore.has(day)) continue;
    const groups = await store.readDay(site, day);
    if (groups.some((group) => !Object.hasOwn(metrics, group.metric))) continue;
    const cells = toCells(day, groups, { k: configuration.kThreshold, metrics });
    const rows = groups.reduce((total, { count }) => total + count, 0);
    if (await store.closeDay(site, day, cells, rows)) closed.push(day);
  }
  return closed;
}
