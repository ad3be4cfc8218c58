import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from './chromium.ts';
import {
  accept,
  databaseNames,
  putRows,
  readDevice,
  reject,
  status,
  until,
  untilBuffered,
  untilPosted,
  visit,
} from './visitor.ts';
import {
  collectorAnswer,
  siteConfiguration,
  startWireServer,
  storedAnswer,
  TIME_ZONE,
  type WireServer,
} from './wire-server.ts';

let browser: Browser;
let wire: WireServer;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  wire = await startWireServer();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await wire.close();
});

/** Requests to Askfirst that are more than a plain GET of a static file. */
const telling = () =>
  wire.requests.filter(
    ({ method, path, body }) =>
      path.startsWith('/askfirst/') && (method !== 'GET' || path.includes('?') || body !== ''),
  );

describe('P1: before a yes nothing leaves the device', () => {
  it('P1 sends nothing while the visitor looks around, hides the page, comes back and leaves', async () => {
    const context = await browser.newContext();
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    await page.evaluate(() => window.askfirst('cart.add', { size: 'small', items: 2 }));
    await page.evaluate(() => window.askfirst.flush());
    await page.click('#next');
    await page.waitForURL('**/next');
    await page.waitForSelector('#accept');
    await page.goBack();
    await page.waitForSelector('#accept');
    const other = await context.newPage();
    await other.bringToFront();
    await other.close();
    await page.reload();
    await page.waitForSelector('#accept');
    await page.evaluate(() => window.askfirst.flush());
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
    // What it had sent in closing would have come before this.
    await (await context.newPage()).goto(`${wire.url}/blank`);
    expect(telling()).toEqual([]);
    const files = new Set(wire.requests.map(({ path }) => path).filter((path) => path.startsWith('/askfirst/')));
    expect([...files].sort()).toEqual([
      '/askfirst/askfirst.js',
      '/askfirst/choices.js',
      '/askfirst/texts/en.json',
      '/askfirst/widget.js',
    ]);
  });

  it('P1 takes no yes from a script: neither by a call nor by a made-up click', async () => {
    // Written into the page, for Playwright's own calls count as the visitor's.
    wire.body = `<script type="module">window.tried = await window.askfirst.decide({ purposes: ['improve'] });</script>`;
    const page = await visit(browser, wire);
    await page.waitForSelector('#accept');
    expect(await page.evaluate(() => (window as unknown as { tried: unknown }).tried)).toEqual({
      refused: 'needs-a-trusted-event',
    });
    await page.evaluate(() => document.querySelector<HTMLElement>('#accept')?.click());
    await page.waitForFunction(() => window.lastDecided !== undefined);
    expect(await page.evaluate(() => window.lastDecided)).toEqual({ refused: 'needs-a-trusted-event' });
    expect((await status(page)).decision).toBe('undecided');
    expect(telling()).toEqual([]);
  });

  it('P1 posts the consent before any event, and events only after its answer', async () => {
    wire.onConsent = () => undefined;
    const page = await visit(browser, wire);
    await accept(page);
    await until(
      () => wire.posts('consent').length,
      (count) => count > 0,
    );
    await page.evaluate(() => window.askfirst.flush());
    expect(wire.posts('events')).toEqual([]);
    wire.onConsent = () => collectorAnswer(201, { receipt: 'a.b.c', now: Date.now() });
    await page.reload();
    await untilPosted(wire, 3);
  });
});

