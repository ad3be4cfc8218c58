/** `createAskfirst({ subject })`: the ES module where people sign in. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Askfirst } from '../../../src/api.ts';
import { openChromium } from '../snippet/chromium.ts';
import { readDevice, status, until } from '../snippet/visitor.ts';
import { type App, open, openApp, sayNo, sayYes, untilStored } from './app.ts';

let browser: Browser;
let app: App;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  app = await openApp(browser);
  context = await app.openBrowser();
});
afterEach(() => app.close());

/** Waits until nobody holds or wants a lock: whatever was begun has been done. */
const untilIdle = (page: Page) =>
  until(
    () =>
      page.evaluate(async () => {
        const { held = [], pending = [] } = await navigator.locks.query();
        return held.length + pending.length;
      }),
    (locks) => locks === 0,
  );

type Made = Window & { made: Askfirst };
const identify = (page: Page, token: string | null) =>
  page.evaluate((said) => (window as unknown as Made).made.identify(said), token);

describe('the ES module where people sign in', () => {
  it('P4 collects for the subject it was made with, after their own yes', async () => {
    await app.signIn(context, 'harbour/ana');
    const page = await open(app, context, '/module/of-ana');
    await page.getByRole('button', { name: 'Reject in this browser' }).waitFor();
    expect(app.told).toEqual([]);
    await sayYes(page);
    await untilStored(app, page, 1);
    expect(app.told.map(({ path }) => path)).toEqual(['consent', 'preference', 'pass', 'events']);
    expect(app.standing()).toBe(1);
    // Tag and module share what a person decided.
    await page.goto(`${app.url}/by-tag`);
    expect(await status(page)).toMatchObject({ decision: 'granted', effective: 'collecting' });
  });

  it('sends nothing by itself with `data-manual`, and when asked waits for what it needs', async () => {
    await app.signIn(context, 'harbour/ana');
    await context.route('**/manual', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replace('<script ', '<script data-manual '),
      });
    });
    const page = await open(app, context, '/manual');
    const path = (shown: string) => page.evaluate((to) => window.askfirst('page.view', { path: to }), shown);
    await sayYes(page);
    await path('/one');
    await page.evaluate(() => window.askfirst.flush());
    await untilStored(app, page, 1);
    // A flush that is still under way takes along what comes meanwhile.
    await untilIdle(page);
    const told = app.told.length;
    await path('/two');
    await page.goto(`${app.url}/manual`);
    expect((await status(page)).buffered).toBe(1);
    // The pass of this hour is looked up, or asked for, with each page; it is no reason to send.
    await app.moveBy(2 * 60 * 60 * 1000);
    await page.evaluate((token) => window.askfirst.identify(token), await app.token('harbour/ana'));
    await until(
      () => app.told.slice(told).filter(({ path: to }) => to === 'pass').length,
      (count) => count > 0,
    );
    // Whatever follows from it has been done then.
    await untilIdle(page);
    expect(app.told.slice(told).map(({ path: to }) => to)).not.toContain('events');
    expect((await status(page)).buffered).toBe(1);
    await page.evaluate(() => window.askfirst.flush());
    await until(
      () => app.stored('page.view'),
      (count) => count === 2,
    );
  });

  it('P4 waits for identify without a subject, and follows sign-in, change of person and sign-out', async () => {
    const page = await open(app, context, '/module/app');
    expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified' });
    expect(await page.evaluate(() => (window as unknown as Made).made('page.view', { path: '/early' }))).toEqual({
      dropped: 'inert',
    });
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);

    await identify(page, await app.token('harbour/ana'));
    await sayYes(page);
    await untilStored(app, page, 1);
    await identify(page, await app.token('harbour/rui'));
    await page.getByRole('button', { name: 'Reject in this browser' }).waitFor();
    expect(await status(page)).toMatchObject({ decision: 'undecided', held: 0 });
    await sayNo(page, 'Reject in this browser');
    const told = app.told.length;
    await identify(page, null);
    expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified' });
    await until(
      () => page.getByRole('button').count(),
      (count) => count === 0,
    );
    expect(app.told.slice(told)).toEqual([]);

    await identify(page, await app.token('harbour/ana'));
    expect(await status(page)).toMatchObject({ decision: 'granted', effective: 'collecting' });
    expect(app.standing()).toBe(1);
  });

  it('P4 keeps what a person noted across page loads until they are named again', async () => {
    const page = await open(app, context, '/module/app');
    await identify(page, await app.token('harbour/ana'));
    await until(
      () => status(page),
      ({ buffered }) => buffered > 0,
    );
    await page.reload();
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect(await readDevice(page)).toContain('askfirst-buffer');
    await identify(page, await app.token('harbour/ana'));
    const views = await until(
      async () =>
        (await page.evaluate(() => window.askfirst.buffered())).filter(({ event }) => event.metric === 'page.view'),
      ({ length }) => length >= 2,
    );
    expect(views).toHaveLength(2);
    expect(app.told).toEqual([]);
  });
});
