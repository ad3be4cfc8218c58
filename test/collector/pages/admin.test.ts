import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Admin, createAdmin } from '../../../collector/pages/admin.ts';
import { closeDueDays } from '../../../collector/reports/close-days.ts';
import { registryFixture } from '../receive/registry-fixture.ts';
import {
  createStandingClock,
  type FilledStore,
  LOCAL_SITE,
  METRICS,
  openFilledStore,
  SITE,
} from '../reports/filled-store.ts';

const TOKEN = 'a-token-of-forty-three-characters-for-tests';
const configuration = { kThreshold: 10, timeZone: 'Europe/Lisbon', development: true };
const clock = createStandingClock('2026-11-20');
let filled: FilledStore;
let admin: Admin;
const errors: unknown[] = [];

beforeEach(() => {
  filled = openFilledStore();
  clock.set('2026-11-20');
  errors.length = 0;
  admin = createAdmin({
    token: TOKEN,
    clock,
    onError: (error) => errors.push(error),
    loaded: () => registryFixture(),
    reportParts: () => ({ store: filled.store, configuration, metrics: METRICS, clock }),
  });
});
afterEach(() => filled.dispose());

type Init = { method?: string; headers?: Record<string, string>; body?: string };
const at = (path: string, init: Init = {}) => admin.fetch(new Request(`http://localhost:4101${path}`, init));
const bearer = { authorization: `Bearer ${TOKEN}` };
const form = (body: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body,
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
    'sec-fetch-site': 'same-origin',
    ...headers,
  },
});
const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

async function fill(): Promise<void> {
  await filled.add(SITE, [
    { day: '2026-11-02', browsers: 40, path: '/', times: 2 },
    { day: '2026-11-02', browsers: 12, path: '/<img src=x onerror=alert(1)>' },
    { day: '2026-11-02', browsers: 45, flags: { week: true, month: true } },
  ]);
  await closeDueDays({ store: filled.store, configuration, metrics: METRICS, clock, site: SITE });
}

describe('reports as JSON', () => {
  it('answers whoever carries the token', async () => {
    await fill();
    const response = await at('/reports/visitors?from=2026-11-02&to=2026-11-02', { headers: bearer });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      report: 'visitors',
      site: SITE,
      k: 10,
      development: false,
      rows: [{ day: '2026-11-02', count: 45 }],
    });
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
    ['a token under another scheme', { authorization: `Basic ${TOKEN}` }],
    ['a session nobody began', { cookie: 'askfirst-admin=AAAA' }],
  ])('refuses %s with 401 and one answer', async (_what, headers) => {
    const response = await at('/reports/visitors', { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ code: 'unauthorised' });
  });

  it('does not tell a stranger which reports or sites there are', async () => {
    await fill();
    const known = await (await at('/reports/visitors?site=https://elsewhere.example/askfirst')).text();
    expect(await (await at('/reports/nothing')).text()).toBe(known);
    expect(known).not.toContain('shop.example');
  });

  it('answers a wrong question with a problem document and its remedy', async () => {
    await fill();
    const response = await at('/reports/visitors?period=hour', { headers: bearer });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      code: 'question-malformed',
      detail: 'period is "hour"; use day, week or month.',
    });
    expect((await at('/reports/nothing', { headers: bearer })).status).toBe(404);
    expect((await at('/nothing', { headers: bearer })).status).toBe(404);
    expect((await at('/reports/visitors', { method: 'POST', headers: bearer })).headers.get('allow')).toBe('GET, HEAD');
  });

  it('gives the same rows as CSV, to save', async () => {
    await fill();
    const response = await at('/reports/top-pages.csv?from=2026-11-02&to=2026-11-02', { headers: bearer });
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="top-pages-2026-11-02-2026-11-02.csv"',
    );
    expect((await response.text()).split('\r\n').slice(0, 2)).toEqual(['value,count,atLeast,open,tooFew', '/,80,,,']);
  });

  it('tells the client nothing of what went wrong inside', async () => {
    await fill();
    admin = createAdmin({
      token: TOKEN,
      clock,
      onError: (error) => errors.push(error),
      loaded: () => registryFixture(),
      reportParts: () => {
        throw new Error('the secret path');
      },
    });
    const response = await at('/reports/visitors', { headers: bearer });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(errors).toHaveLength(1);
  });
});