describe('P2: a no is quiet', () => {
  it('P2 leaves { version, decision, day } and nothing else, the same in two browsers', async () => {
    const devices: string[] = [];
    for (const [path, events] of [
      ['/', 0],
      ['/a', 5],
    ] as const) {
      const context = await browser.newContext();
      const page = await visit(context, wire, path);
      await page.waitForSelector('#accept');
      for (let n = 0; n < events; n++) await page.evaluate((items) => window.askfirst('test.count', { items }), n);
      await untilBuffered(page, 3 + events);
      await reject(page);
      devices.push(await readDevice(page));
      await context.close();
    }
    expect(devices[0]).toBe(devices[1]);
    const { databases, ...rest } = JSON.parse(devices[0] ?? '{}') as { databases: Record<string, { stores: unknown }> };
    expect(rest).toEqual({ local: {}, session: {}, cookies: '', caches: [], workers: 0 });
    expect(Object.keys(databases).map((name) => name.split('|')[0])).toEqual(['askfirst-decision']);
    const day = new Intl.DateTimeFormat('sv', { timeZone: TIME_ZONE }).format();
    expect(Object.values(databases)[0]?.stores).toEqual({
      keyval: [['decision'], [{ version: 1, decision: 'denied', day }]],
    });
    expect(telling()).toEqual([]);
  });

  it('P2 observes, counts and stores nothing under a no, on the pages after it as well', async () => {
    const page = await visit(browser, wire);
    await page.waitForSelector('#accept');
    await reject(page);
    const before = await readDevice(page);
    for (let n = 0; n < 3; n++) {
      // Two of the three lead to the page they stand on, so its address tells nothing.
      await Promise.all([page.waitForEvent('load'), page.click('#next')]);
      await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
      expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ dropped: 'denied' });
      expect(await page.evaluate(() => window.askfirst('no.such.metric'))).toEqual({ dropped: 'denied' });
    }
    const { dropped, buffered, effective } = await status(page);
    expect({ dropped, buffered, effective }).toEqual({ dropped: {}, buffered: 0, effective: 'off' });
    expect(await readDevice(page)).toBe(before);
    expect(telling()).toEqual([]);
    expect(await page.locator('#question').count()).toBe(0);
  });

  it('P2 a second tab stops at once and makes nothing again', async () => {
    const context = await browser.newContext();
    const first = await visit(context, wire);
    const second = await visit(context, wire, '/other');
    await untilBuffered(second, 5);
    await first.bringToFront();
    const tracking = second.evaluate(async () => {
      for (let items = 0; items < 300; items++) await window.askfirst('test.count', { items });
    });
    await reject(first);
    await tracking;
    await until(
      () => status(second),
      ({ reason }) => reason === 'denied',
    );
    await until(
      () => databaseNames(second),
      (names) => names.join() === 'askfirst-decision',
    );
    expect(telling()).toEqual([]);
  });

  it('P2 a no after a yes stops everything and keeps only what erasing needs', async () => {
    const page = await visit(browser, wire);
    await page.waitForSelector('#accept');
    await accept(page);
    await untilPosted(wire, 3);
    await until(
      () => status(page),
      ({ buffered, held }) => buffered === 0 && held === 3,
    );
    const posts = telling().length;
    // The withdrawal itself, which may go, is answered later; test/browser/rights/ tells what it does.
    wire.onPath = (path) => (path === '/askfirst/withdraw' ? { status: 503 } : undefined);
    expect(await page.evaluate(() => window.askfirst.decide('deny'))).toEqual({ decision: 'denied' });
    expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ dropped: 'denied' });
    expect(await databaseNames(page)).toEqual(['askfirst-decision', 'askfirst-rights']);
    expect((await status(page)).held).toBe(3);
    await page.reload();
    await page.evaluate(() => window.askfirst.flush());
    expect(telling().filter(({ path }) => path !== '/askfirst/withdraw')).toHaveLength(posts);
    expect(await databaseNames(page)).toEqual(['askfirst-decision', 'askfirst-rights']);
  });
});

