/** The forge as a function from request to response: an app with signed-in people, as a user of the package would build it. */

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Html } from '../html.ts';
import { toContentSecurityPolicy } from '../shop/page.ts';
import { drawForgePage, FORGE_PATH } from './page.ts';
import {
  drawAdmin,
  drawForbidden,
  drawGroup,
  drawGroups,
  drawIssue,
  drawNothing,
  drawProject,
  drawServiceDesk,
  drawSignIn,
} from './pages.ts';
import { PEOPLE, type Person } from './people.ts';
import { createSignIns } from './sign-ins.ts';
import { findProject, GROUPS } from './work.ts';

/** What the forge and its collector share. */
export interface ForgeOptions {
  /** The secret its tokens are signed with. */
  readonly secret: string;
  /** The list of organisations that are off, which the collector reads at each admission. */
  readonly organisationsOffFile: string;
  /** Who can sign in; the three of the demonstration unless given. */
  readonly people?: readonly Person[];
  /** Tells the time that tokens are signed at; the system's unless given. */
  readonly clock?: { now(): number };
}

interface Found {
  readonly title: string;
  readonly main: Html;
  readonly status?: number;
}

const FILES: Readonly<Record<string, string>> = {
  '/forge.css': 'text/css; charset=utf-8',
  '/forge.js': 'text/javascript; charset=utf-8',
  '/favicon.svg': 'image/svg+xml',
};

/** Answers every request under `/forge`; what lies under `/forge/askfirst` is the collector's and never comes here. */
export function createForge(options: ForgeOptions): (request: Request) => Promise<Response> {
  const { secret, organisationsOffFile, people = PEOPLE, clock = Date } = options;
  const signIns = createSignIns({ secret, people, now: () => clock.now() });
  // Kept over a restart by the list itself.
  const off = new Set(existsSync(organisationsOffFile) ? readFileSync(organisationsOffFile, 'utf8').split('\n') : []);
  off.delete('');

  const takePost = async (path: string, request: Request, person: Person | undefined): Promise<Response> => {
    const form = await request.formData();
    if (path === '/sign-in') {
      const chosen = signIns.findPerson(String(form.get('person')));
      return chosen ? redirect('/', signIns.begin(chosen)) : new Response('Nobody of that name\n', { status: 400 });
    }
    if (path === '/sign-out') return redirect('/', signIns.end(request.headers.get('cookie')));
    if (!person) return redirect('/');
    if (path === '/admin') {
      if (person.role !== 'admin') return new Response('Not for you\n', { status: 403 });
      if (form.get('ceiling') === 'off') off.add(person.organisation.id);
      else off.delete(person.organisation.id);
      writeFileSync(organisationsOffFile, [...off].map((name) => `${name}\n`).join(''));
      return redirect('/admin');
    }
    return redirect(path === '/service-desk' ? '/service-desk?sent' : path);
  };

  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const path = pathname.slice(FORGE_PATH.length) || '/';
    const type = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
    if (type) return serveFile(path, type);
    const person = signIns.find(request.headers.get('cookie'));
    if (request.method === 'POST') return takePost(path, request, person);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response('Method not allowed\n', { status: 405, headers: { allow: 'GET, HEAD, POST' } });
    const token = person && (await signIns.signToken(person, off.has(person.organisation.id)));
    // What the open page asks before its token ends, so that it need not be loaded again.
    if (path === '/token') return Response.json({ token: token ?? null }, { headers: { 'cache-control': 'no-store' } });
    const isOff = person !== undefined && off.has(person.organisation.id);
    const found = person ? findPage(path, { person, isOff, isSent: search === '?sent' }) : toSignIn(people);
    const nonce = randomBytes(16).toString('base64');
    return new Response(drawForgePage({ ...found, path, person, token, nonce }), {
      status: found.status ?? 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': toContentSecurityPolicy(nonce),
        // A page holds its person's token.
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      },
    });
  };
}

const toSignIn = (people: readonly Person[]): Found => ({ title: 'Sign in', main: drawSignIn(people) });

function findPage(
  path: string,
  { person, isOff, isSent }: { readonly person: Person; readonly isOff: boolean; readonly isSent: boolean },
): Found {
  if (path === '/') return { title: 'Groups', main: drawGroups() };
  if (path === '/service-desk') return { title: 'Service desk', main: drawServiceDesk(isSent) };
  if (path === '/admin')
    return person.role === 'admin'
      ? { title: 'Administration', main: drawAdmin(person.organisation, isOff) }
      : { title: 'Not for you', main: drawForbidden(), status: 403 };
  const [, group = '', slug, issues, number, ...rest] = path.split('/');
  const nothing = { title: 'Nothing here', main: drawNothing(), status: 404 };
  const name = Object.hasOwn(GROUPS, group) ? GROUPS[group] : undefined;
  if (!name || rest.length > 0) return nothing;
  if (slug === undefined) return { title: name, main: drawGroup(group) };
  const project = findProject(group, slug);
  if (!project) return nothing;
  if (issues === undefined) return { title: project.name, main: drawProject(project) };
  const issue = issues === 'issues' ? project.issues.find((one) => `${one.number}` === number) : undefined;
  return issue ? { title: issue.title, main: drawIssue(project, issue) } : nothing;
}

function redirect(to: string, cookie?: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: FORGE_PATH + to, 'cache-control': 'no-store', ...(cookie && { 'set-cookie': cookie }) },
  });
}

function serveFile(path: string, type: string): Response {
  return new Response(new Uint8Array(readFileSync(new URL(`files${path}`, import.meta.url))), {
    headers: { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  });
}
