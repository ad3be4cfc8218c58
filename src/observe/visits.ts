/** Measures visits by milestones, each told once when reached, shared between tabs (design 5.7). There is no end event. */

import type { RecordedEvent } from '../../contract/check-event.ts';
import { toHex } from '../../contract/handle.ts';
import { HANDLE_BYTES } from '../../contract/limits.ts';
import type { Waiting } from '../admit.ts';
import type { Recorded, Stop } from '../api.ts';
import { type Database, update } from '../buffer/database.ts';
import type { Grant } from '../decision/decision.ts';
import type { Keeper } from '../decision/keeper.ts';
import type { Device } from '../device.ts';
import { toJson } from '../to-json.ts';

/** A milestone that has been reached: what makes its event the same one, whichever page tells it. */
export type Milestone = RecordedEvent & Waiting;

/** What the device keeps of the visit under way. */
export interface Visit {
  readonly startMs: number;
  readonly lastMs: number;
  readonly pages: number;
  /** The last milestone of `visit.seconds`. */
  readonly seconds: number;
  /** Its start has been told, or is `untold`; an event of the session may come before. */
  readonly isStarted?: true;
  /** Joins the events of this visit whose metrics were reviewed with `linkage: session`, and numbers them. */
  readonly session?: string;
  readonly sequence?: number;
  /** The day that has been told by `visit.day`. */
  readonly day?: string | undefined;
  /** Reached, and not recorded yet as far as is known: a page that is left at once leaves them to the next. */
  readonly untold: readonly Milestone[];
}

/** A visit ends after ten minutes of inactivity, or after a day (design 5.7). */
const MAX_PAUSE_MS = 10 * 60 * 1000;
const MAX_VISIT_MS = 24 * 60 * 60 * 1000;

/** The visit after more pages were shown, or after some time on one. Pure. */
export function continueVisit(
  old: Visit | undefined,
  now: { readonly nowMs: number; readonly pages: number; readonly bounds: readonly number[] },
): Visit {
  const { nowMs, pages, bounds } = now;
  const isOver = !old || Math.abs(nowMs - old.lastMs) > MAX_PAUSE_MS || nowMs - old.startMs > MAX_VISIT_MS;
  if (isOver) return { startMs: nowMs, lastMs: nowMs, pages: 1, seconds: 0, day: old?.day, untold: old?.untold ?? [] };
  const seconds = bounds.findLast((bound) => nowMs - old.startMs >= bound * 1000) ?? 0;
  return { ...old, lastMs: nowMs, pages: old.pages + pages, seconds: Math.max(seconds, old.seconds) };
}

/** Two pages that tell one milestone tell it under one token. */
const tokenOf = ({ recordedAtMs, metric, properties }: Milestone) => toJson([recordedAtMs, metric, properties]);

/** Keeps the visit: beside the seen table, or in this document while nothing may be stored. */
export interface VisitParts {
  readonly keeper: Keeper;
  readonly database: Database;
  /** Records it, or says why not; the same token stands for the same event. */
  readonly record: (milestone: Milestone, token: string) => Promise<Recorded>;
}

/** Visits of this browser, observed or not. */
export interface Visits {
  /** Begins to measure. `onPageView` is to be called with each path shown. */
  observe(): { readonly onPageView: (path: string) => void; readonly stop: Stop };
  /** Session and number of the next event that may be joined with others of this visit. */
  link(): Promise<Pick<Waiting, 'session' | 'sequence'> | undefined>;
}

/** Does nothing until asked. */
export function createVisits(
  { site, page, now, today, random }: Device,
  { keeper, database, record }: VisitParts,
): Visits {
  const { document } = page;
  const { metrics } = site.registry;
  /** Milestones of a metric: the bounds of its property `reached`, none if it is not declared. */
  const boundsOf = (metric: string): readonly number[] => {
    const rule = metrics[metric]?.properties.reached;
    return rule?.type === 'bucket' ? rule.bounds : [];
  };
  const bounds = boundsOf('visit.seconds');
  const isVisible = () => document.visibilityState === 'visible';
  let isStopped = true;
  let timer: number | undefined;
  let path = '/';
  let inMemory: Visit | undefined;

  const change = (step: (before: Visit | undefined, grant?: Grant) => Visit): Promise<Visit | undefined> =>
    keeper.guarded(async ({ effective, grant }) => {
      if (effective === 'off') return undefined;
      const take = (before: Visit | undefined) => {
        inMemory = step(before, grant);
        return inMemory;
      };
      if (site.buffer === 'indexeddb' || grant)
        await update(database.writing, 'visit', take).catch(() => take(inMemory));
      else take(inMemory);
      return inMemory;
    });

  const tell = async (pages: number): Promise<void> => {
    clearTimeout(timer);
    const nowMs = now();
    const visit = await change((old, grant) => {
      const seen = continueVisit(old, { nowMs, pages, bounds });
      const isNew = !seen.isStarted;
      const next = { ...seen, isStarted: true as const, pages: isNew ? 1 : seen.pages };
      const day = today();
      const reached: [metric: string, properties: RecordedEvent['properties']][] = bounds
        .filter((bound) => bound <= next.seconds && bound > (old?.seconds ?? 0))
        .map((bound) => ['visit.seconds', { reached: bound }]);
      if (old?.day !== day) reached.push(['visit.day', {}]);
      if (isNew) reached.push(['visit.start', { entry: path }]);
      else if (pages && boundsOf('visit.pages').includes(next.pages))
        reached.push(['visit.pages', { reached: next.pages }]);
      const untold = reached
        .filter(([metric]) => metrics[metric])
        .map(([metric, properties]) => ({
          metric,
          properties,
          handle: random(HANDLE_BYTES),
          recordedAtMs: nowMs,
          ...(grant && { epoch: grant.epoch }),
        }));
      return { ...next, day, untold: [...next.untold, ...untold] };
    });
    if (!visit || isStopped) return;
    const { untold, seconds, startMs } = visit;
    const next = bounds.find((bound) => bound > seconds);
    if (next && isVisible()) timer = page.setTimeout(tell, startMs + next * 1000 - now(), 0);
    if (!untold[0]) return;
    await Promise.all(untold.map((milestone) => record(milestone, tokenOf(milestone))));
    const told = untold.map(tokenOf);
    await change((old = visit) => ({ ...old, untold: old.untold.filter((one) => !told.includes(tokenOf(one))) }));
  };

  const onVisible = () => {
    if (isVisible()) void tell(0);
  };
  return {
    observe() {
      isStopped = false;
      document.addEventListener('visibilitychange', onVisible);
      return {
        onPageView(shown) {
          path = shown;
          void tell(1);
        },
        stop() {
          isStopped = true;
          // Nothing of it outlives a no.
          inMemory = undefined;
          clearTimeout(timer);
          document.removeEventListener('visibilitychange', onVisible);
        },
      };
    },

    async link() {
      const visit = await change((old) => {
        const seen = continueVisit(old, { nowMs: now(), pages: 0, bounds: [] });
        const { session = toHex(random(HANDLE_BYTES)), sequence = -1 } = seen;
        return { ...seen, session, sequence: sequence + 1 };
      });
      return visit?.session ? { session: visit.session, sequence: visit.sequence ?? 0 } : undefined;
    },
  };
}