describe('P3: any doubt is a no', () => {
  const doubts: readonly (readonly [string, unknown])[] = [
    [
      'an unknown version',
      { version: 2, decision: 'granted', day: '2026-01-01', purposes: ['improve'], scope: 1, epoch: 'e' },
    ],
    [
      'a yes without purposes',
      { version: 1, decision: 'granted', day: '2026-01-01', purposes: [], scope: 1, epoch: 'e' },
    ],
    ['a yes without an epoch', { version: 1, decision: 'granted', day: '2026-01-01', purposes: ['improve'], scope: 1 }],
    [
      'an impossible day',
      { version: 1, decision: 'granted', day: 'soon', purposes: ['improve'], scope: 1, epoch: 'e' },
    ],
    ['no object', 'granted'],
    ['nothing', null],
  ];
  it.each(doubts)('P3 takes %s for a no', async (_name, stored) => {
    const page = await visit(browser, wire);
    await page.waitForSelector('#accept');
    await reject(page);
    await putRows(page, 'decision', [['decision', stored]]);
    await page.reload();
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    const { effective, decision } = await status(page);
    expect({ effective, decision }).toEqual({ effective: 'off', decision: 'denied' });
    expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ dropped: 'denied' });
    expect(await page.locator('#question').count()).toBe(0);
    expect(telling()).toEqual([]);
  });

  it('P3 a yes written by a script proves nothing: without its consent nothing is posted', async () => {
    const page = await visit(browser, wire);
    await page.waitForSelector('#accept');
    await reject(page);
    const day = new Intl.DateTimeFormat('sv', { timeZone: TIME_ZONE }).format();
    await putRows(page, 'decision', [
      [
        'decision',
        { version: 1, decision: 'granted', day, purposes: ['improve'], scope: 1, epoch: 'e', endsWaiting: true },
      ],
    ]);
    await page.reload();
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }));
    await page.evaluate(() => window.askfirst.flush());
    expect(telling()).toEqual([]);
  });

  it('P3 UI-G7 widget missing, texts missing: nobody is taken for asked', async () => {
    for (const missing of ['widget.js', 'texts/en.json', 'choices.js']) {
      const context = await browser.newContext();
      let isAsked = false;
      const page = await visit(context, wire, '/', (one) =>
        one.route(`**/askfirst/${missing}`, (route) => {
          isAsked = true;
          return route.abort();
        }),
      );
      await until(() => isAsked, Boolean);
      if (missing !== 'choices.js') expect((await status(page)).decision).toBe('undecided');
      await page.evaluate(() => window.askfirst.flush());
      expect(await page.locator('h1').textContent()).toBe('/');
      await context.close();
    }
    expect(telling()).toEqual([]);
  });
});

describe('P5: first party only', () => {
  it('P5 is inert with one error where the script comes from elsewhere', async () => {
    const elsewhere = await startWireServer();
    wire.tag = `<script defer src="${elsewhere.url}/askfirst/askfirst.js"></script>`;
    const errors: string[] = [];
    const page = await visit(browser, wire, '/', async (one) => {
      one.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    });
    const { effective, reason } = await status(page);
    expect({ effective, reason }).toEqual({ effective: 'off', reason: 'endpoint-not-first-party' });
    expect(await page.evaluate(() => window.askfirst('page.view', { path: '/' }))).toEqual({ dropped: 'inert' });
    expect(await page.evaluate(() => window.askfirst.decide('deny'))).toEqual({ refused: 'not-running' });
    await page.evaluate(() => window.askfirst.flush());
    expect(errors.filter((text) => text.startsWith('askfirst:'))).toHaveLength(1);
    expect(elsewhere.requests.map(({ path }) => path)).toEqual(['/askfirst/askfirst.js']);
    expect(await databaseNames(page)).toEqual([]);
    await elsewhere.close();
  });

  it('P5 sends no cookie and no referrer, follows no redirect, and talks to nobody else', async () => {
    const elsewhere = await startWireServer();
    const others: string[] = [];
    const page = await visit(browser, wire, '/?secret=1', async (one) => {
      await one.context().addCookies([{ name: 'session', value: 'abc', url: wire.url }]);
      one.on('request', (request) => !request.url().startsWith(wire.url) && others.push(request.url()));
    });
    await page.waitForSelector('#accept');
    wire.onEvents = (_, count) =>
      count === 1 ? { status: 307, headers: { Location: `${elsewhere.url}/askfirst/events` } } : undefined;
    await accept(page);
    await until(
      () => wire.posts('events').length,
      (count) => count > 0,
    );
    // Resolves after the first try has ended, so a redirect would have been followed.
    await page.evaluate(() => window.askfirst.flush());
    for (const { headers } of [...wire.posts('consent'), ...wire.posts('events')]) {
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer).toBeUndefined();
      expect(headers['sec-fetch-site']).toBe('same-origin');
      expect(headers['sec-fetch-mode']).toBe('same-origin');
    }
    expect(elsewhere.requests).toEqual([]);
    expect(others).toEqual([]);
    await elsewhere.close();
  });

  it('is inert where the connection is not secure, and says so once', async () => {
    const errors: string[] = [];
    const page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.route('http://shop.example/**', async (route) => {
      const answer = await fetch(wire.url + new URL(route.request().url()).pathname);
      await route.fulfill({
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? 'text/plain',
        body: await answer.text(),
      });
    });
    await page.goto('http://shop.example/');
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect((await status(page)).reason).toBe('insecure-context');
    expect(errors.filter((text) => text.startsWith('askfirst:'))).toEqual(['askfirst: insecure-context']);
  });
});

