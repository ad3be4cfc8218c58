import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessDocument } from '../../../src/api.ts';
import { type ShopServer, startShopServer } from '../engines/shop-server.ts';
import { openChromium } from '../snippet/chromium.ts';
import { status, until } from '../snippet/visitor.ts';
import {
  acceptAll,
  access,
  bodiesOf,
  enter,
  erase,
  openVisitor,
  post,
  readSigned,
  TWO_PAGES,
  untilSent,
  withdraw,
} from './shop-visitor.ts';

let browser: Browser;
let shop: ShopServer;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  shop = await startShopServer();
  context = await openVisitor(browser);
  page = await enter(context, shop);
});
afterEach(async () => {
  await context.close();
  await shop.close();
});

/** Everything there is to read by the rights, else the refusal is in the failure. */
async function readAll(from: Page): Promise<AccessDocument> {
  const document = await access(from);
  if ('refused' in document) throw new Error(document.refused);
  return document;
}
const exportKey = async (from: Page) => {
  const key = await from.evaluate(() => window.askfirst.exportKey());
  if ('refused' in key) throw new Error(key.refused);
  return key;
};

describe('erasing while the yes stands', () => {
  it('P8 P9 erases all that was sent, says so with a certificate, and later events count again', async () => {
    await acceptAll(page);
    const sent = await shop.countStored();
    const [batch = ''] = bodiesOf(shop, 'events');
    const outcome = await erase(page);
    expect(outcome).toMatchObject({ state: 'confirmed' });
    expect(readSigned((outcome as { certificate: string }).certificate)).toMatchObject({
      kind: 'erasure',
      state: 'final',
      named: sent,
    });
    expect(await shop.countStored()).toBe(0);
    expect(await status(page)).toMatchObject({ decision: 'granted', held: 0, buffered: 0 });
    expect(JSON.parse((await post(page, 'events', batch)).body)).toMatchObject({ stored: 0 });
    await page.evaluate(() => window.askfirst('page.view', { path: '/afterwards' }));
    await untilSent(page, 1);
    expect(await shop.countStored()).toBe(1);
    expect((await readAll(page)).device.certificates).toHaveLength(1);
  });

  it('P8 takes along a batch that was sent and never answered, and what still waits', async () => {
    await acceptAll(page);
    let tries = 0;
    await context.route('**/askfirst/events', async (route) => {
      tries += 1;
      if (tries === 1) await route.fetch();
      // Ended already if the page waited ten seconds.
      await route.abort().catch(() => undefined);
    });
    await page.evaluate(() => window.askfirst('page.view', { path: '/unanswered' }));
    await until(
      () => bodiesOf(shop, 'events').filter((body) => body.includes('/unanswered')).length,
      (count) => count > 0,
    );
    // Whatever is tried from now on does not get through.
    await page.evaluate(() => window.askfirst('page.view', { path: '/never-sent' }));
    expect(await erase(page)).toMatchObject({ state: 'confirmed' });
    expect(await status(page)).toMatchObject({ buffered: 0, held: 0 });
    expect(await shop.countStored()).toBe(0);
    await context.unroute('**/askfirst/events');
    await page.evaluate(() => window.askfirst.flush());
    expect(bodiesOf(shop, 'events').some((body) => body.includes('/never-sent'))).toBe(false);
  });

  it('T-66 is asked for again after errors, silence, a full lane and three days, goes before any event, and is named whole each time', async () => {
    // A visitor whose clock is three days behind at first; sending follows the collector's.
    await context.close();
    context = await openVisitor(browser);
    await context.addInitScript(
      `{ const { now } = Date; Date.now = () => now() + Number(sessionStorage.days ?? -3) * 86_400_000; }`,
    );
    page = await enter(context, shop);
    await acceptAll(page);
    const { held: sent } = await status(page);
    let tries = 0;
    let isBack = false;
    const REFUSALS: readonly Parameters<Route['fulfill']>[0][] = [
      { status: 500, headers: { 'Askfirst-Collector': '1' } },
      { status: 200, body: '<title>Log in</title>', contentType: 'text/html' },
      { status: 429, headers: { 'Askfirst-Collector': '1', 'Retry-After': '3600' } },
    ];
    await context.route('**/askfirst/erase', (route) => {
      if (isBack) return route.continue();
      tries += 1;
      const refusal = REFUSALS[tries - 2];
      return refusal ? route.fulfill(refusal) : route.abort();
    });
    expect(await erase(page)).toMatchObject({ state: 'requested' });
    // Each time the network comes back it is asked for anew, without the wait that grows, until the lane is full.
    for (let before = tries; before < 1 + REFUSALS.length; before = tries) {
      await context.setOffline(true);
      await context.setOffline(false);
      await until(
        () => tries,
        (count) => count > before,
      );
    }
    await page.evaluate(() => window.askfirst.flush());
    // Told to rest for an hour, it rests.
    expect(tries).toBe(1 + REFUSALS.length);
    expect((await readAll(page)).device.requested).toEqual([{ kind: 'erase', handles: sent }]);
    const posted = shop.posts.length;
    await page.evaluate(() => {
      sessionStorage.days = 0;
    });
    await page.reload();
    await until(
      () => tries,
      (count) => count > 1 + REFUSALS.length,
    );
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    await page.evaluate(() => window.askfirst('page.view', { path: '/meanwhile' }));
    await page.evaluate(() => window.askfirst.flush());
    expect((await readAll(page)).device.requested).toEqual([{ kind: 'erase', handles: sent }]);
    expect(await shop.countStored()).toBe(sent);
    isBack = true;
    await until(
      async () => {
        await page.evaluate(() => window.askfirst.flush());
        return (await readAll(page)).device.requested;
      },
      (requested) => requested.length === 0,
    );
    await untilSent(page, 1);
    const paths = shop.posts.slice(posted).map(({ path }) => path);
    expect(paths.indexOf('/askfirst/erase')).toBeLessThan(paths.indexOf('/askfirst/events'));
    expect(bodiesOf(shop, 'events').some((body) => body.includes('/meanwhile'))).toBe(true);
    expect((await readAll(page)).device.certificates).toMatchObject([
      { says: { kind: 'erasure', state: 'final', named: sent } },
    ]);
    // What came meanwhile, and nothing of before.
    expect(await shop.countStored()).toBe((await status(page)).held);
  });

  it('T-66 believes no certificate that is provisional, of another kind, or of fewer handles', async () => {
    await acceptAll(page);
    const { held } = await status(page);
    const wrong = [
      { kind: 'erasure', state: 'provisional', named: held },
      { kind: 'withdrawal', state: 'final', named: held },
      { kind: 'erasure', state: 'final', named: held - 1 },
      'nothing',
    ];
    // One route all the while: what is tried again by itself between two of them must not get through.
    let says: unknown;
    await context.route('**/askfirst/erase', (route) =>
      says === undefined
        ? route.continue()
        : route.fulfill({
            status: 200,
            headers: { 'Askfirst-Collector': '1' },
            json: { certificate: `a.${Buffer.from(JSON.stringify(says)).toString('base64url')}.c`, now: Date.now() },
          }),
    );
    for (says of wrong) expect(await erase(page)).toMatchObject({ state: 'requested' });
    says = undefined;
    // It may have been confirmed by a try of its own just before.
    expect(await erase(page)).not.toMatchObject({ state: 'requested' });
    expect((await readAll(page)).device).toMatchObject({
      requested: [],
      certificates: [{ says: { kind: 'erasure', state: 'final', named: held } }],
    });
    expect(await shop.countStored()).toBe(0);
  });

  it('T-11 on a full disk events go, and are counted; the request and the proof of the yes stay, and it is carried out', async () => {
    await acceptAll(page);
    const sent = await shop.countStored();
    await context.route('**/askfirst/erase', (route) => route.abort());
    expect(await erase(page)).toMatchObject({ state: 'requested' });
    const record = (path: string) => page.evaluate((shown) => window.askfirst('page.view', { path: shown }), path);
    for (let count = 0; count < 4; count += 1) expect(await record(`/before-${count}`)).toEqual({ recorded: true });
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (value, key) {
        // An event, never what is held or asked for: those lie in a database of their own.
        if (this.transaction.db.name.startsWith('askfirst-buffer|') && Array.isArray(key))
          throw new DOMException('full', 'QuotaExceededError');
        return put.call(this, value, key);
      };
    });
    for (let count = 0; count < 5; count += 1) expect(await record(`/full-${count}`)).toEqual({ recorded: true });
    // The older half made room, in vain; the rest waits on the disk, and what came since in memory.
    expect(await status(page)).toMatchObject({ buffered: 7, dropped: { 'buffer-full': 2 } });
    const { device } = await readAll(page);
    expect(device.requested).toEqual([{ kind: 'erase', handles: sent }]);
    expect(device.receipts).toHaveLength(1);
    expect(await shop.countStored()).toBe(sent);
    await context.unroute('**/askfirst/erase');
    await until(
      async () => {
        await page.evaluate(() => window.askfirst.flush());
        return (await readAll(page)).device.requested;
      },
      (requested) => requested.length === 0,
    );
    expect((await readAll(page)).device).toMatchObject({
      receipts: [{}],
      certificates: [{ says: { kind: 'erasure', state: 'final', named: sent } }],
    });
    expect(await shop.countStored()).toBe(0);
  });

  it('T-73 asked for in two tabs at once it comes to one result', async () => {
    await acceptAll(page);
    const other = await enter(context, shop, '/guide');
    await untilSent(other, TWO_PAGES);
    const outcomes = await Promise.all([erase(page), erase(other)]);
    expect(outcomes.map((outcome) => 'state' in outcome)).toEqual([true, true]);
    await until(
      () => shop.countStored(),
      (count) => count === 0,
    );
    expect((await readAll(page)).device.requested).toEqual([]);
  });
});

