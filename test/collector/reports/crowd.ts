/**
 * A crowd of browsers and what they looked at: the reference for suppression. Written apart from the code under test;
 * it knows who did what, which no store does.
 */

/** One browser looked at one page on one day. */
export interface View {
  readonly browser: number;
  readonly day: string;
  readonly path: string;
}

/** Rows as a store would hold them after a whole crowd was counted: sums, and nobody's name. */
export interface Rows {
  readonly metric: string;
  readonly properties: Readonly<Record<string, string | boolean>>;
  readonly count: number;
  readonly firsts: number;
}

/** The different browsers behind some views. */
export function browsersOf(views: readonly View[]): Set<number> {
  return new Set(views.map((view) => view.browser));
}

/** The rows of `page.view` of a day: one for each path, with its views and its browsers. */
export function pageRows(views: readonly View[], day: string): Rows[] {
  const paths = new Map<string, View[]>();
  for (const view of views) if (view.day === day) paths.set(view.path, [...(paths.get(view.path) ?? []), view]);
  return [...paths].map(([path, seen]) => ({
    metric: 'page.view',
    properties: { path },
    count: seen.length,
    firsts: browsersOf(seen).size,
  }));
}