describe('P6: only reviewed, unexpired metrics, in the scope agreed to', () => {
  it('P6 records nothing the registry does not know, and nothing expired', async () => {
    const site = siteConfiguration();
    const registry = site.registry as { metrics: Record<string, { expires: string }> };
    Object.assign(registry.metrics['cart.add'] ?? {}, { expires: '2020-01-01' });
    wire.site = site;
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    const track = (metric: string, properties = {}) =>
      page.evaluate(([name, given]) => window.askfirst(name, given), [metric, properties] as const);
    expect(await track('cart.drop')).toEqual({ dropped: 'not-in-registry' });
    expect(await track('constructor')).toEqual({ dropped: 'not-in-registry' });
    expect(await track('cart.add', { size: 'small' })).toEqual({ dropped: 'metric-expired' });
    expect(await track('test.count', { items: 1, name: 'Ana' })).toEqual({ dropped: 'property-not-allowed' });
    const { buffered, dropped } = await status(page);
    expect(buffered).toBe(3);
    expect(dropped).toEqual({ 'not-in-registry': 2, 'metric-expired': 1, 'property-not-allowed': 1 });
  });

  it('P6 T-64 records and sends nothing that came in after the scope agreed to, nor for another purpose, and asks again', async () => {
    const page = await visit(browser, wire);
    await page.waitForSelector('#accept');
    await accept(page);
    await untilPosted(wire, 3);
    const site = siteConfiguration();
    const registry = site.registry as {
      scope: number;
      purposes: string[];
      metrics: Record<string, Record<string, unknown>>;
    };
    registry.scope = 2;
    registry.purposes.push('research');
    Object.assign(registry.metrics['cart.add'] ?? {}, { since: 2 });
    Object.assign(registry.metrics['test.count'] ?? {}, { purpose: 'research' });
    wire.site = site;
    await page.goto(`${wire.url}/second`);
    await page.waitForSelector('#accept');
    expect((await status(page)).reason).toBe('scope-outdated');
    // Neither recorded nor sent.
    expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({
      dropped: 'not-in-agreed-scope',
    });
    expect(await page.evaluate(() => window.askfirst('test.count', { items: 1 }))).toEqual({
      dropped: 'purpose-not-granted',
    });
    await page.evaluate(() => window.askfirst.flush());
    await until(
      () => status(page),
      ({ buffered }) => buffered === 0,
    );
    expect((await status(page)).dropped).toEqual({ 'not-in-agreed-scope': 1, 'purpose-not-granted': 1 });
    expect(wire.events().map(({ metric }) => metric)).not.toContain('cart.add');
    expect(wire.events().map(({ metric }) => metric)).not.toContain('test.count');
    expect(JSON.parse(wire.posts('events').at(-1)?.body ?? '{}')).toMatchObject({ scope: 1, purposes: ['improve'] });
  });

  it('P6 a row smuggled into the buffer is judged like any other', async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    const nowMs = Date.now();
    await page.evaluate(async (atMs) => {
      const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('askfirst-buffer|'))?.name ?? '';
      await new Promise<void>((resolve) => {
        indexedDB.open(name).onsuccess = ({ target }) => {
          const database = (target as IDBOpenDBRequest).result;
          const transaction = database.transaction('keyval', 'readwrite');
          const handle = new Uint8Array(16);
          transaction
            .objectStore('keyval')
            .put({ metric: 'smuggled', properties: {}, handle, recordedAtMs: atMs }, [atMs, 'x', 9]);
          transaction
            .objectStore('keyval')
            .put({ metric: 'test.count', properties: { items: 1, mail: 'a@b.example' }, handle, recordedAtMs: atMs }, [
              atMs,
              'y',
              9,
            ]);
          transaction.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      });
    }, nowMs);
    await accept(page);
    await untilPosted(wire, 3);
    await until(
      () => status(page),
      ({ buffered }) => buffered === 0,
    );
    expect(wire.events()).toHaveLength(3);
    expect((await status(page)).dropped).toEqual({ 'not-in-registry': 1, 'property-not-allowed': 1 });
  });
});

