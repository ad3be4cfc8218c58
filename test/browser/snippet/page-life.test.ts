import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openChromiumWithBackForwardCache } from './chromium.ts';
import { browser, context, prepareStage, wire } from './stage.ts';
import { accept, reject, settle, status, until, untilBuffered, untilPosted, untilQuiet, visit } from './visitor.ts';
import { siteConfiguration } from './wire-server.ts';

prepareStage();

const untilEmpty = (page: Page) =>
  until(
    () => status(page),
    ({ buffered }) => buffered === 0,
  );
const paths = () =>
  wire.uniqueEvents().flatMap(({ metric, properties }) => (metric === 'page.view' ? [properties.path] : []));

/** A visitor who said yes and whose first events have arrived. */
async function collecting(path = '/', within = context): Promise<Page> {
  const page = await visit(within, wire, path);
  await untilBuffered(page, 3);
  await accept(page);
  await untilPosted(wire, 3);
  await untilEmpty(page);
  return page;
}

describe('page views', () => {
  it.each([
    ['the Navigation API', ''],
    ['only the History API', 'delete window.navigation; delete Window.prototype.navigation'],
  ])('tell every path a single-page application shows, with %s', async (_name, script) => {
    const page = await visit(context, wire, '/', (one) => one.addInitScript(script));
    await untilBuffered(page, 3);
    await page.evaluate(() => {
      history.pushState({}, '', '/a?query=1#hash');
      history.replaceState({}, '', '/a?query=2');
      history.pushState({}, '', '/b');
      history.pushState({}, '', '/people/4711');
    });
    await page.goBack();
    const waiting = await until(
      () => page.evaluate(() => window.askfirst.buffered()),
      (rows) => rows.filter(({ event }) => event.metric === 'page.view').length >= 5,
    );
    expect(waiting.flatMap(({ event }) => (event.metric === 'page.view' ? [event.properties.path] : []))).toEqual([
      '/',
      '/a',
      '/b',
      '/people/:id',
      '/b',
    ]);
  });

  it('are silent on ignored paths, and clicks in ignored elements are not seen', async () => {
    wire.body = `<button id="one" data-askfirst-event="cart.add" data-askfirst-size="large" data-askfirst-items="3"><b>Add</b></button>
      <div data-askfirst-ignore><button id="two" data-askfirst-event="cart.add" data-askfirst-size="small">Add</button></div>`;
    const quiet = await visit(context, wire, '/quiet/room');
    expect(await quiet.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ dropped: 'ignored' });
    await quiet.click('#one');
    // Each loss is counted, so the click has been seen by then.
    await until(
      () => status(quiet),
      ({ dropped }) => dropped.ignored === 2,
    );
    expect((await status(quiet)).buffered).toBe(0);
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    await page.click('#two');
    await page.click('#one b');
    await untilBuffered(page, 4);
    const clicks = await page.evaluate(() => window.askfirst.buffered());
    expect(clicks.at(-1)?.event).toMatchObject({ metric: 'cart.add', properties: { size: 'large', items: 3 } });
  });

  /** A page that leaves sending to its own script: one event waits, and a yes stands. */
  const visitManual = async () => {
    wire.tag = '<script defer src="/askfirst/askfirst.js" data-manual></script>';
    const page = await visit(context, wire);
    await page.waitForSelector('#accept');
    await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }));
    await accept(page);
    await until(
      () => status(page),
      ({ effective }) => effective === 'collecting',
    );
    return page;
  };

  it('with data-manual nothing is observed and nothing is sent but by flush', async () => {
    const page = await visitManual();
    expect(wire.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    await page.evaluate(() => window.askfirst.flush());
    expect(wire.events().map(({ metric }) => metric)).toEqual(['cart.add']);
  });

  it('with data-manual one flush sends all, also where the consent alone takes longer than a turn', async () => {
    const { onConsent } = wire;
    wire.onConsent = async (body) => {
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      return onConsent(body);
    };
    const page = await visitManual();
    await page.evaluate(() => window.askfirst.flush());
    await untilPosted(wire, 1);
    expect(wire.events().map(({ metric }) => metric)).toEqual(['cart.add']);
  });

  it('visits: one start, pages at 2, 3 and 5, one visit.day, across tabs and page loads', async () => {
    const page = await collecting('/one');
    for (const path of ['/two', '/three', '/four']) {
      await page.goto(wire.url + path);
      await until(paths, (shown) => shown.includes(path));
      await untilEmpty(page);
    }
    await visit(context, wire, '/five');
    await until(
      () => wire.uniqueEvents().filter(({ metric }) => metric === 'visit.pages').length,
      (count) => count === 3,
    );
    const told = (metric: string) =>
      wire.uniqueEvents().flatMap((event) => (event.metric === metric ? [event.properties] : []));
    expect(told('visit.start')).toEqual([{ entry: '/one' }]);
    expect(told('visit.pages')).toEqual([{ reached: 2 }, { reached: 3 }, { reached: 5 }]);
    expect(told('visit.day')).toEqual([{ week: true, month: true, age: 'new' }]);
  });
});