describe('seeing what was sent', () => {
  it('P8 T-75 shows all and only what this browser sent, waiting events included, as one document', async () => {
    await acceptAll(page);
    const stranger = await enter(await openVisitor(browser), shop, '/guide');
    await acceptAll(stranger);
    // Events do not get through, so that one waits; what is asked for does.
    await context.route('**/askfirst/events', (route) => route.abort());
    await page.evaluate(() => window.askfirst('page.view', { path: '/waiting' }));
    const { device, collector } = await readAll(page);
    expect(device.status.decision).toBe('granted');
    expect(device.waiting).toMatchObject([{ event: { metric: 'page.view', properties: { path: '/waiting' } } }]);
    expect(device.receipts).toHaveLength(1);
    if (!collector.answered) throw new Error(collector.why);
    const sent = bodiesOf(shop, 'events').flatMap((body) => (JSON.parse(body) as { events: { id: string }[] }).events);
    const theirs = await readAll(stranger);
    if (!theirs.collector.answered) throw new Error(theirs.collector.why);
    const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id).sort();
    expect([...ids(collector.events), ...ids(theirs.collector.events)].sort()).toEqual(ids(sent));
    expect(new Set([...ids(collector.events), ...ids(theirs.collector.events)]).size).toBe(sent.length);
    expect(collector.receipts).toHaveLength(1);
    expect(Object.keys(collector.meaning)).toContain('page.view');
    await stranger.context().close();
  });

  it('T-74 P8 an event id from anywhere can neither read nor erase', async () => {
    await acceptAll(page);
    const stored = await shop.countStored();
    const document = await readAll(page);
    if (!document.collector.answered) throw new Error(document.collector.why);
    const [event] = document.collector.events;
    const fake = Buffer.from(event?.id ?? '', 'hex').toString('base64url');
    const held = [{ day: event?.day, metric: event?.metric, handles: [fake] }];
    const seen = await post(page, 'access', JSON.stringify({ held }));
    expect(JSON.parse(seen.body)).toMatchObject({ events: [], receipts: [] });
    await post(page, 'erase', JSON.stringify({ held, part: 1, last: true }));
    expect(await shop.countStored()).toBe(stored);
  });

  it('P8 the key file of one browser is enough to see and erase from another', async () => {
    await acceptAll(page);
    const key = await exportKey(page);
    expect(key).toMatchObject({ kind: 'askfirst-key', version: 1, site: `${shop.url}/askfirst` });
    expect(key.grants[0]?.receipt).toBeTruthy();
    const elsewhere = await enter(await openVisitor(browser), shop, '/about');
    const secret = { receiptSecret: key.grants[0]?.receiptSecret };
    const body = JSON.stringify({ ...secret, held: key.held, part: 1, last: true });
    expect((await post(elsewhere, 'withdraw', body)).status).toBe(200);
    expect(await shop.countStored()).toBe(0);
    await elsewhere.context().close();
  });

  it('says honestly what cannot be reached, and rejects nothing', async () => {
    await acceptAll(page);
    const fresh = await enter(context, shop, '/guide');
    await untilSent(fresh, TWO_PAGES);
    await context.setOffline(true);
    // Nothing of the rights has been loaded in this tab.
    for (const name of ['erase', 'access', 'exportKey'] as const)
      expect(await fresh.evaluate<unknown, typeof name>((right) => window.askfirst[right](), name)).toEqual({
        refused: 'could-not-be-loaded',
      });
    expect(await withdraw(fresh)).toEqual({ state: 'requested' });
    await context.setOffline(false);
    await fresh.reload();
    await until(
      () => shop.countStored(),
      (count) => count === 0,
    );
  });

  it('P2 after a no nothing is asked of the collector, and the answer says why', async () => {
    await acceptAll(page);
    expect(await withdraw(page)).toMatchObject({ state: 'confirmed' });
    const posts = shop.posts.length;
    expect((await readAll(page)).collector).toEqual({ answered: false, why: 'nothing-held' });
    expect(await exportKey(page)).toMatchObject({ grants: [], held: [] });
    expect(shop.posts.length).toBe(posts);
  });

  it('T-16 storage cleared under an open page: nothing is thrown or sent, and the next page asks again', async () => {
    await acceptAll(page);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: shop.url, storageTypes: 'all' });
    const posts = shop.posts.length;
    await page.evaluate(() => window.askfirst('page.view', { path: '/cleared' }));
    await page.evaluate(() => window.askfirst.flush());
    expect(await erase(page)).toEqual({ state: 'nothing-sent' });
    expect(shop.posts.length).toBe(posts);
    expect(errors).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    expect(shop.posts.length).toBe(posts);
  });
});
