import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ShopServer, startShopServer } from '../engines/shop-server.ts';
import { killBrowser, openChromium, openProfile } from '../snippet/chromium.ts';
import { readDevice, status, until } from '../snippet/visitor.ts';
import {
  acceptAll,
  access,
  bodiesOf,
  enter,
  erase,
  FIRST_PAGE,
  openVisitor,
  post,
  readSigned,
  sayYes,
  stopClock,
  THREE_PAGES,
  TWO_PAGES,
  untilForgotten,
  untilSent,
  withdraw,
} from './shop-visitor.ts';

let browser: Browser;
let shop: ShopServer;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  shop = await startShopServer();
  context = await openVisitor(browser);
});
afterEach(async () => {
  await context.close();
  await shop.close();
});

interface PostedErasure {
  readonly receiptSecret?: string;
  readonly held: readonly { readonly handles: readonly string[] }[];
}
const countNamed = (body: string) =>
  (JSON.parse(body) as PostedErasure).held.reduce((sum, { handles }) => sum + handles.length, 0);

/** Notes every write of the page: the database, and how sure of the disk it has to be. */
const NOTE_WRITES = `{
  window.writes = [];
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    if (mode === 'readwrite') writes.push(this.name.split('|')[0] + ' ' + options?.durability);
    return transaction.call(this, stores, mode, options);
  };
}`;

