/** Measures visits by milestones, each told once when reached, shared between tabs (design 5.7). There is no end event. */

import type { PropertyValue } from '../../contract/check-event.ts';
import type { Stop } from '../api.ts';
import { type Database, update } from '../buffer/database.ts';
import type { Keeper } from '../decision/keeper.ts';
import type { Device } from '../device.ts';

/** What the device keeps of the visit under way. */
export interface Visit {
  readonly startMs: number;
  readonly lastMs: number;
  readonly pages: number;
  /** The last milestone of `visit.seconds`. */
  readonly seconds: number;
  /** The day whose `visit.day` is kept; written after it, so that a page that is left in between loses no visitor. */
  readonly day?: string | undefined;
}

/** A visit ends after ten minutes of inactivity, or after a day (design 5.7). */
const MAX_PAUSE_MS = 10 * 60 * 1000;
const MAX_VISIT_MS = 24 * 60 * 60 * 1000;

/** What is told; resolves once it is kept, or dropped. */
export type Report = (metric: string, properties: Readonly<Record<string, PropertyValue>>) => Promise<unknown>;

/** The visit after more pages were shown, or after some time on one. Pure. */
export function continueVisit(
  old: Visit | undefined,
  now: { readonly nowMs: number; readonly pages: number; readonly bounds: readonly number[] },
): Visit {
  const { nowMs, pages, bounds } = now;
  const isOver = !old || Math.abs(nowMs - old.lastMs) > MAX_PAUSE_MS || nowMs - old.startMs > MAX_VISIT_MS;
  if (isOver) return { startMs: nowMs, lastMs: nowMs, pages: 1, seconds: 0, day: old?.day };
  const seconds = bounds.findLast((bound) => nowMs - old.startMs >= bound * 1000) ?? 0;
  return { ...old, lastMs: nowMs, pages: old.pages + pages, seconds: Math.max(seconds, old.seconds) };
}

/** Keeps the visit: beside the seen table, or in this document while nothing may be stored. */
export interface VisitParts {
  readonly keeper: Keeper;
  readonly database: Database;
  readonly report: Report;
}

/** Begins to measure. `onPageView` is to be called with each path shown. */
export function observeVisits(
  { site, page, now, today }: Device,
  { keeper, database, report }: VisitParts,
): { readonly onPageView: (path: string) => void; readonly stop: Stop } {
  const { document } = page;
  /** Milestones of a metric: the bounds of its property `reached`, none if it is not declared. */
  const boundsOf = (metric: string): readonly number[] => {
    const rule = site.registry.metrics[metric]?.properties.reached;
    return rule?.type === 'bucket' ? rule.bounds : [];
  };
  const bounds = boundsOf('visit.seconds');
  const isVisible = () => document.visibilityState === 'visible';
  let isStopped = false;
  let timer: number | undefined;
  let path = '/';
  let inMemory: Visit | undefined;
  /** The day this page has told, whether or not that is kept yet. */
  let toldDay: string | undefined;

  const change = (step: (before: Visit | undefined) => Visit): Promise<Visit | undefined> =>
    keeper.guarded(async ({ effective, grant }) => {
      if (isStopped || effective === 'off') return undefined;
      const take = (before: Visit | undefined) => {
        inMemory = step(before);
        return inMemory;
      };
      if (site.buffer === 'indexeddb' || grant)
        await update(database.writing, 'visit', take).catch(() => take(inMemory));
      else take(inMemory);
      return inMemory;
    });

  const tellDay = async (day: string) => {
    toldDay = day;
    await report('visit.day', {});
    await change((before) => ({ ...(before ?? continueVisit(before, { nowMs: now(), pages: 0, bounds })), day }));
  };

  const tell = async (pages: number): Promise<void> => {
    clearTimeout(timer);
    let old: Visit | undefined;
    const visit = await change((before) => {
      old = before;
      return continueVisit(before, { nowMs: now(), pages, bounds });
    });
    if (!visit) return;
    const day = today();
    if (visit.day !== day && toldDay !== day) void tellDay(day);
    const isNew = old?.startMs !== visit.startMs;
    if (isNew) void report('visit.start', { entry: path });
    else if (pages && boundsOf('visit.pages').includes(visit.pages))
      void report('visit.pages', { reached: visit.pages });
    for (const bound of bounds)
      if (bound <= visit.seconds && (isNew || bound > (old?.seconds ?? 0)))
        void report('visit.seconds', { reached: bound });
    const next = bounds.find((bound) => bound > visit.seconds);
    if (next && isVisible()) timer = page.setTimeout(tell, visit.startMs + next * 1000 - now(), 0);
  };

  const onVisible = () => {
    if (isVisible()) void tell(0);
  };
  document.addEventListener('visibilitychange', onVisible);
  return {
    onPageView(shown) {
      path = shown;
      void tell(1);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}
