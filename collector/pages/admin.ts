/**
 * The admin port: reports as JSON, CSV and one page, and the controller's own documents, for whoever has the token. It is another origin than any site and
 * meant for localhost; the public port knows nothing of it.
 */

import type { LoadedRegistry } from '../registry/loaded-registry.ts';
import type { ReportParts } from '../reports/figures.ts';
import { StoreTooSlow } from '../store/store-errors.ts';
import { PAGE_HEADERS, type PageAnswer } from './document.ts';
import { isExport, readExport } from './exports/read-export.ts';
import { toProblem } from './problem-answer.ts';
import { type ReadParticipation, readParticipation } from './read-participation.ts';
import { readOne, readPage } from './read-reports.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { toSignInPage } from './sign-in-page.ts';

/** What the admin port is made of. */
export interface AdminParts {
  /** The admin token of the data folder. */
  readonly token: string;
  readonly clock: { now(): number };
  /** What reports are worked out from now; asked for each request, so that a reload is felt at once. */
  reportParts(): ReportParts;
  /** The registry in force now. */
  loaded(): LoadedRegistry;
  /** How many signed-in people say yes, as far as that may be shown. */
  readonly participation?: ReadParticipation;
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
        if (error instanceof StoreTooSlow) return toProblem('timed-out');
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
  const read = toRead(pathname, searchParams);
  if (!read) return toProblem('not-found');
  if (!isRead) return toProblem('method-not-allowed', undefined, { Allow: 'GET, HEAD' });

  const startToken = searchParams.get('token');
  if (pathname === '/' && startToken !== null) return signInByLink(request, startToken, steps);
  if (steps.signIn.isSignedIn(request)) return read(steps);
  return pathname === '/' ? toSignInPage() : toProblem('unauthorised', undefined, { 'WWW-Authenticate': 'Bearer' });
}

/** What stands under an address, for whoever may read it. */
function toRead(path: string, search: URLSearchParams): ((parts: AdminParts) => Promise<PageAnswer>) | undefined {
  if (path === '/') return ({ reportParts }) => readPage(search, reportParts());
  if (path === '/participation')
    return async ({ participation }) => readParticipation(search, participation ?? (() => undefined));
  const [, folder, file = ''] = /^\/(reports|exports)\/([^/]*)$/.exec(path) ?? [];
  if (folder === 'reports') return ({ reportParts }) => readOne(file, search, reportParts());
  if (folder === 'exports' && isExport(file)) return (parts) => readExport(file, parts);
  return undefined;
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
