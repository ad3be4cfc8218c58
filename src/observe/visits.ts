/** Measures visits by milestones, each told once when reached, shared between tabs (design 5.7). There is no end event. */

import type { PropertyValue } from '../../contract/check-event.ts';
import type { Registry } from '../../contract/metric.ts';
import type { Stop } from '../api.ts';

/** What the device keeps of the visit under way. */
export interface Visit {
  readonly startMs: number;
  readonly lastMs: number;
  readonly pages: number;
  /** The last milestone of `visit.seconds`. */
  readonly seconds: number;
  /** The day for which `visit.day` has been told. */
  readonly day?: string;
}

/** A visit ends after ten minutes of inactivity, or after a day (design 5.7). */
const MAX_PAUSE_MS = 10 * 60 * 1000;
const MAX_VISIT_MS = 24 * 60 * 60 * 1000;

/** What is told. */
export type ReportMilestone = (metric: string, properties: Readonly<Record<string, PropertyValue>>) => void;

/** Neighbours of the observer. */
export interface VisitParts {
  readonly registry: Registry;
  readonly page: Window;
  readonly now: () => number;
  readonly today: () => string;
  /** Changes the shared state in one step; resolves to what it was and is, or to nothing where nothing may be observed. */
  readonly change: (
    step: (old: Visit | undefined) => Visit,
  ) => Promise<{ readonly old: Visit | undefined; readonly visit: Visit } | undefined>;
  readonly report: ReportMilestone;
}

/** The visit after a page was shown, or after some time on it. Pure. */
export function continueVisit(
  old: Visit | undefined,
  { nowMs, pages, today }: { readonly nowMs: number; readonly pages: number; readonly today: string },
): Visit {
  const isOver =
    !old ||
    nowMs - old.lastMs > MAX_PAUSE_MS ||
    nowMs - old.startMs > MAX_VISIT_MS ||
    nowMs < old.lastMs - MAX_PAUSE_MS;
  return isOver
    ? { startMs: nowMs, lastMs: nowMs, pages: 1, seconds: 0, day: today }
    : { ...old, lastMs: nowMs, pages: old.pages + pages, day: today };
}

/** Milestones of a metric: the bounds of its property `reached`, none if it is not declared. */
function boundsOf(metric: string, registry: Registry): readonly number[] {
  const rule = registry.metrics[metric]?.properties['reached'];
  return rule?.type === 'bucket' ? rule.bounds : [];
}

/** Begins to measure. `onPageView` is to be called for each page shown. */
export function observeVisits(parts: VisitParts): { readonly onPageView: (path: string) => void; readonly stop: Stop } {
  const { registry, page, now, today, change, report } = parts;
  const pageBounds = boundsOf('visit.pages', registry);
  const secondBounds = boundsOf('visit.seconds', registry);
  let timer: number | undefined;
  let entry = '/';

  async function tell(pages: number): Promise<void> {
    clearTimeout(timer);
    let reached = 0;
    const changed = await change((old) => {
      const visit = continueVisit(old, { nowMs: now(), pages, today: today() });
      reached = Math.max(0, ...secondBounds.filter((bound) => visit.lastMs - visit.startMs >= bound * 1000));
      return { ...visit, seconds: Math.max(visit.seconds, reached) };
    });
    if (!changed) return;
    const { old, visit } = changed;
    if (old?.day !== visit.day) report('visit.day', {});
    if (old?.startMs !== visit.startMs) report('visit.start', { entry });
    else if (visit.pages !== old.pages && pageBounds.includes(visit.pages))
      report('visit.pages', { reached: visit.pages });
    for (const bound of secondBounds)
      if (bound <= visit.seconds && bound > (old?.startMs === visit.startMs ? old.seconds : 0))
        report('visit.seconds', { reached: bound });
    const next = secondBounds.find((bound) => bound > visit.seconds);
    if (next && page.document.visibilityState === 'visible')
      timer = page.setTimeout(tell, Math.max(0, visit.startMs + next * 1000 - now()), 0);
  }

  const onVisible = () => {
    clearTimeout(timer);
    if (page.document.visibilityState === 'visible') void tell(0);
  };
  page.document.addEventListener('visibilitychange', onVisible);
  return {
    onPageView(path) {
      entry = path;
      void tell(1);
    },
    stop() {
      clearTimeout(timer);
      page.document.removeEventListener('visibilitychange', onVisible);
    },
  };
}