describe('signing in', () => {
  it('asks for the token where there is none, and shows no number', async () => {
    await fill();
    const response = await at('/');
    expect(response.status).toBe(401);
    const page = await response.text();
    expect(page).toContain('name="token"');
    expect(page).not.toContain('shop.example');
  });

  it('begins a session that only this browser sends and no script can read', async () => {
    const response = await at('/sign-in', form(`token=${TOKEN}`));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(response.headers.get('set-cookie')).toMatch(
      /^askfirst-admin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    expect((await at('/', { headers: { cookie: cookieOf(response) } })).status).toBe(200);
  });

  it('marks the cookie Secure under HTTPS', async () => {
    const request = new Request('https://admin.example/sign-in', form(`token=${TOKEN}`));
    expect((await admin.fetch(request)).headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('refuses a wrong token, and a form of another page', async () => {
    expect((await at('/sign-in', form('token=wrong'))).status).toBe(401);
    const right = `token=${TOKEN}`;
    expect((await at('/sign-in', form(right, { 'sec-fetch-site': 'same-site' }))).status).toBe(403);
    const older = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(right.length) };
    const withOrigin = (origin: string) =>
      at('/sign-in', { method: 'POST', body: right, headers: { ...older, origin } });
    expect((await withOrigin('http://localhost:4100')).status).toBe(403);
    expect((await withOrigin('http://localhost:4101')).status).toBe(303);
    expect((await at('/sign-in', form(right.padEnd(5_000, 'x')))).status).toBe(413);
  });

  it('ends a session on the server too, and after a working day', async () => {
    const cookie = cookieOf(await at('/sign-in', form(`token=${TOKEN}`)));
    expect((await at('/sign-out', form('', { cookie, 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
    expect((await at('/', { headers: { cookie } })).status).toBe(200);
    await at('/sign-out', form('', { cookie }));
    expect((await at('/', { headers: { cookie } })).status).toBe(401);

    const second = cookieOf(await at('/sign-in', form(`token=${TOKEN}`)));
    clock.set('2026-11-21');
    expect((await at('/', { headers: { cookie: second } })).status).toBe(401);
  });

  it('signs in by the start link once, and takes the token out of the address at once', async () => {
    const link = `/?token=${admin.createStartToken()}`;
    const first = await at(link);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    expect((await at('/', { headers: { cookie: cookieOf(first) } })).status).toBe(200);
    const second = await at(link);
    expect(second.status).toBe(401);
    expect(second.headers.get('set-cookie')).toBeNull();
  });

  it('takes neither an old start link nor the admin token in an address', async () => {
    const link = `/?token=${admin.createStartToken()}`;
    clock.set('2026-11-21');
    expect((await at(link)).status).toBe(401);
    expect((await at(`/?token=${TOKEN}`)).status).toBe(401);
  });
});

describe('documents for the controller', () => {
  it('GL-17 are pages to print and data, for whoever has the token', async () => {
    for (const name of ['record-of-processing', 'impact-assessment']) {
      expect((await at(`/exports/${name}`)).status).toBe(401);
      const page = await at(`/exports/${name}`, { headers: bearer });
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const data = await at(`/exports/${name}.json`, { headers: bearer });
      expect(await data.json()).toMatchObject({ controller: 'Harbour Journal', day: '2026-11-20' });
    }
    expect((await at('/exports/nothing', { headers: bearer })).status).toBe(404);
  });
});

describe('the page', () => {
  it('S-18 shows event data as text, under a policy that runs no script at all', async () => {
    await fill();
    const response = await at('/?from=2026-11-02&to=2026-11-02', { headers: bearer });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; /);
    expect(policy).not.toMatch(/script-src|unsafe/);
    const page = await response.text();
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>/i);
    expect(page).toContain('/&lt;img src=x onerror=alert(1)&gt;');
  });

  it('escapes a path that is shown by itself', async () => {
    const hostile = '/<img src=x onerror=alert(1)>{"type":"img"}';
    await filled.add(LOCAL_SITE, [{ day: '2026-11-20', browsers: 1, path: hostile }]);
    const page = await (await at('/', { headers: bearer })).text();
    expect(page).toContain('/&lt;img src=x onerror=alert(1)&gt;{&quot;type&quot;:&quot;img&quot;}');
    expect(page).not.toContain('<img');
    expect(page).toContain('Development site.');
  });

  it('shows the three reports, newest day first, and where to get them as files', async () => {
    await fill();
    const page = await (await at('/?from=2026-11-01&to=2026-11-03', { headers: bearer })).text();
    expect(page.indexOf('3 Nov 2026')).toBeLessThan(page.indexOf('2 Nov 2026'));
    // The day before anything was counted would only push the table down.
    expect(page).not.toContain('1 Nov 2026');
    for (const name of ['visitors', 'page-views', 'top-pages']) expect(page).toContain(`/reports/${name}.csv?`);
  });

  it('says in tens how many events arrived today, so that an owner sees the tag work before a crowd has come', async () => {
    await filled.add(SITE, [{ day: '2026-11-20', browsers: 3, path: '/', times: 9 }]);
    expect(await (await at('/', { headers: bearer })).text()).toContain('Today 20 events or more');
    await filled.add(LOCAL_SITE, [{ day: '2026-11-20', browsers: 1, path: '/' }]);
    const local = await at(`/?site=${encodeURIComponent(LOCAL_SITE)}`, { headers: bearer });
    expect(await local.text()).not.toContain('events or more');
  });

  it('says what to do when nothing has arrived', async () => {
    const response = await at('/', { headers: bearer });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Nothing has arrived yet');
  });

  it('keeps the form when the question was wrong, and says why', async () => {
    await fill();
    const response = await at('/?from=2026-11-31', { headers: bearer });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/role="alert">from is &quot;2026-11-31&quot;/);
  });
});