describe('a no that follows a yes', () => {
  it('P2 P8 erases what was sent and the record of the yes, and leaves what one leaves who never said yes', async () => {
    const page = await enter(context, shop);
    await acceptAll(page);
    const sent = await shop.countStored();
    expect(sent).toBeGreaterThan(0);
    const outcome = await withdraw(page);
    expect(outcome).toMatchObject({ state: 'confirmed' });
    const { certificate } = outcome as { certificate: string };
    expect(readSigned(certificate)).toMatchObject({
      kind: 'withdrawal',
      state: 'final',
      named: sent,
      stores: [
        { store: 'events', found: sent, removed: sent, remaining: 0 },
        { store: 'consents', found: 1, removed: 1, remaining: 0 },
      ],
    });
    expect(await shop.countStored()).toBe(0);
    const other = await enter(await openVisitor(browser), shop);
    await other.getByRole('button', { name: 'Reject analytics' }).click();
    await untilForgotten(other);
    expect(await readDevice(page)).toBe(await readDevice(other));
    await other.context().close();
    expect((await status(page)).held).toBe(0);
  });

  it('P2 is a withdrawal whatever call made it, and in whichever tab', async () => {
    const page = await enter(context, shop);
    await acceptAll(page);
    const tabs = [await enter(context, shop, '/guide'), await enter(context, shop, '/about')];
    await untilSent(page, THREE_PAGES);
    await page.evaluate(() => window.askfirst.decide('deny'));
    await untilForgotten(page);
    await until(
      () => shop.countStored(),
      (count) => count === 0,
    );
    for (const tab of tabs) expect((await status(tab)).decision).toBe('denied');
    const posted = shop.posts.length;
    for (const tab of tabs) await tab.evaluate(() => window.askfirst('page.view', { path: '/late' }));
    for (const tab of tabs) await tab.evaluate(() => window.askfirst.flush());
    expect(shop.posts.length).toBe(posted);
  });

  it('P2 a no that follows no yes asks nothing of anybody', async () => {
    const page = await enter(context, shop);
    await page.getByRole('button', { name: 'Reject analytics' }).waitFor();
    expect(await withdraw(page)).toEqual({ state: 'nothing-sent' });
    expect(await erase(page)).toEqual({ state: 'nothing-sent' });
    expect(shop.posts).toEqual([]);
    await untilForgotten(page);
  });

  it('P9 T-68 a batch that was on the wire does not come back, however often it is replayed', async () => {
    const page = await enter(context, shop);
    await acceptAll(page);
    // A batch that nobody ever answers: its handles are on the disk, its events wait.
    let cutOff = '';
    await context.route('**/askfirst/events', (route) => {
      cutOff = route.request().postData() ?? '';
      return route.abort();
    });
    await page.evaluate(() => window.askfirst('page.view', { path: '/never-answered' }));
    await until(
      () => cutOff,
      (body) => body !== '',
    );
    const [before] = bodiesOf(shop, 'events');
    const outcome = await withdraw(page);
    expect(outcome).toMatchObject({ state: 'confirmed' });
    await context.unroute('**/askfirst/events');
    for (const body of [cutOff, before ?? '', cutOff])
      expect(JSON.parse((await post(page, 'events', body)).body)).toMatchObject({ stored: 0 });
    expect(await shop.countStored()).toBe(0);
  });

  it.each([
    ['the yes comes after the no', false],
    ['the yes comes first and its answer is lost', true],
  ])('T-61 a yes that was under way when it was taken back leaves no record: %s', async (_what, isRecorded) => {
    const page = await enter(context, shop);
    let consent = '';
    await context.route('**/askfirst/consent', async (route) => {
      const body = route.request().postData() ?? '';
      if (isRecorded) await route.fetch();
      consent = body;
      // Ended already if the page waited ten seconds.
      await route.abort().catch(() => undefined);
    });
    await page.getByRole('button', { name: 'Accept analytics' }).click();
    await until(
      () => consent,
      (body) => body !== '',
    );
    const outcome = await withdraw(page);
    expect(outcome).toMatchObject({ state: 'confirmed' });
    const { certificate } = outcome as { certificate: string };
    const records = Number(isRecorded);
    expect(readSigned(certificate)).toMatchObject({
      stores: [{ store: 'events' }, { store: 'consents', found: records, removed: records, remaining: 0 }],
    });
    await context.unroute('**/askfirst/consent');
    const late = await post(page, 'consent', consent);
    expect(late.status).toBe(409);
    await untilForgotten(page);
  });

  it.each([
    ['withdrawn', withdraw, 'askfirst-decision'],
    ['erased', erase, 'askfirst-rights'],
  ] as const)(
    'T-65 %s offline it is on the disk before it reads requested, survives a killed browser and goes first when it can',
    async (_what, ask, written) => {
      const folder = mkdtempSync(join(tmpdir(), 'askfirst-rights-'));
      try {
        const first = await openProfile(folder);
        await stopClock(first);
        await first.addInitScript(NOTE_WRITES);
        const page = await enter(first, shop);
        await acceptAll(page);
        const sent = await shop.countStored();
        // What carries out an erasure is loaded for it; with the copy it is there already.
        await access(page);
        await first.setOffline(true);
        await page.evaluate('writes.length = 0');
        expect(await ask(page)).toEqual({ state: 'requested' });
        const writes = await page.evaluate<readonly string[]>('writes');
        // A power cut does not undo it: a killed browser alone would leave to the disk what the system has not written yet.
        expect(new Set(writes.filter((write) => write.startsWith(written)))).toEqual(new Set([`${written} strict`]));
        await killBrowser(first, folder);
        expect(await shop.countStored()).toBe(sent);
        const posted = shop.posts.length;
        const second = await openProfile(folder);
        await stopClock(second);
        const again = await enter(second, shop);
        if (ask === withdraw) await untilForgotten(again);
        // The yes stands, and the page that was opened again is the second of the visit.
        else await untilSent(again, TWO_PAGES - FIRST_PAGE);
        expect(shop.posts[posted]?.path).toBe(`/askfirst/${ask.name}`);
        expect(await shop.countStored()).toBe((await status(again)).held);
        await second.close();
      } finally {
        // What is left of a killed browser may still write.
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  );

  it('P8 an old withdrawal neither names what a new yes sends nor is forgotten over it', async () => {
    const page = await enter(context, shop);
    await acceptAll(page);
    const old = await shop.countStored();
    await context.route('**/askfirst/withdraw', (route) => route.abort());
    expect(await withdraw(page)).toEqual({ state: 'requested' });
    const [oldSecret] = [
      await page.evaluate(async () => {
        const key = await window.askfirst.exportKey();
        return 'grants' in key ? key.grants[0]?.receiptSecret : undefined;
      }),
    ];
    const tab = await enter(context, shop, '/guide');
    const events = bodiesOf(shop, 'events').length;
    await sayYes(tab);
    await tab.evaluate(() => window.askfirst.flush());
    await tab.evaluate(() => window.askfirst('page.view', { path: '/new-yes' }));
    await tab.evaluate(() => window.askfirst.flush());
    // Nothing goes before it: neither the new consent nor an event.
    expect(bodiesOf(shop, 'events').length).toBe(events);
    expect(bodiesOf(shop, 'consent').length).toBe(1);
    await context.unroute('**/askfirst/withdraw');
    await tab.evaluate(() => window.askfirst.flush());
    await tab.evaluate(() => window.askfirst.flush());
    // Both tabs begin a visit anew.
    await untilSent(tab, TWO_PAGES + 1);
    const [body = ''] = bodiesOf(shop, 'withdraw').slice(-1);
    expect((JSON.parse(body) as PostedErasure).receiptSecret).toBe(oldSecret);
    expect(countNamed(body)).toBe(old);
    const { held } = await status(tab);
    expect(await shop.countStored()).toBe(held);
    expect(held).toBeGreaterThan(0);
  });

  it('P8 an answer that was lost is asked for again, by both of two tabs at once too', async () => {
    const page = await enter(context, shop);
    await acceptAll(page);
    const other = await enter(context, shop, '/guide');
    await untilSent(other, TWO_PAGES);
    let lost = 0;
    await context.route('**/askfirst/withdraw', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    const outcomes = await Promise.all([withdraw(page), withdraw(other)]);
    expect(outcomes.every((outcome) => 'state' in outcome)).toBe(true);
    await untilForgotten(page);
    expect(lost).toBeGreaterThan(1);
    expect(await shop.countStored()).toBe(0);
  });

  it.each([
    ['three years behind', -3, -3],
    ['right, and three years ahead afterwards, where the yes has long expired', 0, 3],
  ])('P8 with a clock that is %s', async (_what, yearsAtFirst, yearsThen) => {
    await context.addInitScript(
      `{ const now = Date.now; Date.now = () => now() + Number(sessionStorage.years ?? ${yearsAtFirst}) * 365 * 86400000; }`,
    );
    const page = await enter(context, shop);
    await acceptAll(page);
    expect(await shop.countStored()).toBeGreaterThan(0);
    await page.evaluate((years) => {
      sessionStorage.years = years;
    }, yearsThen);
    await page.reload();
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect(await withdraw(page)).toMatchObject({ state: 'confirmed' });
    expect(await shop.countStored()).toBe(0);
    await untilForgotten(page);
  });

  it('UI-E1 stops every tab; what a newer yes recorded survives the tabs of before', async () => {
    const page = await enter(context, shop);
    await acceptAll(page);
    const stale = [await enter(context, shop, '/guide'), await enter(context, shop, '/about')];
    const tabs = [page, ...stale];
    await untilSent(page, THREE_PAGES);
    expect(await withdraw(page)).toMatchObject({ state: 'confirmed' });
    const posted = shop.posts.length;
    for (const [at, tab] of tabs.entries()) {
      await tab.bringToFront();
      const path = `/late-${at}`;
      expect(await tab.evaluate((shown) => window.askfirst('page.view', { path: shown }), path)).toEqual({
        dropped: 'denied',
      });
      await tab.evaluate(() => window.askfirst.flush());
    }
    expect(shop.posts.slice(posted)).toEqual([]);
    await sayYes(page);
    await page.evaluate(() => window.askfirst('page.view', { path: '/anew' }));
    // All tabs begin a visit anew.
    await untilSent(page, THREE_PAGES + 1);
    for (const tab of stale) {
      await tab.bringToFront();
      await tab.evaluate(() => window.askfirst.flush());
    }
    expect(await shop.countStored()).toBe((await status(page)).held);
  });
});
