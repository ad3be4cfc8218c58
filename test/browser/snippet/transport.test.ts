import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import { accept, status, until, untilBuffered, untilPosted, visit } from './visitor.ts';
import { collectorAnswer, storedAnswer } from './wire-server.ts';

prepareStage();

/** A visitor who said yes and whose first events have arrived. */
async function collecting(prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await visit(context, wire, '/', prepare);
  await untilBuffered(page, 3);
  await accept(page);
  await untilPosted(wire, 3);
  await untilEmpty(page);
  return page;
}

const untilEmpty = (page: Page) =>
  until(
    () => status(page),
    ({ buffered }) => buffered === 0,
  );

const track = (page: Page, items: number) => page.evaluate((n) => window.askfirst('test.count', { items: n }), items);

/** What arrived of `test.count`, each id once. */
const arrived = () =>
  [...new Map(wire.events().map((event) => [event.id, event.properties.items])).values()].filter(
    (items) => items !== undefined,
  );

const bodies = () => wire.posts('events').map(({ body }) => JSON.parse(body) as { events: { id: string }[] });

describe('answers that are none', () => {
  it.each([
    [
      'a portal says 200 with a page',
      { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<h1>Log in</h1>' },
    ],
    [
      'a portal says 202 without the header',
      { status: 202, headers: { 'Content-Type': 'application/json' }, body: '{"stored":3,"dropped":[],"now":1}' },
    ],
    ['a 202 whose body is no JSON', { status: 202, headers: { 'Askfirst-Collector': '1' }, body: '<html>' }],
    ['a redirect to a login page', { status: 302, headers: { Location: '/login' } }],
    ['a portal says 410', { status: 410, body: '' }],
  ])('T-30 T-47 %s: everything is kept and comes again', async (_name, answer) => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    wire.onEvents = (body, count) => (count === 1 ? answer : storedAnswer(body));
    await accept(page);
    await until(
      () => wire.posts('events').length,
      (count) => count >= 1,
    );
    expect((await status(page)).effective).toBe('collecting');
    await until(
      () => wire.posts('events').length,
      (count) => count >= 2,
    );
    await untilEmpty(page);
    // What was recorded meanwhile may come with it.
    expect(bodies()[1]?.events.slice(0, 3)).toEqual(bodies()[0]?.events);
    expect((await status(page)).dropped).toEqual({});
  });
});

describe('a collector that asks for patience', () => {
  it('T-26 T-28 rests for as long as Retry-After says, in every tab, and does not count it as a try', async () => {
    const page = await collecting();
    const other = await visit(context, wire, '/other');
    await untilPosted(wire, 5);
    await untilEmpty(page);
    const askedAtMs: number[] = [];
    wire.onEvents = (body) =>
      askedAtMs.push(Date.now()) === 1 ? collectorAnswer(429, {}, { 'Retry-After': '3' }) : storedAnswer(body);
    const untilAsked = (times: number) =>
      until(
        () => askedAtMs.length,
        (count) => count >= times,
      );
    await track(page, 1);
    await untilAsked(1);
    await track(other, 2);
    await other.evaluate(() => window.askfirst.flush());
    await page.evaluate(() => window.askfirst.flush());
    await untilAsked(2);
    expect((askedAtMs[1] ?? 0) - (askedAtMs[0] ?? 0)).toBeGreaterThanOrEqual(2_900);
    await until(
      () => arrived().length,
      (count) => count === 2,
    );
  });

  it('T-33 410 empties the buffer, counts it, and silences the page; the next load asks again', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    wire.onEvents = () => collectorAnswer(410, { code: 'switched-off' });
    await accept(page);
    await until(
      () => status(page),
      // Silence comes first, and then the buffer is emptied.
      ({ reason, buffered }) => reason === 'switched-off' && buffered === 0,
    );
    const { buffered, dropped, decision } = await status(page);
    expect({ buffered, dropped, decision }).toEqual({
      buffered: 0,
      dropped: { 'switched-off': 3 },
      decision: 'granted',
    });
    expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({
      dropped: 'switched-off',
    });
    await page.evaluate(() => window.askfirst.flush());
    expect(wire.posts('events')).toHaveLength(1);
    wire.onEvents = storedAnswer;
    await page.reload();
    await until(
      () => wire.posts('events').length,
      (count) => count > 1,
    );
  });
});

