import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORTS } from '../../../collector/pages/exports/read-export.ts';
import { REPORTS } from '../../../collector/reports/report.ts';
import { BASE, type OpenCollector, pageView } from '../receive/open-collector.ts';
import { READ, WRITTEN } from '../receive/public-addresses.ts';
import { openApp } from '../subjects/open-app.ts';

const TOKEN = 'a-token-of-many-more-characters-than-needed';
const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What is read with the token, and the type it comes as; written by hand, with no flag that writes it anew. */
const READS = {
  '/': 'text/html; charset=utf-8',
  '/reports/visitors': 'application/json',
  '/reports/page-views': 'application/json',
  '/reports/top-pages': 'application/json',
  '/reports/drops': 'application/json',
  '/reports/visitors.csv': 'text/csv; charset=utf-8',
  '/reports/page-views.csv': 'text/csv; charset=utf-8',
  '/reports/top-pages.csv': 'text/csv; charset=utf-8',
  '/reports/drops.csv': 'text/csv; charset=utf-8',
  [`/participation?people=40&site=${encodeURIComponent(BASE)}`]: 'application/json',
  '/exports/record-of-processing': 'text/html; charset=utf-8',
  '/exports/record-of-processing.json': 'application/json',
  '/exports/impact-assessment': 'text/html; charset=utf-8',
  '/exports/impact-assessment.json': 'application/json',
} as const;
/** What is posted by the forms of its pages, and what it answers without the token. */
const FORMS = { '/sign-in': 401, '/sign-out': 303 } as const;
/** What other servers leave open, the public port's own, and near misses of what there is. */
const ABSENT = [
  ...['/debug', '/metrics', '/stats', '/status', '/healthz', '/readyz', '/api', '/admin', '/swagger', '/graphql'],
  ...['/.env', '/.git/config', '/package.json', '/events.sqlite', '/admin-token', '/askfirst.js.map'],
  ...['/reports', '/reports/visitors/', '/exports', '/exports/', '/exports/ledger', '/sign-in/'],
  ...['/exports/record-of-processing.csv', '/exports/../admin-token', '/exports/..%2fadmin-token', '//'],
  ...['/exports/constructor', '/exports/__proto__', '/__proto__', '/constructor', '/%00', '/participation/'],
  ...[...READ, ...Object.keys(WRITTEN)].flatMap((name) => [`/${name}`, `/askfirst/${name}`]),
];

let open: OpenCollector;
const undo: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  // With people who may sign in, so that every address has an answer to give.
  open = openApp({ adminToken: TOKEN, subjects: 'optional' }, (step) => void undo.push(step));
  await open.postEvents([pageView()]);
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

const bearer = { Authorization: `Bearer ${TOKEN}` };
const ask = (path: string, init: RequestInit = {}) =>
  open.collector.admin.fetch(new Request(`http://localhost:4101${path}`, init));
/** As a form of the port's own pages posts. */
const submit = (path: string, body: string, site = 'same-origin') => {
  const headers = { 'Content-Length': String(body.length), 'Sec-Fetch-Site': site };
  return ask(path, { method: 'POST', headers, body });
};

describe('T-94 the addresses of the admin port', () => {
  it('are these, by their methods, and nobody without the token gets past 401', async () => {
    const named = [...Object.keys(REPORTS).map((name) => `/reports/${name}`), ...EXPORTS.keys()];
    expect(named.filter((name) => !Object.keys(READS).some((path) => path.endsWith(name)))).toEqual([]);
    for (const [path, type] of Object.entries(READS)) {
      for (const method of VERBS) {
        const [stranger, known] = [await ask(path, { method }), await ask(path, { method, headers: bearer })];
        const isRead = method === 'GET' || method === 'HEAD';
        const expected = isRead ? [401, 200] : [405, 405];
        expect([method, path, stranger.status, known.status]).toEqual([method, path, ...expected]);
        if (isRead) expect([path, known.headers.get('Content-Type')]).toEqual([path, type]);
        if (isRead) expect(stranger.headers.get('WWW-Authenticate')).toBe('Bearer');
        else expect(known.headers.get('Allow')).toBe('GET, HEAD');
      }
    }
    for (const [path, status] of Object.entries(FORMS)) {
      for (const method of VERBS.filter((verb) => verb !== 'POST')) {
        const { status: refused, headers } = await ask(path, { method, headers: bearer });
        expect([method, path, refused, headers.get('Allow')]).toEqual([method, path, 405, 'POST']);
      }
      expect([path, (await submit(path, 'token=wrong')).status]).toEqual([path, status]);
      expect([path, (await submit(path, `token=${TOKEN}`, 'cross-site')).status]).toEqual([path, 403]);
    }
  });

  it('are no others, with the token as without it', async () => {
    for (const path of ABSENT) {
      for (const headers of [{}, bearer]) expect([path, (await ask(path, { headers })).status]).toEqual([path, 404]);
    }
    // Which reports there are is told to nobody who may not read them.
    expect((await ask('/reports/constructor')).status).toBe(401);
    for (const name of ['', 'constructor', '__proto__', 'toString', 'visitors.json', 'visitors.csv.csv'])
      expect([name, (await ask(`/reports/${name}`, { headers: bearer })).status]).toEqual([name, 404]);
  });
});

describe('T-114 headers of the admin port', () => {
  /** The one style sheet is named by its hash. */
  const GUARDS = {
    'Content-Security-Policy':
      "default-src 'none'; style-src '#'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    'X-Content-Type-Options': 'nosniff',
    // A form that works without scripts must say where it comes from, to its own origin only.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'browsing-topics=()',
    'Cache-Control': 'no-store',
  };

  it('guard every answer in the same way, and nobody keeps any of them', async () => {
    const answers: [string, Response][] = [];
    const origin = { Origin: 'https://evil.example' };
    for (const path of [...Object.keys(READS), ...Object.keys(FORMS), ...ABSENT]) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        answers.push([`${method} ${path}, a stranger`, await ask(path, { method, headers: origin })]);
        answers.push([`${method} ${path}, signed in`, await ask(path, { method, headers: { ...origin, ...bearer } })]);
      }
    }
    for (const path of ['/?from=tomorrow', '/reports/visitors?from=tomorrow', '/participation', '/reports/nothing'])
      answers.push([path, await ask(path, { headers: bearer })]);
    answers.push(['a link that is used up', await ask('/?token=used')]);
    answers.push(['a good link', await ask(`/?token=${open.collector.admin.createStartToken()}`)]);
    answers.push(['a wrong token', await submit('/sign-in', 'token=wrong')]);
    answers.push(['a right token', await submit('/sign-in', `token=${TOKEN}`)]);
    answers.push(['a form that is none', await submit('/sign-in', 'x'.repeat(5_000))]);
    answers.push(['signing out', await submit('/sign-out', '')]);
    const givesCookie = ['a good link', 'a right token', 'signing out'];
    for (const [what, { headers }] of answers) {
      const guards = Object.fromEntries(
        Object.keys(GUARDS).map((name) => [name, headers.get(name)?.replace(/sha256-[\w+/=]{44}/, '#')]),
      );
      expect([what, guards]).toEqual([what, GUARDS]);
      const foreign = [...headers.keys()].filter((name) => name.startsWith('access-control'));
      expect([what, foreign, headers.has('Set-Cookie')]).toEqual([what, [], givesCookie.includes(what)]);
    }
  });
});