describe('P10: each event counts once', () => {
  it('P10 T-31 an answer that is lost makes the same events come again, with the same ids and content', async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    wire.onEvents = (body, count) => (count === 1 ? undefined : storedAnswer(body));
    await accept(page);
    await until(
      () => wire.posts('events').length,
      (count) => count >= 2,
    );
    await until(
      () => status(page),
      ({ buffered }) => buffered === 0,
    );
    const batches = wire.posts('events').map(({ body }) => (JSON.parse(body) as { events: { id: string }[] }).events);
    const byId = new Map<string, string>();
    for (const event of batches.flat()) {
      expect(byId.get(event.id) ?? JSON.stringify(event)).toBe(JSON.stringify(event));
      byId.set(event.id, JSON.stringify(event));
    }
    expect(byId.size).toBe(3);
    expect((await status(page)).held).toBe(3);
  });

  it('P10 handles are durably held before their batch is posted', async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    let heldAtPost = -1;
    wire.onEvents = async (body) => {
      heldAtPost = (await status(page)).held;
      return storedAnswer(body);
    };
    await accept(page);
    await until(
      () => heldAtPost,
      (held) => held >= 0,
    );
    expect(heldAtPost).toBe(3);
  });
});

describe('P11: nothing is lost in silence', () => {
  it('P11 T-21 200 events wait at most; what overflows is counted, the newest stay', async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    await page.evaluate(async () => {
      for (let items = 0; items < 250; items += 50)
        await Promise.all(Array.from({ length: 50 }, (_, at) => window.askfirst('test.count', { items: items + at })));
    });
    const { buffered, dropped } = await status(page);
    expect(buffered).toBe(200);
    expect(dropped).toEqual({ 'buffer-full': 53 });
    const waiting = await page.evaluate(() => window.askfirst.buffered());
    expect(waiting.at(-1)?.event.properties).toEqual({ items: 249 });
  });

  it('P11 T-51 counts survive a reload and are reported once', async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    await page.evaluate(() => window.askfirst('no.such.metric'));
    // The status tells it at once; the page may go when the disk has it.
    await until(
      () => readDevice(page),
      (device) => device.includes('"not-in-registry":1'),
    );
    await page.reload();
    await page.waitForSelector('#accept');
    expect((await status(page)).dropped).toEqual({ 'not-in-registry': 1 });
    await accept(page);
    await untilPosted(wire, 4);
    await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }));
    await until(
      () => wire.events().map(({ metric }) => metric),
      (metrics) => metrics.includes('cart.add'),
    );
    const reports = wire.posts('events').map(({ body }) => (JSON.parse(body) as { drops?: unknown }).drops);
    expect(reports.filter(Boolean)).toEqual([{ 'not-in-registry': 1 }]);
    expect((await status(page)).dropped).toEqual({ 'not-in-registry': 1 });
  });

  it("P11 the collector's own drops are counted, and not told back to it", async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    wire.onEvents = (body, count) => {
      const { events } = JSON.parse(body) as { events: { id: string }[] };
      const dropped = count === 1 ? [{ id: events[0]?.id, reason: 'outside-clock-window' }] : [];
      return collectorAnswer(202, { stored: events.length - dropped.length, dropped, now: Date.now() });
    };
    await accept(page);
    await untilPosted(wire, 3);
    await until(
      () => status(page),
      ({ dropped }) => dropped['outside-clock-window'] === 1,
    );
    await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }));
    await untilPosted(wire, 4);
    expect(JSON.parse(wire.posts('events').at(-1)?.body ?? '{}')).not.toHaveProperty('drops');
  });

  it('P11 a deleted event is counted as forgotten and never sent', async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    const [first] = await page.evaluate(() => window.askfirst.buffered());
    expect(await page.evaluate((token) => window.askfirst.forget(token), first?.token ?? '')).toBe(true);
    expect(await page.evaluate(() => window.askfirst.forget('no such token'))).toBe(false);
    await accept(page);
    await untilPosted(wire, 2);
    expect(wire.events().map(({ id }) => id)).not.toContain(first?.event.id);
    expect((await status(page)).dropped).toEqual({ forgotten: 1 });
  });
});