/** Told apart later: the same document that came back was kept in the cache. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { isSame: true }));
const isMarked = (page: Page) => page.evaluate(() => (window as unknown as { isSame?: boolean }).isSame);

describe('pages that hide, freeze and come back', () => {
  it('T-40 T-41 back and forth through the back-forward cache: nothing twice, and the page stays eligible', async () => {
    const cached = await openChromiumWithBackForwardCache();
    try {
      const own = await cached.newContext();
      const page = await collecting('/first', own);
      await mark(page);
      // A page that still waits for an answer holds its lock, which keeps it out of the cache; and the next sends again. So
      // each is left only once it is settled.
      await settle(page);
      await page.click('#next');
      await untilPosted(wire, 5);
      await settle(page);
      await page.goBack({ waitUntil: 'commit' });
      expect(await isMarked(page)).toBe(true);
      await untilPosted(wire, 7);
      await settle(page);
      await page.goForward({ waitUntil: 'commit' });
      await untilPosted(wire, 8);
      await settle(page);
      await page.goBack({ waitUntil: 'commit' });
      expect(await isMarked(page)).toBe(true);
      expect(await page.evaluate(() => window.askfirst('test.count', { items: 1 }))).toEqual({ recorded: true });
      // With it the page view, and the mark of five pages.
      await untilPosted(wire, 11);
      await settle(page);
      const ids = wire.events().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(paths().slice(0, 3)).toEqual(['/first', '/next', '/first']);
      expect((await status(page)).dropped).toEqual({});
    } finally {
      await cached.close();
    }
  });

  it('P1 UI-E1 a no made while a page was in the back-forward cache holds when it comes back', async () => {
    const cached = await openChromiumWithBackForwardCache();
    try {
      const own = await cached.newContext();
      const page = await collecting('/first', own);
      await mark(page);
      await settle(page);
      await page.click('#next');
      await untilPosted(wire, 5);
      await settle(page);
      await page.evaluate(() => window.askfirst.decide('deny'));
      const count = wire.posts('events').length;
      await page.goBack({ waitUntil: 'commit' });
      expect(await isMarked(page)).toBe(true);
      expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ dropped: 'denied' });
      await page.evaluate(() => window.askfirst.flush());
      expect(wire.posts('events')).toHaveLength(count);
    } finally {
      await cached.close();
    }
  });
});

describe('the page around us', () => {
  it.each([
    ['after', false],
    ['before', true],
  ])('T-46 two copies and another version %s them act as one', async (_where, isFirst) => {
    const other = '<script defer src="/askfirst/askfirst.js?other"></script>';
    wire.tag = isFirst ? `${other}${wire.tag}${wire.tag}` : `${wire.tag}${wire.tag}${other}`;
    const snippet = readFileSync('dist/page/askfirst.js', 'utf8');
    wire.onPath = (path) =>
      path === '/askfirst/askfirst.js?other'
        ? {
            status: 200,
            headers: { 'Content-Type': 'text/javascript' },
            body: `window.hasOtherRun = true;${snippet.replace('globalThis.__ASKFIRST_SITE__', () => JSON.stringify(siteConfiguration()))}`,
          }
        : undefined;
    const page = await visit(context, wire);
    await page.waitForFunction(() => (window as unknown as { hasOtherRun?: true }).hasOtherRun);
    await page.waitForSelector('#accept');
    expect(await page.evaluate(() => window.askfirst('test.count', { items: 1 }))).toEqual({ recorded: true });
    await untilBuffered(page, 4);
    await accept(page);
    await untilPosted(wire, 4);
    await untilEmpty(page);
    expect(
      wire
        .uniqueEvents()
        .map(({ metric }) => metric)
        .sort(),
    ).toEqual(['page.view', 'test.count', 'visit.day', 'visit.start']);
    expect(wire.posts('consent')).toHaveLength(1);
    const asked = wire.requests.filter(({ path }) => path === '/askfirst/widget.js');
    expect(asked).toHaveLength(1);
    await page.getByRole('button', { name: 'Analytics choices' }).waitFor();
    expect(await page.getByRole('button', { name: 'Analytics choices' }).count()).toBe(1);
  });

  it('calls made before the script loads are recorded', async () => {
    wire.head = `<script>window.askfirst ||= (...a) => (askfirst.q ||= []).push(a); askfirst('cart.add', { size: 'small' });</script>`;
    const page = await visit(context, wire);
    await untilBuffered(page, 4);
  });

  it('the filter of the page only removes: it adds nothing, changes nothing, and in doubt the event goes', async () => {
    wire.head = `<script>
      window.askfirst ||= (...a) => (askfirst.q ||= []).push(a);
      askfirst.filter = (metric, properties) => {
        properties.path = '/changed';
        properties.more = 'added';
        if (properties.size === 'large') throw new Error('mine');
        // Anything but true is no yes, a promise of it neither.
        return metric === 'visit.start' ? Promise.resolve(true) : properties.items !== 7;
      };
    </script>`;
    const thrown: string[] = [];
    const page = await visit(context, wire, '/filtered', async (one) => {
      one.on('pageerror', ({ message }) => thrown.push(message));
    });
    expect(
      await page.evaluate(() =>
        Promise.all([
          window.askfirst('test.count', { items: 7 }),
          window.askfirst('test.count', { items: 8 }),
          window.askfirst('cart.add', { size: 'large' }),
          window.askfirst('no.such', {}),
        ]),
      ),
    ).toEqual([{ dropped: 'filtered' }, { recorded: true }, { dropped: 'filtered' }, { dropped: 'not-in-registry' }]);
    await untilBuffered(page, 3);
    const waiting = await page.evaluate(() => window.askfirst.buffered());
    expect(
      waiting.flatMap(({ event }) => (event.metric === 'visit.day' ? [] : [[event.metric, event.properties]])).sort(),
    ).toEqual([
      ['page.view', { path: '/filtered' }],
      ['test.count', { items: 8 }],
    ]);
    expect((await status(page)).dropped).toEqual({ filtered: 3, 'not-in-registry': 1 });
    expect(thrown).toEqual([]);
  });

  it('T-48 UI-G1 works under a strict policy with Trusted Types, and COEP; where the policy forbids it, it stops in silence', async () => {
    wire.tag = '<script defer nonce="n0nce" src="/askfirst/askfirst.js"></script>';
    wire.pageHeaders = {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'nonce-n0nce' 'strict-dynamic'; style-src 'self' 'nonce-n0nce'; connect-src 'self'; img-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      'Cross-Origin-Embedder-Policy': 'require-corp',
    };
    const said: string[] = [];
    const page = await visit(context, wire, '/', async (one) => {
      one.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    });
    await untilBuffered(page, 3);
    await accept(page);
    await untilPosted(wire, 3);
    expect(said.filter((text) => /Content Security|Trusted|Embedder/.test(text))).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Analytics choices' }).waitFor();
    expect(said.filter((text) => /Content Security|Trusted|Embedder/.test(text))).toEqual([]);

    wire.pageHeaders = { 'Content-Security-Policy': "connect-src 'none'" };
    const other = await browser.newContext();
    const forbidden = await visit(other, wire);
    await untilBuffered(forbidden, 3);
    expect(await forbidden.locator('#question').count()).toBe(0);
    await other.close();
  });

  it('UI-A14 the button to change the answer: there after a choice, large enough, by keyboard, covering nothing', async () => {
    wire.body = '<p>Long</p>'.repeat(60);
    const page = await visit(context, wire);
    await page.waitForSelector('#reject');
    expect(await page.getByRole('button', { name: 'Analytics choices' }).count()).toBe(0);
    await reject(page);
    const button = page.getByRole('button', { name: 'Analytics choices' });
    await button.waitFor();
    await button.scrollIntoViewIfNeeded();
    const box = await button.boundingBox();
    const main = await page.locator('main').boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(24);
    expect(box?.height).toBeGreaterThanOrEqual(24);
    expect(box?.y).toBeGreaterThanOrEqual((main?.y ?? 0) + (main?.height ?? 0));
    await button.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#accept');
    expect(await button.count()).toBe(0);
    // A yes after a no counts only if it need not wait, and the no was still being carried out.
    await untilQuiet(page);
    await accept(page);
    await untilPosted(wire, 1);
    expect(JSON.parse(wire.posts('consent')[0]?.body ?? '{}')).toMatchObject({ method: 'centre' });
  });

  it("UI-A14 data-askfirst-open takes the button's place", async () => {
    wire.body = '<button id="mine" data-askfirst-open>Privacy</button>';
    const page = await visit(context, wire);
    await page.waitForSelector('#reject');
    await reject(page);
    expect(await page.getByRole('button', { name: 'Analytics choices' }).count()).toBe(0);
    await page.click('#mine');
    await page.waitForSelector('#accept');
  });

  it('listeners hear of a change made in another tab', async () => {
    const one = await visit(context, wire);
    const two = await visit(context, wire, '/two');
    await untilBuffered(two, 5);
    await two.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      window.askfirst.on('change', ({ decision }) => heard.push(decision));
    });
    await one.bringToFront();
    await reject(one);
    await until(() => two.evaluate(() => (window as unknown as { heard: string[] }).heard.includes('denied')), Boolean);
  });

  it('UI-A12 a site without purposes asks nobody', async () => {
    const site = siteConfiguration();
    Object.assign(site.registry as object, { purposes: [], metrics: {} });
    wire.site = site;
    const page = await visit(context, wire);
    expect((await status(page)).effective).toBe('off');
    expect(await page.locator('#question').count()).toBe(0);
    expect(wire.requests.map(({ path }) => path)).not.toContain('/askfirst/widget.js');
  });
});