describe('a collector that refuses', () => {
  it('T-22 T-23 413 halves the batch until it fits; one event too large alone is dropped and the next flows', async () => {
    const page = await collecting();
    const sizes: number[] = [];
    wire.onEvents = (body) => {
      const { events } = JSON.parse(body) as { events: { properties: { items?: number } }[] };
      sizes.push(events.length);
      const isPoisoned = events.some(({ properties }) => properties.items === 7);
      return events.length > 4 || isPoisoned ? collectorAnswer(413, { code: 'body-too-large' }) : storedAnswer(body);
    };
    // Nobody sends before all wait: the first batch is to hold them all.
    await page.evaluate(() =>
      navigator.locks.request(`askfirst-send|${location.origin}/askfirst|anonymous`, () =>
        Promise.all(Array.from({ length: 16 }, (_, items) => window.askfirst('test.count', { items }))),
      ),
    );
    await untilEmpty(page);
    expect(sizes.slice(0, 3)).toEqual([16, 8, 4]);
    expect(Math.max(...sizes.slice(4))).toBeGreaterThan(4);
    expect((await status(page)).dropped).toEqual({ 'too-large': 1 });
    expect((arrived() as number[]).sort((a, b) => a - b)).toEqual([...Array(16).keys()]);
  });

  it.each([401, 403, 404])('T-32 %d: no storm, everything kept, and it resumes after the mend', async (code) => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    wire.onEvents = () => collectorAnswer(code, {});
    await accept(page);
    await until(
      () => wire.posts('events').length,
      (count) => count >= 2,
    );
    for (let n = 0; n < 20; n++) await page.evaluate(() => window.askfirst.flush());
    expect(wire.posts('events').length).toBeLessThanOrEqual(8);
    const { buffered, dropped } = await status(page);
    expect({ buffered, dropped }).toEqual({ buffered: 3, dropped: {} });
    wire.onEvents = storedAnswer;
    await page.reload();
    await untilEmpty(page);
  });

  it.each([500, 502, 504])('T-29 %d: kept and sent again, at most 8 times a page', async (code) => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    wire.onEvents = (body, count) => (count <= 2 ? { status: code } : storedAnswer(body));
    await accept(page);
    for (let n = 0; n < 3; n++) await page.evaluate(() => window.askfirst.flush());
    await untilEmpty(page);
    expect(wire.posts('events')).toHaveLength(3);
  });
});

describe('a network that fails', () => {
  it('T-35 blocked requests: at most 3 tries a page, nothing in the console of ours, everything kept', async () => {
    const said: string[] = [];
    const page = await visit(context, wire, '/', async (one) => {
      one.on('console', (message) => said.push(message.text()));
    });
    await untilBuffered(page, 3);
    let tries = 0;
    await page.route('**/askfirst/events', (route) => {
      tries++;
      return route.abort('blockedbyclient');
    });
    await accept(page);
    for (let n = 0; n < 10; n++) {
      await page.evaluate(() => window.askfirst.flush());
      await track(page, n);
    }
    expect(tries).toBe(3);
    expect((await status(page)).buffered).toBe(13);
    expect(said.filter((text) => /askfirst:/.test(text))).toEqual([]);
    await page.unroute('**/askfirst/events');
    await page.reload();
    await until(
      () => arrived().length,
      (count) => count === 10,
    );
  });

  it('T-34 sends although the browser believes itself offline', async () => {
    const page = await collecting((one) =>
      one.addInitScript(`Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })`),
    );
    await track(page, 1);
    await until(
      () => arrived().length,
      (count) => count === 1,
    );
  });

  it('offline for a while: everything arrives once after it', async () => {
    const page = await collecting();
    await context.setOffline(true);
    for (let n = 0; n < 5; n++) await track(page, n);
    await page.evaluate(() => window.askfirst.flush());
    // It tries again by itself, and what it sent would be sent once more by a page that came before the answer.
    await page.close();
    await context.setOffline(false);
    await visit(context, wire, '/back');
    await until(
      () => arrived().length,
      (count) => count === 5,
    );
    const ids = wire.events().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['throws', `window.fetch = () => { throw new Error('no') }`],
    ['gives nothing', `window.fetch = () => undefined`],
  ])('T-44 a patched fetch that %s harms nobody', async (_name, script) => {
    const errors: string[] = [];
    const page = await visit(context, wire, '/', async (one) => {
      one.on('pageerror', (error) => errors.push(error.message));
      await one.addInitScript(script);
    });
    await untilBuffered(page, 3);
    expect(await track(page, 1)).toEqual({ recorded: true });
    expect(await page.evaluate(() => window.askfirst.decide({ purposes: ['improve'] }))).toEqual({
      refused: 'could-not-be-stored',
    });
    await page.evaluate(() => window.askfirst.flush());
    expect(errors).toEqual([]);
  });

  it.each([
    ['throws', `window.fetch = () => { throw new Error('no') }`],
    ['gives nothing', `window.fetch = () => undefined`],
  ])('T-44 a fetch that %s after a yes costs no event', async (_name, script) => {
    const errors: string[] = [];
    const page = await collecting(async (one) => {
      one.on('pageerror', (error) => errors.push(error.message));
    });
    await page.addInitScript(`if (!sessionStorage.isMended) { ${script} }`);
    await page.goto(`${wire.url}/broken`);
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    const { length } = wire.posts('events');
    for (let n = 0; n < 5; n++) {
      expect(await track(page, n)).toEqual({ recorded: true });
      await page.evaluate(() => window.askfirst.flush());
    }
    const { buffered, dropped } = await status(page);
    expect(buffered).toBeGreaterThanOrEqual(6);
    expect(dropped).toEqual({});
    expect(errors).toEqual([]);
    expect(wire.posts('events')).toHaveLength(length);
    await page.evaluate(() => sessionStorage.setItem('isMended', '1'));
    await page.reload();
    await until(
      () => arrived().length,
      (count) => count === 5,
    );
    await untilEmpty(page);
  });

  it('T-45 what the page overrides later does not reach us', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    // What draws the question is loaded later, and what is loaded after this is built on what the page has overridden.
    await page.waitForSelector('#accept');
    await page.evaluate(() => {
      const broken = () => {
        throw new Error('overridden');
      };
      Object.assign(window, { fetch: broken });
      Object.assign(JSON, { stringify: () => '"broken"' });
      Object.assign(Array.prototype, { toJSON: () => 'broken' });
      Object.defineProperty(Array.prototype, 'toJSON', { enumerable: false });
      Object.assign(Date, { now: () => 0 });
      Object.assign(window, { Promise: broken });
    });
    await accept(page);
    await untilPosted(wire, 3);
    for (const { body } of wire.posts('events'))
      expect(Array.isArray((JSON.parse(body) as { events: unknown }).events)).toBe(true);
  });

  it('T-47 a service worker of the page that answers for us is no collector', async () => {
    wire.onPath = (path) =>
      path === '/worker.js'
        ? {
            status: 200,
            headers: { 'Content-Type': 'text/javascript' },
            body: `self.addEventListener('install', () => self.skipWaiting());
              self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
              self.addEventListener('fetch', (event) => { if (event.request.method === 'POST' && event.request.url.endsWith('/events')) event.respondWith(new Response('{}', { status: 200 })); });`,
          }
        : undefined;
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/worker.js');
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await page.waitForSelector('#accept');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await accept(page);
    await page.evaluate(() => window.askfirst.flush());
    expect(wire.posts('events')).toEqual([]);
    const { buffered, dropped } = await status(page);
    expect(dropped).toEqual({});
    expect(buffered).toBeGreaterThanOrEqual(3);
  });
});

