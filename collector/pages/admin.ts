/**
 * The admin port: reports as JSON, CSV and one page, for whoever has the token. It is another origin than any site and
 * meant for localhost; the public port knows nothing of it.
 */

import { PROBLEMS, type ProblemCode } from '../../contract/problems.ts';
import type { ReportAnswer } from '../reports/answer.ts';
import { toCsv } from '../reports/csv.ts';
import type { ReportParts } from '../reports/figures.ts';
import type { QuestionProblem } from '../reports/question.ts';
import { rememberReads } from '../reports/remember-reads.ts';
import { REPORTS, type ReportName, readKnownSites, readReport } from '../reports/report.ts';
import { PAGE_HEADERS, type PageAnswer } from './document.ts';
import { PAGE_LIMIT, toReportPage } from './report-page.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { toSignInPage } from './sign-in-page.ts';

/** What the admin port is made of. */
export interface AdminParts {
  /** The admin token of the data folder. */
  readonly token: string;
  readonly clock: { now(): number };
  /** What reports are worked out from now; asked for each request, so that a reload is felt at once. */
  reportParts(): ReportParts;
  /** Told of what was not expected; the client only learns that something went wrong. */
  onError(error: unknown): void;
}

/** The admin port as a function. */
export interface Admin {
  fetch(request: Request): Promise<Response>;
  /** Signs in whoever opens `/?token=…` with it first. For the link that `serve` prints; it must not be logged elsewhere. */
  createStartToken(): string;
}

type Steps = AdminParts & { readonly signIn: SignIn };

/** Sign-in forms are small; what is larger is not one. */
const MAX_FORM_BYTES = 4_096;

/** Creates the admin port. Nothing is listened on. */
export function createAdmin(parts: AdminParts): Admin {
  const steps = { ...parts, signIn: createSignIn(parts) };
  return {
    createStartToken: steps.signIn.createStartToken,
    async fetch(request) {
      const { status, headers, body } = await answer(request, steps).catch((error: unknown) => {
        parts.onError(error);
        return toProblem('internal');
      });
      return new Response(request.method === 'HEAD' ? null : body, { status, headers });
    },
  };
}

async function answer(request: Request, steps: Steps): Promise<PageAnswer> {
  const { pathname, searchParams } = new URL(request.url);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (pathname === '/sign-in' || pathname === '/sign-out') {
    if (request.method !== 'POST') return toProblem('method-not-allowed', undefined, { Allow: 'POST' });
    if (!isSameOrigin(request)) return toProblem('not-same-origin', 'Sign in from the page that this port serves.');
    if (pathname === '/sign-out') return toHome({ 'Set-Cookie': steps.signIn.end(request) });
    return signInByForm(request, steps);
  }
  const report = /^\/reports\/([^/]*)$/.exec(pathname)?.[1];
  if (pathname !== '/' && report === undefined) return toProblem('not-found');
  if (!isRead) return toProblem('method-not-allowed', undefined, { Allow: 'GET, HEAD' });

  const startToken = searchParams.get('token');
  if (pathname === '/' && startToken !== null) return signInByLink(request, startToken, steps);
  if (!steps.signIn.isSignedIn(request)) {
    return report === undefined
      ? toSignInPage()
      : toProblem('unauthorised', undefined, { 'WWW-Authenticate': 'Bearer' });
  }
  return report === undefined ? readPage(searchParams, steps) : readOne(report, searchParams, steps);
}

async function readOne(file: string, search: URLSearchParams, { reportParts }: Steps): Promise<PageAnswer> {
  const isCsv = file.endsWith('.csv');
  const name = isCsv ? file.slice(0, -'.csv'.length) : file;
  const read = await readReport(name, Object.fromEntries(search), reportParts());
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

async function readPage(search: URLSearchParams, { reportParts }: Steps): Promise<PageAnswer> {
  const now = reportParts();
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
  // Without a problem every report of the table was answered.
  return toReportPage({ sites, asked, answers: answers as Record<ReportName, ReportAnswer> });
}

async function signInByForm(request: Request, { signIn }: Steps): Promise<PageAnswer> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!(length <= MAX_FORM_BYTES)) return toProblem('body-too-large', 'The form takes a token and nothing else.');
  const token = new URLSearchParams(await request.text()).get('token')?.trim() ?? '';
  if (!signIn.isToken(token)) return toSignInPage('That is not the token. It lies in the data folder, in admin-token.');
  return toHome({ 'Set-Cookie': signIn.begin(request) });
}

function signInByLink(request: Request, token: string, { signIn }: Steps): PageAnswer {
  if (signIn.redeemStartToken(token)) return toHome({ 'Set-Cookie': signIn.begin(request) });
  if (signIn.isSignedIn(request)) return toHome({});
  return toSignInPage(
    'That link was used before or is too old. Paste the token instead, or start the collector again.',
  );
}

/** A form of another site cannot send the token of this one, but it could sign somebody out or in as itself. */
function isSameOrigin(request: Request): boolean {
  const fetchSite = request.headers.get('sec-fetch-site');
  if (fetchSite !== null) return fetchSite === 'same-origin';
  return request.headers.get('origin') === new URL(request.url).origin;
}

function toHome(headers: Readonly<Record<string, string>>): PageAnswer {
  return {
    status: 303,
    headers: { ...PAGE_HEADERS, Location: '/', 'Cache-Control': 'no-store', ...headers },
    body: '',
  };
}

function toJson(status: number, value: unknown): PageAnswer {
  const headers = { ...PAGE_HEADERS, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
  return { status, headers, body: JSON.stringify(value) };
}

function toProblem(code: ProblemCode, detail?: string, headers: Readonly<Record<string, string>> = {}): PageAnswer {
  const { status, fix } = PROBLEMS[code];
  const document = toJson(status, { type: `urn:askfirst:problem:${code}`, title: fix, status, code, detail });
  return { ...document, headers: { ...document.headers, 'Content-Type': 'application/problem+json', ...headers } };
}
