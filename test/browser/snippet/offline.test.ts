import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from './chromium.ts';
import {
  accept,
  databaseNames,
  reject,
  status,
  until,
  untilBuffered,
  untilPosted,
  untilQuiet,
  visit,
} from './visitor.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

let browser: Browser;
let context: BrowserContext;
let wire: WireServer;
let page: Page;
/** Errors and unheard rejections that the page sees. */
let said: string[];
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  wire = await startWireServer();
  context = await browser.newContext();
  said = [];
  page = await visit(context, wire, '/', async (one) => {
    one.on('pageerror', ({ message }) => said.push(message));
  });
  await untilBuffered(page, 3);
});
afterEach(async () => {
  expect(said).toEqual([]);
  await context.close();
  await wire.close();
});

/** The page once more, without what the question had loaded, and then without a network. */
async function reloadAndUnplug(): Promise<void> {
  await page.reload();
  // The second page view comes with the mark of two pages.
  await until(
    () => wire.uniqueEvents().length,
    (count) => count === 5,
  );
  await until(
    () => status(page),
    ({ buffered }) => buffered === 0,
  );
  await context.setOffline(true);
}

describe('offline, with everything but the script itself out of reach', () => {
  it('UI-G7 who said yes can read what stands and what waits, and no call rejects', async () => {
    await accept(page);
    await untilPosted(wire, 3);
    await reloadAndUnplug();
    expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ recorded: true });
    expect(await status(page)).toMatchObject({
      decision: 'granted',
      purposes: ['improve'],
      effective: 'collecting',
      reason: 'granted',
      buffered: 1,
    });
    const waiting = await page.evaluate(() => window.askfirst.buffered());
    expect(waiting.map(({ event }) => [event.metric, event.properties])).toEqual([['cart.add', { size: 'small' }]]);
    expect(await page.evaluate((token) => window.askfirst.forget(token), waiting[0]?.token ?? '')).toBe(false);
    await page.evaluate(() => window.askfirst.open());
    await page.evaluate(() => window.askfirst.flush());
    expect((await status(page)).buffered).toBe(1);
    await context.setOffline(false);
    // After three tries without an answer, some of which it makes by itself, a page rests until the next.
    await page.reload();
    await until(
      () => wire.uniqueEvents().filter(({ metric }) => metric === 'cart.add').length,
      (count) => count === 1,
    );
  });

  it('P2 a no needs no network: it stands at once', async () => {
    await accept(page);
    await untilPosted(wire, 3);
    await reloadAndUnplug();
    expect(await page.evaluate(() => window.askfirst.decide('deny'))).toEqual({ decision: 'denied' });
    expect(await status(page)).toMatchObject({ decision: 'denied', effective: 'off', reason: 'denied', buffered: 0 });
    expect(await databaseNames(page)).not.toContain('askfirst-buffer');
  });

  it('a yes cannot be carried out and says so; back online the same page can carry it out', async () => {
    wire.body = '<button id="custom">Yes</button>';
    await reject(page);
    await page.reload();
    await until(
      () => status(page),
      ({ decision }) => decision === 'denied',
    );
    await page.evaluate(() => {
      document.querySelector('#custom')?.addEventListener('click', async () => {
        delete window.lastDecided;
        window.lastDecided = await window.askfirst.decide({ purposes: ['improve'] });
      });
    });
    const choose = async () => {
      await page.click('#custom');
      await page.waitForFunction(() => window.lastDecided !== undefined);
      return page.evaluate(() => window.lastDecided);
    };
    await context.setOffline(true);
    expect(await choose()).toEqual({ refused: 'could-not-be-stored' });
    expect((await status(page)).decision).toBe('denied');
    // A yes after a no counts only if it need not wait.
    await untilQuiet(page);
    await context.setOffline(false);
    expect(await choose()).toEqual({ decision: 'granted' });
  });
});
