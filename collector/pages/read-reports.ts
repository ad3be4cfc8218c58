/** Reports as the admin port shows them: one as JSON or CSV, all of them as a page. */

import type { ReportAnswer } from '../reports/answer.ts';
import { readArrivedToday } from '../reports/arrived-today.ts';
import { toCsv } from '../reports/csv.ts';
import type { ReportParts } from '../reports/figures.ts';
import type { QuestionProblem } from '../reports/question.ts';
import { rememberReads } from '../reports/remember-reads.ts';
import { REPORTS, type ReportName, readKnownSites, readReport } from '../reports/report.ts';
import { PAGE_HEADERS, type PageAnswer } from './document.ts';
import { toJson, toProblem } from './problem-answer.ts';
import { PAGE_LIMIT, toReportPage } from './report-page.ts';

/** @param file name of a report; with `.csv` it comes as a file to save */
export async function readOne(file: string, search: URLSearchParams, parts: ReportParts): Promise<PageAnswer> {
  const isCsv = file.endsWith('.csv');
  const name = isCsv ? file.slice(0, -'.csv'.length) : file;
  const read = await readReport(name, Object.fromEntries(search), parts);
  if ('problem' in read) return toProblem(read.problem.code, read.problem.detail);
  if (!isCsv) return toJson(200, read);
  return {
    status: 200,
    headers: {
      ...PAGE_HEADERS,
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${read.report}-${read.from}-${read.to}.csv"`,
      'Cache-Control': 'no-store',
    },
    body: toCsv(read),
  };
}

/** All reports on one page, for the question in its form. */
export async function readPage(search: URLSearchParams, now: ReportParts): Promise<PageAnswer> {
  const parts = { ...now, store: rememberReads(now.store) };
  const sites = await readKnownSites(parts);
  const given = Object.fromEntries(search);
  // With several sites the page shows the first until another is chosen.
  const asked = { ...given, site: given.site || (sites[0] ?? '') };
  const answers: Partial<Record<ReportName, ReportAnswer>> = {};
  let problem: QuestionProblem | undefined;
  // `Object.keys` of a constant table gives its keys.
  for (const name of Object.keys(REPORTS) as ReportName[]) {
    const limit = name === 'top-pages' ? { limit: String(PAGE_LIMIT + 1) } : {};
    const read = await readReport(name, { ...asked, ...limit }, parts);
    if ('problem' in read && read.problem.code !== 'report-unknown') problem = read.problem;
    if (!('problem' in read)) answers[name] = read;
  }
  if (problem) return toReportPage({ sites, asked, problem });
  const arrivedToday = await readArrivedToday(asked.site, parts);
  // Without a problem every report of the table was answered.
  return toReportPage({ sites, asked, arrivedToday, answers: answers as Record<ReportName, ReportAnswer> });
}