describe('several tabs', () => {
  it('T-42 T-43 three tabs with 50 events each: 150 arrive, each once', async () => {
    const pages = [await collecting()];
    for (const path of ['/second', '/third']) pages.push(await visit(context, wire, path));
    await Promise.all(
      pages.map((page, tab) =>
        page.evaluate(
          (first) =>
            Promise.all(Array.from({ length: 50 }, (_, n) => window.askfirst('test.count', { items: first + n }))),
          tab * 50,
        ),
      ),
    );
    await until(
      () => arrived().length,
      (count) => count === 150,
    );
    for (const page of pages) await untilEmpty(page);
    const ids = wire.events().map(({ id }) => id);
    expect(ids).toHaveLength(new Set(ids).size);
    expect(new Set(arrived()).size).toBe(150);
  });

  it('T-42 without Web Locks a second tab costs at most repeated requests, never a second id', async () => {
    const without = (page: Page) =>
      page.addInitScript(`Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })`);
    const first = await collecting(without);
    const second = await visit(context, wire, '/second', without);
    await Promise.all(
      [first, second].map((page, tab) =>
        page.evaluate(
          (from) =>
            Promise.all(Array.from({ length: 25 }, (_, n) => window.askfirst('test.count', { items: from + n }))),
          tab * 25,
        ),
      ),
    );
    await until(
      () => arrived().length,
      (count) => count >= 50,
    );
    for (const page of [first, second]) await untilEmpty(page);
    expect(new Set(arrived()).size).toBe(50);
    expect(arrived()).toHaveLength(50);
    // Each tab sends what it finds, once.
    expect(wire.events().length).toBeLessThanOrEqual(2 * wire.uniqueEvents().length);
  });

  it('T-21 what is recorded while a request is under way is neither lost nor taken for answered', async () => {
    const page = await collecting();
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    wire.onEvents = async (body) => {
      await held;
      return storedAnswer(body);
    };
    const before = wire.posts('events').length;
    await track(page, 0);
    await until(
      () => wire.posts('events').length,
      (count) => count > before,
    );
    await page.evaluate(async () => {
      for (let from = 1; from < 1_100; from += 100)
        await Promise.all(Array.from({ length: 100 }, (_, n) => window.askfirst('test.count', { items: from + n })));
    });
    release?.();
    wire.onEvents = storedAnswer;
    await until(
      () => status(page),
      ({ buffered }) => buffered === 0,
    );
    const { dropped } = await status(page);
    expect(arrived().length + (dropped['buffer-full'] ?? 0)).toBe(1_101);
    expect(dropped['buffer-full']).toBeGreaterThan(0);
  });
});
