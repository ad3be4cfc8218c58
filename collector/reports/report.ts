/** The reports by name: a question goes in, an answer or a problem comes out. Admin port, page and command line all come through here. */

import type { ReportAnswer, ReportRow } from './answer.ts';
import { VISIT_DAY } from './cell-value.ts';
import { isDevelopmentSite, thresholdOf } from './development-site.ts';
import { reportDrops } from './drops.ts';
import type { ReportParts } from './figures.ts';
import { PAGE_VIEW, reportPageViews } from './page-views.ts';
import { type Asked, parseQuestion, type Question, type QuestionProblem } from './question.ts';
import { reportTopPages } from './top-pages.ts';
import { reportVisitors } from './visitors.ts';

/** One file per question. `title` heads its table; `metrics` are those it reads; `counts` says what a number is. */
export const REPORTS = {
  visitors: {
    title: 'Visitors',
    metrics: [VISIT_DAY],
    counts: 'browsers, each counted once in its row',
    read: reportVisitors,
  },
  'page-views': { title: 'Page views', metrics: [PAGE_VIEW], counts: 'pages shown', read: reportPageViews },
  'top-pages': { title: 'Top pages', metrics: [PAGE_VIEW], counts: 'times shown', read: reportTopPages },
  drops: { title: 'Dropped events', metrics: [], counts: 'events, by why they were dropped', read: reportDrops },
} as const satisfies Record<
  string,
  {
    readonly title: string;
    readonly metrics: readonly string[];
    readonly counts: string;
    read(question: Question, parts: ReportParts, k: number): Promise<readonly ReportRow[]>;
  }
>;

/** Name of a report. */
export type ReportName = keyof typeof REPORTS;

/** Is there a report of this name? */
export function isReportName(name: string): name is ReportName {
  return Object.hasOwn(REPORTS, name);
}

/** Why there is no answer. */
export type ReportProblem = QuestionProblem | { readonly code: 'report-unknown'; readonly detail: string };

/** Answers one report. Rejects only with the store's own errors. */
export async function readReport(
  name: string,
  asked: Asked,
  parts: ReportParts,
): Promise<ReportAnswer | { readonly problem: ReportProblem }> {
  if (!isReportName(name)) {
    const known = Object.keys(REPORTS).join(', ');
    return { problem: { code: 'report-unknown', detail: `There is no such report; ask for ${known}.` } };
  }
  const { configuration, clock } = parts;
  const sites = await readKnownSites(parts);
  const question = parseQuestion(asked, { nowMs: clock.now(), timeZone: configuration.timeZone, sites });
  if ('problem' in question) return question;

  const k = thresholdOf(question.site, configuration);
  const rows = await REPORTS[name].read(question, parts, k);
  parts.onRead?.(REPORTS[name].metrics);
  return {
    report: name,
    site: question.site,
    from: question.from,
    to: question.to,
    period: question.period,
    k,
    development: isDevelopmentSite(question.site, configuration),
    timeZone: configuration.timeZone,
    rows: rows.slice(0, question.limit),
    total: rows.reduce((total, row) => total + row.count, 0),
    ...(rows.some((row) => row.atLeast || row.tooFew) ? { atLeast: true as const } : {}),
  };
}

/** Sites of the configuration and sites that have sent something, in the order of their names. */
export async function readKnownSites({ store, sites = [] }: Pick<ReportParts, 'store' | 'sites'>): Promise<string[]> {
  return [...new Set([...sites, ...(await store.readSites())])].sort();
}
