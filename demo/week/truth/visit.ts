/** From pages shown and time passed to the milestones of a visit. An independent reading of design 5.7; shares no code with the product. */

/** Something that happened in a browser, before anybody asks whether it may be stored. */
export interface Note {
  readonly atMs: number;
  readonly metric: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** A visit under way. */
export interface Visit {
  readonly startMs: number;
  /** The last sign of life. */
  readonly lastMs: number;
  readonly pages: number;
  readonly seconds: number;
  /** The day that was noted as one on which the browser came by. */
  readonly day: string | undefined;
}

/** A visit ends after so long without a sign of life. */
const PAUSE_MS = 10 * 60 * 1000;

/** Milestones that the forge declares. */
const PAGES: readonly number[] = [2, 3, 5, 10];
const SECONDS: readonly number[] = [10, 30, 60, 180, 600];

/** When a page in sight tells the next milestone, if there is one left. */
export function nextMilestoneMs({ startMs, seconds }: Visit): number | undefined {
  const next = SECONDS.find((mark) => mark > seconds);
  return next === undefined ? undefined : startMs + next * 1000;
}

/** The visit after a page was shown (`pages` 1) or a page in sight lived on (0), and what is to be noted of it. */
export function goOn(
  before: Visit | undefined,
  now: { readonly atMs: number; readonly day: string; readonly pages: 0 | 1; readonly path: string },
): { readonly visit: Visit; readonly notes: readonly Note[] } {
  const { atMs, day, pages, path } = now;
  const goesOn = before && atMs - before.lastMs <= PAUSE_MS ? before : undefined;
  const lived = goesOn ? Math.floor((atMs - goesOn.startMs) / 1000) : 0;
  const passed = SECONDS.filter((mark) => goesOn && mark <= lived && mark > goesOn.seconds);
  const seen = goesOn ? goesOn.pages + pages : 1;
  const notes: [metric: string, properties: Note['properties']][] = passed.map((reached) => [
    'visit.seconds',
    { reached },
  ]);
  if (before?.day !== day) notes.push(['visit.day', {}]);
  if (!goesOn) notes.push(['visit.start', { entry: path }]);
  else if (pages === 1 && PAGES.includes(seen)) notes.push(['visit.pages', { reached: seen }]);
  return {
    visit: {
      startMs: goesOn?.startMs ?? atMs,
      lastMs: atMs,
      pages: seen,
      seconds: Math.max(goesOn?.seconds ?? 0, ...passed),
      day,
    },
    notes: notes.map(([metric, properties]) => ({ atMs, metric, properties })),
  };
}
