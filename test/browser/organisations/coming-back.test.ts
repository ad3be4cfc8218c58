/** Sign out, press Back: the page of whoever was there comes back as it was, and nothing of them runs in it. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChromiumWithBackForwardCache } from '../snippet/chromium.ts';
import { readDevice, status, until } from '../snippet/visitor.ts';
import { type App, open, openApp, sayYes, untilNobody, untilStored } from './app.ts';

let browser: Browser;
let app: App;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openChromiumWithBackForwardCache();
});
afterAll(() => browser.close());
beforeEach(async () => {
  app = await openApp(browser);
  context = await app.openBrowser();
});
afterEach(() => app.close());

type Marked = Window & { isSame?: boolean };

/** Follows the link, as whoever is signed in by then. */
async function follow(page: Page, who: string | undefined): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  await app.signIn(context, who);
  await page.click('a[href="/next"]');
  await page.waitForURL('**/next');
  await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
  // The first answer comes after the one who left was seen to. Of whoever is here now something waits before they go again.
  await until(
    () => status(page),
    ({ buffered }) => who === undefined || buffered > 0,
  );
}

/** Presses Back. The same document comes back, or the test would be about something else. */
async function goBack(page: Page): Promise<void> {
  await page.goBack({ waitUntil: 'commit' });
  expect(await page.evaluate(() => (window as Marked).isSame)).toBe(true);
}

/** Nothing of the former person runs, and no clock that was set brings them back. */
async function expectNobody(page: Page): Promise<void> {
  await untilNobody(page);
  await page.evaluate(() => window.askfirst.flush());
  await app.moveBy(15_000);
  expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified' });
  expect(await page.getByRole('button').count()).toBe(0);
}

const waiting = (device: string) => device.match(/askfirst-buffer/g) ?? [];

/** A tab of Ana's that was frozen: what is said to it meanwhile comes too late. */
async function openDeafTab(): Promise<Page> {
  await app.signIn(context, 'harbour/ana');
  const page = await context.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(BroadcastChannel.prototype, 'onmessage', { set: () => undefined });
  });
  await page.goto(`${app.url}/of-ana`);
  return page;
}

describe('Back to a page of whoever was there', () => {
  it('P4 after a sign-out runs, records and sends nothing of the one who said yes', async () => {
    await app.signIn(context, 'harbour/ana');
    const page = await open(app, context, '/of-ana');
    await sayYes(page);
    await untilStored(app, page, 1);
    await follow(page, undefined);
    expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified' });
    const told = app.told.length;
    await goBack(page);
    await expectNobody(page);
    expect(app.told.slice(told)).toEqual([]);

    // Their yes waits for them, and the page they did not look at was not recorded.
    await app.signIn(context, 'harbour/ana');
    await page.goto(`${app.url}/ana-again`);
    await until(
      () => app.stored('page.view'),
      (count) => count >= 2,
    );
    await until(
      () => status(page),
      ({ buffered }) => buffered === 0,
    );
    expect(await app.stored('page.view')).toBe(2);
  });

  it.each([
    ['nobody', undefined],
    ['somebody else', 'harbour/rui'],
  ])('P4 after the undecided one has left and %s came keeps nothing', async (_name, next) => {
    await app.signIn(context, 'harbour/ana');
    const page = await open(app, context, '/of-ana');
    await until(
      () => status(page),
      ({ buffered }) => buffered > 0,
    );
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    const [ofAna] = JSON.stringify(await page.evaluate(() => indexedDB.databases())).match(/askfirst-buffer[^"]*/) ?? [
      '',
    ];
    await follow(page, next);
    expect(await readDevice(page)).not.toContain(ofAna);
    await goBack(page);
    await expectNobody(page);
    const device = await readDevice(page);
    expect(device).not.toContain(ofAna);
    expect(waiting(device)).toHaveLength(next ? 1 : 0);
    expect(app.told).toEqual([]);
  });

  it('P4 in a tab that heard nothing of the sign-out looks whose browser it is before anything is kept or sent', async () => {
    const page = await openDeafTab();
    await sayYes(page);
    await untilStored(app, page, 1);
    await app.signIn(context, undefined);
    expect((await status(await open(app, context, '/signed-out'))).reason).toBe('not-identified');
    const told = app.told.length;
    expect(await page.evaluate(() => window.askfirst('page.view', { path: '/late' }))).not.toEqual({ recorded: true });
    await page.evaluate(() => window.askfirst.flush());
    await app.moveBy(15_000);
    expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified' });
    expect(app.told.slice(told)).toEqual([]);
    expect(await app.stored('page.view')).toBe(1);
  });

  it('P4 a yes clicked in a tab that heard nothing of the sign-out is nobody’s, and its question goes', async () => {
    const page = await openDeafTab();
    const accept = page.getByRole('button', { name: 'Accept analytics' });
    await accept.waitFor();
    // A question of the app's own, beside ours.
    await page.evaluate(() => {
      const button = document.body.appendChild(document.createElement('button'));
      button.id = 'own';
      button.onclick = async () => {
        Object.assign(window, { answer: await window.askfirst.decide({ purposes: ['improve'] }) });
      };
    });
    await app.signIn(context, undefined);
    expect((await status(await open(app, context, '/signed-out'))).reason).toBe('not-identified');
    // In a window of its own it can be clicked while the other tab is in front.
    await page.click('#own', { force: true });
    expect(
      await until(
        () => page.evaluate(() => (window as unknown as { answer?: unknown }).answer),
        (answer) => answer !== undefined,
      ),
    ).toEqual({ refused: 'decided-elsewhere' });
    await until(
      () => accept.count(),
      (count) => count === 0,
    );
    await app.moveBy(15_000);
    expect(app.told).toEqual([]);
    await app.signIn(context, 'harbour/ana');
    await page.goto(`${app.url}/of-ana-again`);
    await accept.waitFor();
    expect(await status(page)).toMatchObject({ decision: 'undecided', held: 0 });
    expect(app.told).toEqual([]);
  });
});
