import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PUBLIC_PAGES } from '../../../collector/pages/public-pages.ts';
import { ROUTES } from '../../../collector/receive/routes.ts';
import type { SiteTexts } from '../../../contract/texts.ts';
import { BASE, batchOf, makeFolder, openCollector, pageView, shareCollector, TODAY } from './open-collector.ts';
import { PAGES, READ, WRITTEN } from './public-addresses.ts';

const TOKEN = 'a-token-of-many-more-characters-than-needed';

/** What other servers leave open, and what belongs to the admin port. */
const ABSENT = [
  '',
  'debug',
  'metrics',
  'stats',
  'health',
  'status',
  'admin',
  'api',
  'reports/visitors',
  'exports/record-of-processing',
  'sign-in',
  '.env',
  '.git/config',
  'package.json',
  'askfirst.js.map',
  'widget.js.map',
  'events.sqlite',
  'admin-token',
  '../package.json',
  '..%2fpackage.json',
  'texts/../askfirst.yaml',
  'texts/..%2f..%2fpackage.json',
  'constructor',
  '__proto__',
  'swagger',
  'graphql',
] as const;

describe('T-94 the addresses of a collector', () => {
  const shared = shareCollector();

  it('are those of design 6, by their methods, and no other', async () => {
    const names = [...ROUTES, ...PUBLIC_PAGES.names];
    const known: readonly string[] = [...Object.keys(WRITTEN), ...READ];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    for (const name of READ) expect([name, (await shared().get(name)).status]).toEqual([name, 200]);
    for (const [name, method] of Object.entries(WRITTEN)) {
      const send = (verb: string) =>
        shared().collector.fetch(
          new Request(`${BASE}/${name}`, { method: verb, ...(verb === 'GET' ? {} : { body: '{}' }) }),
        );
      for (const verb of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const { status } = await send(verb);
        const isRight = verb === method || (name === 'privacy' && verb === 'GET');
        expect([name, verb, status === 405]).toEqual([name, verb, !isRight]);
      }
    }
    for (const name of ABSENT) expect([name, (await shared().get(name)).status]).toEqual([name, 404]);
  });

  it('serve scripts that name no map and no source', async () => {
    for (const name of READ.filter((file) => file.endsWith('.js'))) {
      expect(await (await shared().get(name)).text()).not.toContain('sourceMappingURL');
    }
  });
});

describe('T-114 headers', () => {
  const shared = shareCollector();
  const NOTHING = "default-src 'none'; frame-ancestors 'none'";
  /** The one style sheet is named by its hash. */
  const PAGE =
    "default-src 'none'; style-src '#'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  it('guard every address in the same way, and let no other origin read or use anything', async () => {
    const answers: [string, Response][] = [];
    for (const name of [...READ, ...ABSENT])
      answers.push([name, await shared().get(name, { Origin: 'https://evil.example' })]);
    for (const [name, method] of Object.entries(WRITTEN)) {
      const headers = {
        'Content-Type': 'application/json',
        'Sec-Fetch-Site': 'same-origin',
        Origin: 'https://evil.example',
      };
      answers.push([
        name,
        await shared().collector.fetch(new Request(`${BASE}/${name}`, { method, headers, body: '{}' })),
      ]);
    }
    for (const [at, [name, { headers }]] of answers.entries()) {
      const isPage = at < PAGES.length;
      const guards = Object.fromEntries(
        ['Askfirst-Collector', 'X-Content-Type-Options', 'Referrer-Policy', 'Cross-Origin-Resource-Policy'].map(
          (header) => [header, headers.get(header)],
        ),
      );
      expect([name, guards]).toEqual([
        name,
        {
          'Askfirst-Collector': '1',
          'X-Content-Type-Options': 'nosniff',
          // A form that works without scripts must say where it comes from, to its own site only.
          'Referrer-Policy': isPage ? 'same-origin' : 'no-referrer',
          'Cross-Origin-Resource-Policy': 'same-origin',
        },
      ]);
      const policy = headers.get('Content-Security-Policy')?.replace(/sha256-[\w+/=]{44}/, '#');
      expect([name, policy]).toEqual([name, isPage ? PAGE : NOTHING]);
      // No origin but the site's own may read an answer: there is no such header at all.
      const foreign = [...headers.keys()].filter(
        (header) => header.startsWith('access-control') || header === 'set-cookie',
      );
      expect([name, foreign]).toEqual([name, []]);
    }
  });
});

