import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ShopServer, startShopServer } from '../engines/shop-server.ts';
import { findChromium } from '../find-chromium.ts';
import { untilForgotten } from '../rights/shop-visitor.ts';
import { readDevice, until } from '../snippet/visitor.ts';
import { find } from './theatre.ts';

/** The banner in the demo shop, on the built snippet and a real collector: what a visitor meets, and what the network sees. */

const DAY_MS = 86_400_000;

let server: ShopServer;
let browser: Browser;
beforeAll(async () => {
  server = await startShopServer();
  browser = await chromium.launch(findChromium());
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** One visitor: a profile of its own, and every request of its pages. */
async function visit<Result>(
  options: BrowserContextOptions & {
    readonly hasOptedOut?: boolean;
    readonly now?: number;
    readonly scene?: (page: Page) => Promise<unknown>;
  },
  act: (page: Page, requests: string[]) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  context.on('request', (request) => requests.push(`${request.method()} ${request.url().replace(server.url, '')}`));
  try {
    // What a browser with the signal on tells each page.
    if (options.hasOptedOut)
      await context.addInitScript(
        'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true })',
      );
    await context.addInitScript(() => {
      const violations: string[] = [];
      Object.assign(globalThis, { violations });
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    });
    if (options.now !== undefined) await page.clock.setFixedTime(options.now);
    await options.scene?.(page);
    await page.goto(server.url);
    return await act(page, requests);
  } finally {
    await context.close();
  }
}

const askfirstPosts = (requests: readonly string[]) =>
  requests.filter((request) => request.startsWith('POST /askfirst'));
const reopenOf = (page: Page) =>
  page.getByRole('button', { name: JSON.parse(readFileSync('widget/texts/en.json', 'utf8')).reopen });

const readStatus = (page: Page) => page.evaluate(() => window.askfirst.status());

/** Until the page has recorded what it records by itself. */
const untilBuffered = (page: Page) =>
  until(
    () => readStatus(page),
    ({ buffered }) => buffered >= 3,
  );

/** How many notes the banner says are kept. */
const readTold = async (page: Page) =>
  Number(/kept (\d+) notes/.exec((await page.getByText('This page has kept').textContent()) ?? '')?.[1]);

/** Until the banner tells what waits, however much that has become meanwhile. */
const untilTold = (page: Page) =>
  until(
    async () => [await readTold(page), (await readStatus(page)).buffered],
    ([told, buffered]) => told === buffered,
  );

describe('asked in the shop', () => {
  it("UI-G1, UI-G2 the shop's policy is violated by nothing, from the question to the reopened choice", () =>
    visit({}, async (page) => {
      await find(page).details.click();
      await page.getByText('Exact record').first().click();
      await page.getByRole('checkbox').first().check();
      await find(page).accept.click();
      await find(page).status.getByText('Analytics accepted').waitFor();
      await reopenOf(page).click();
      await page.getByText(/^You accepted analytics on/).waitFor();
      await find(page).reject.click();
      await find(page).status.getByText('rejected').waitFor();
      expect(await page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)).toEqual([]);
    }));

  it('UI-B1 before an answer nothing is sent and nothing written but the buffer, which the banner tells of', () =>
    visit({}, async (page, requests) => {
      await untilBuffered(page);
      await page.reload();
      await page.getByRole('link', { name: 'About' }).first().click();
      await find(page).region.waitFor();
      await page.goBack();
      await find(page).region.waitFor();
      expect(askfirstPosts(requests)).toEqual([]);
      expect(requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
      // Static files without parameters are all the network sees.
      expect(
        requests.filter((request) => request.startsWith('GET /askfirst')).filter((request) => /[?#]/.test(request)),
      ).toEqual([]);
      const { local, session, cookies, caches, workers, databases } = JSON.parse(await readDevice(page));
      expect({ local, session, cookies, caches, workers }).toEqual({
        local: {},
        session: {},
        cookies: '',
        caches: [],
        workers: 0,
      });
      for (const name of Object.keys(databases)) expect(name).toMatch(/^askfirst-(buffer|seen)\|/);
      await untilTold(page);
    }));

  it('design 5.4 the count lives: a note recorded now is told now', () =>
    visit({}, async (page) => {
      await untilBuffered(page);
      const [told = 0] = await untilTold(page);
      await page.evaluate(() => history.pushState(null, '', '/somewhere-else'));
      await until(
        () => readTold(page),
        (now) => now > told,
      );
    }));

  it('UI-B2 after a refusal ten pages send nothing and write nothing but the answer', () =>
    visit({}, async (page, requests) => {
      await untilBuffered(page);
      await find(page).reject.click();
      await find(page).status.getByText('rejected').waitFor();
      await untilForgotten(page);
      const stored = await readDevice(page);
      for (let pages = 0; pages < 10; pages += 1) {
        await page.goto(`${server.url}/${pages % 2 ? 'about' : ''}`);
        await reopenOf(page).waitFor();
      }
      expect(await find(page).region.count()).toBe(0);
      expect(await readDevice(page)).toBe(stored);
      expect(askfirstPosts(requests)).toEqual([]);
      // Who has decided loads one file.
      expect(new Set(requests.slice(-8).filter((request) => request.includes('/askfirst/')))).toEqual(
        new Set(['GET /askfirst/askfirst.js']),
      );
    }));

  it('UI-B3 two browsers that refuse on the same day hold the same, byte for byte', async () => {
    const now = Date.now();
    const refuse = (path: string) =>
      visit({ now }, async (page) => {
        await page.goto(server.url + path);
        await untilBuffered(page);
        await find(page).reject.click();
        await find(page).status.getByText('rejected').waitFor();
        await untilForgotten(page);
        return readDevice(page);
      });
    const [one, other] = [await refuse('/'), await refuse('/about')];
    expect(one).toBe(other);
    const decision = { version: 1, decision: 'denied', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) };
    expect(JSON.parse(one).databases).toEqual({
      [`askfirst-decision|${server.url}/askfirst|anonymous`]: {
        version: 1,
        stores: { keyval: [[expect.any(String)], [decision]] },
      },
    });
  });

  it("UI-B4 everything comes from the page's own origin", () =>
    visit({}, async (page, requests) => {
      await find(page).details.click();
      await page.getByText('Exact record').first().waitFor();
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      const sent = page.waitForResponse('**/askfirst/events');
      await find(page).accept.click();
      expect((await sent).status()).toBe(202);
      expect(requests.filter((request) => !/^(GET|POST) \//.test(request))).toEqual([]);
      expect(askfirstPosts(requests)).toContain('POST /askfirst/consent');
    }));
});

describe('a browser that says no by itself', () => {
  it('UI-B5 is not asked, keeps nothing, and a grant that the visitor makes knowing of it counts', () =>
    visit({ hasOptedOut: true, extraHTTPHeaders: { 'sec-gpc': '1' } }, async (page, requests) => {
      await reopenOf(page).waitFor();
      expect(await find(page).region.count()).toBe(0);
      expect(await readStatus(page)).toMatchObject({
        decision: 'denied',
        reason: 'signal-gpc',
        buffered: 0,
        effective: 'off',
      });
      expect(askfirstPosts(requests)).toEqual([]);
      await reopenOf(page).click();
      const asked = page.waitForRequest('**/askfirst/consent');
      await find(page).accept.click();
      await find(page).status.getByText('Analytics accepted').waitFor();
      expect(await readStatus(page)).toMatchObject({ decision: 'granted', effective: 'collecting' });
      expect((await asked).postDataJSON()).toMatchObject({ method: 'centre' });
    }));

  it('UI-B6 is shown that its signal was honoured, and when', () =>
    visit({ hasOptedOut: true }, async (page) => {
      await reopenOf(page).click();
      await page.getByText(/^Opt-out signal honoured on .*\d{4}.* \d+:\d\d/).waitFor();
    }));
});

describe('what is remembered', () => {
  for (const [name, decision] of [
    ['reject', 'denied'],
    ['accept', 'granted'],
  ] as const) {
    it(`UI-C1 after ${name} nobody asks again for 180 days, and then the question returns`, () => {
      const start = Date.UTC(2026, 10, 22, 12);
      return visit({ now: start }, async (page) => {
        await find(page)[name].click();
        await find(page)
          .status.getByText(/^Analytics (rejected|accepted)/)
          .waitFor();
        await page.clock.setFixedTime(start + 180 * DAY_MS);
        await page.goto(server.url);
        await reopenOf(page).waitFor();
        expect(await find(page).region.count()).toBe(0);
        expect(await readStatus(page)).toMatchObject({ decision });
        await page.clock.setFixedTime(start + 182 * DAY_MS);
        await page.goto(server.url);
        await find(page).region.waitFor();
        expect(await readStatus(page)).toMatchObject({ decision: 'undecided', reason: 'expired' });
      });
    });
  }

  it('UI-C2, UI-C4 a yes is not lengthened by visits, and when it ends nothing is sent, asked or not', () => {
    const start = Date.UTC(2026, 10, 22, 12);
    return visit({ now: start }, async (page, requests) => {
      await find(page).accept.click();
      await find(page).status.getByText('Analytics accepted').waitFor();
      for (let month = 1; month < 6; month += 1) {
        await page.clock.setFixedTime(start + month * 30 * DAY_MS);
        const sent = page.waitForResponse('**/askfirst/events');
        await page.goto(server.url);
        expect((await sent).status()).toBe(202);
        expect(await readStatus(page)).toMatchObject({ decision: 'granted' });
      }
      await page.waitForLoadState('networkidle');
      await until(
        () => readStatus(page),
        ({ buffered }) => buffered === 0,
      );
      // The banner cannot even be loaded.
      await page.context().route('**/widget*.js', (route) => route.abort());
      await page.clock.setFixedTime(start + 182 * DAY_MS);
      const before = askfirstPosts(requests).length;
      await page.goto(server.url);
      await until(
        () => readStatus(page),
        ({ reason }) => reason === 'expired',
      );
      await page.evaluate(() => window.askfirst.flush());
      expect(askfirstPosts(requests).slice(before)).toEqual([]);
      expect(await find(page).region.count()).toBe(0);
    });
  });

  for (const name of ['reject', 'accept'] as const) {
    it(`UI-A13, UI-A14 after ${name} the choice can be opened again by mouse and by keyboard, and undone with two actions`, () =>
      visit({}, async (page) => {
        await find(page)[name].click();
        await find(page)
          .status.getByText(/^Analytics (rejected|accepted)/)
          .waitFor();
        const reopen = reopenOf(page);
        const box = await reopen.boundingBox();
        expect(box?.width).toBeGreaterThanOrEqual(24);
        expect(box?.height).toBeGreaterThanOrEqual(24);
        // It has its own place: nothing lies under it, and it lies under nothing.
        await reopen.scrollIntoViewIfNeeded();
        expect(
          await reopen.evaluate((node) => {
            const { left, top, width, height } = node.getBoundingClientRect();
            const { host } = node.getRootNode() as ShadowRoot;
            const stack = document.elementsFromPoint(left + width / 2, top + height / 2);
            return stack.every((element) => element === host || element.contains(host));
          }),
        ).toBe(true);
        await reopen.focus();
        await page.keyboard.press('Enter');
        const centre = page.getByRole('dialog', { name: 'Privacy centre' });
        await centre
          .getByRole('button', { name: name === 'reject' ? 'Accept analytics' : 'Reject analytics', exact: true })
          .click();
        await centre
          .getByRole('status')
          .getByText(name === 'reject' ? 'Analytics accepted' : 'Analytics rejected')
          .waitFor();
        expect(await readStatus(page)).toMatchObject({ decision: name === 'reject' ? 'granted' : 'denied' });
      }));
  }

  it('UI-A12 where nothing is to be granted, nobody is asked', () =>
    visit(
      {
        scene: (page) =>
          page.route('**/askfirst.js', async (route) => {
            const answer = await route.fetch();
            const body = (await answer.text()).replace(/"purposes":\[[^\]]*\]/, '"purposes":[]');
            await route.fulfill({ response: answer, body });
          }),
      },
      async (page, requests) => {
        await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
        // Once it knows what stands it would ask.
        await readStatus(page);
        await page.waitForLoadState('networkidle');
        expect(await find(page).region.count()).toBe(0);
        expect(requests.filter((request) => /widget|texts/.test(request))).toEqual([]);
      },
    ));
});

describe('when the banner cannot come', () => {
  for (const file of ['widget*.js', 'choices*.js', 'texts/*']) {
    it(`UI-G7 without ${file} nobody is asked, nothing is sent, and the shop works`, () => {
      let missed = 0;
      const untilMissed = (count: number) =>
        until(
          () => missed,
          (times) => times >= count,
        );
      const scene = (page: Page) =>
        page.route(`**/askfirst/${file}`, (route) => {
          missed += 1;
          return route.fulfill({ status: 404 });
        });
      return visit({ scene }, async (page, requests) => {
        const errors: string[] = [];
        page.on('pageerror', (error) => errors.push(String(error)));
        await untilMissed(1);
        await page.getByRole('link', { name: 'About' }).first().click();
        await untilMissed(2);
        await page.waitForLoadState('networkidle');
        expect(await find(page).region.count()).toBe(0);
        expect(askfirstPosts(requests)).toEqual([]);
        expect(errors).toEqual([]);
      });
    });
  }

  it('UI-G10 clicks made by a script grant nothing; a refusal by script does', () =>
    visit({}, async (page, requests) => {
      await find(page).accept.dispatchEvent('click');
      await find(page).status.getByText('Nothing was accepted.').waitFor();
      expect(await readStatus(page)).toMatchObject({ decision: 'undecided' });
      expect(askfirstPosts(requests)).toEqual([]);
      await find(page).reject.dispatchEvent('click');
      await find(page).status.getByText('rejected').waitFor();
      expect(await readStatus(page)).toMatchObject({ decision: 'denied' });
    }));

  it('an answer in one tab closes the question in the other', () =>
    visit({}, async (page) => {
      const other = await page.context().newPage();
      await other.goto(server.url);
      await find(other).region.waitFor();
      await find(page).reject.click();
      await find(other).region.waitFor({ state: 'detached' });
      await reopenOf(other).waitFor();
    }));
});