describe('T-98 what looks like SQL', () => {
  const TRICKS = [
    "'; DROP TABLE events; --",
    "' OR '1'='1",
    '" OR 1=1 --',
    '1); DELETE FROM events WHERE (1=1',
    '%',
    '_',
    "\\'; VACUUM; --",
    'x\u0000y',
    "'||(SELECT name FROM names)||'",
    '?1',
    ':site',
  ];

  it('is text in every question of the reports, and changes nothing', async () => {
    const open = openCollector({ adminToken: TOKEN });
    await open.postEvents([pageView(), pageView()]);
    const before = await open.stored();
    const ask = (path: string) =>
      open.collector.admin.fetch(
        new Request(`http://localhost:4101${path}`, { headers: { Authorization: `Bearer ${TOKEN}` } }),
      );
    for (const trick of TRICKS) {
      const text = encodeURIComponent(trick);
      for (const name of ['site', 'from', 'to', 'period', 'limit', 'sort', 'order']) {
        const { status } = await ask(`/reports/page-views?${name}=${text}`);
        expect([trick, name, status >= 400 && status < 500]).toEqual([trick, name, true]);
      }
      for (const path of [`/reports/${text}`, `/exports/${text}`])
        expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
    expect((await ask('/reports/page-views')).status).toBe(200);
    expect(await open.stored()).toEqual(before);
  });

  it('is text in everything that is posted: refused or stored as it is', async () => {
    const open = openCollector();
    const texts = (await (await open.get('texts/en.json')).json()) as SiteTexts;
    const consent = {
      version: 1,
      purposes: ['improve'],
      scope: 2,
      notice: texts.notice,
      language: 'en',
      method: 'banner',
      includesEarlier: true,
      receiptKey: randomBytes(32).toString('base64url'),
    };
    const groups = new Set<string>();
    for (const trick of TRICKS) {
      for (const change of [
        { metric: trick },
        { id: trick },
        { day: trick },
        { session: trick },
        { properties: { [trick]: trick } },
      ]) {
        const { stored, dropped } = await open.postEvents([pageView(change as never)]);
        expect([trick, stored, dropped.length]).toEqual([trick, 0, 1]);
      }
      for (const field of ['language', 'notice', 'method', 'receiptKey']) {
        const { status } = await open.post('consent', { ...consent, [field]: trick });
        expect([trick, field, status >= 400 && status < 500]).toEqual([trick, field, true]);
      }
      const held = [{ day: trick, metric: trick, handles: [trick] }];
      expect((await open.post('erase', { held, part: 1, last: true })).status).toBe(400);
      expect((await open.post('access', { held, receiptSecret: trick })).status).toBe(400);
      // Where text is allowed it goes in and comes out.
      const property = { note: trick };
      const { stored } = await open.postEvents([pageView({ metric: 'note.left', properties: property })]);
      if (stored === 1) groups.add(trick);
    }
    const notes = (await open.stored()).filter(({ metric }) => metric === 'note.left');
    expect(notes.map(({ properties }) => properties.note).sort()).toEqual([...groups].sort());
    expect(groups.size).toBeGreaterThan(5);
    expect((await open.post('consent', consent)).status).toBe(201);
  });

  it('is text to the store itself: as site, metric, name of a property and value of a cell', async () => {
    const open = openCollector();
    const { store } = open.collector;
    for (const trick of TRICKS) {
      await store.append(trick, [pageView({ metric: trick, properties: { [trick]: trick } })], {
        day: TODAY,
        counts: { inert: 1 },
      });
      expect(await store.readDay(trick, TODAY, trick)).toEqual([
        { metric: trick, properties: { [trick]: trick }, count: 1, firsts: 0 },
      ]);
      expect(
        await store.closeDay(trick, TODAY, [{ day: TODAY, metric: trick, value: trick, count: 1, firsts: 1 }]),
      ).toBe(true);
      expect(await store.readCells(trick, trick, TODAY, TODAY)).toMatchObject([{ value: trick, count: 1 }]);
    }
    expect([...(await store.readSites())].sort()).toEqual([...TRICKS].sort());
  });
});

describe('T-100 an id that somebody else sent first', () => {
  it('bars nobody’s event of another metric, day or site', async () => {
    const open = openCollector();
    const victim = pageView();
    const attacker = [
      pageView({ id: victim.id, metric: 'visit.start', properties: { entry: '/' } }),
      pageView({ id: victim.id, day: '2026-11-20' }),
    ];
    for (const event of attacker) expect((await open.postEvents([event])).stored).toBe(1);
    const elsewhere = new Request('http://forge.example/askfirst/events', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: JSON.stringify(batchOf([victim])),
    });
    expect((await open.collector.fetch(elsewhere)).status).toBe(202);
    expect((await open.postEvents([victim])).stored).toBe(1);
    expect(await open.stored()).toContainEqual({
      metric: 'page.view',
      properties: victim.properties,
      count: 1,
      firsts: 0,
    });
  });

  it('can be had only by who saw it: the same of all is counted once, and what was there first stays', async () => {
    const open = openCollector();
    const victim = pageView();
    await open.postEvents([pageView({ id: victim.id, properties: { path: '/forged' } })]);
    // The stated residual risk (docs/known-limits.md): ids never leave the device before their own event does.
    expect((await open.postEvents([victim])).stored).toBe(1);
    expect(await open.stored()).toMatchObject([{ properties: { path: '/forged' }, count: 1 }]);
  });
});

describe('a folder of its own', () => {
  it('T-105 is for one collector in one process, too', () => {
    const dataFolder = makeFolder();
    openCollector({ dataFolder });
    expect(() => openCollector({ dataFolder })).toThrow('Another process uses the data folder');
  });
});
