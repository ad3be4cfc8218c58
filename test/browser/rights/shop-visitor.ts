/** A person in the demo shop, with a real collector behind it: says yes and no by the banner's own buttons. */

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AccessDocument, Erased, RightRefused } from '../../../src/api.ts';
import type { ShopServer } from '../engines/shop-server.ts';
import { status, until } from '../snippet/visitor.ts';

/** The time of all visitors' clocks: those who are compared have the same day. */
const NOW_MS = Date.now();

/** Events of a visit's first page (page.view, visit.day, visit.start); the second and the third add two each (page.view, visit.pages). */
export const FIRST_PAGE = 3;
export const TWO_PAGES = 5;
export const THREE_PAGES = 7;

/** A visit of ten seconds is an event more: on a slow machine it would come in the midst of what is counted here. */
export const stopClock = (context: BrowserContext) => context.addInitScript(`Date.now = () => ${NOW_MS}`);

/** A browser profile of its own, whose clock stands still. */
export async function openVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  await stopClock(context);
  return context;
}

/** Opens a page of the shop and waits until the snippet runs and knows what stands. */
export async function enter(context: BrowserContext, shop: ShopServer, path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(shop.url + path);
  await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
  await status(page);
  return page;
}

/** Clicks yes and waits until everything that waited has been sent. */
export async function acceptAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Accept analytics' }).click();
  await untilSent(page, FIRST_PAGE);
}

/** Says yes by a call, anew where that was taken for one that another decision overtook: a slow machine looks like it. */
export const sayYes = (page: Page) =>
  until(
    // Playwright's own calls count as the visitor's.
    () => page.evaluate(() => window.askfirst.decide({ purposes: ['improve'] })),
    (decided) => 'decision' in decided,
  );

/** Waits until so many events were sent under a yes and nothing waits: before a page has recorded its own, nothing waits either. */
export const untilSent = (page: Page, count: number) =>
  until(
    () => status(page),
    ({ decision, buffered, held }) => decision === 'granted' && buffered === 0 && held >= count,
  );

/** Waits until the device holds nothing but the decision. */
export const untilForgotten = (page: Page) =>
  until(
    () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name?.split('|')[0])),
    (names) => names.join() === 'askfirst-decision',
  );

/** The rights as a page's own script uses them. */
export const withdraw = (page: Page): Promise<Erased | RightRefused> => page.evaluate(() => window.askfirst.withdraw());
export const erase = (page: Page): Promise<Erased | RightRefused> => page.evaluate(() => window.askfirst.erase());
export const access = (page: Page): Promise<AccessDocument | RightRefused> =>
  page.evaluate(() => window.askfirst.access());

/** What a collector says of what is named, asked as any script of the site could. */
export const post = (page: Page, name: string, body: string): Promise<{ status: number; body: string }> =>
  page.evaluate(
    async ([address, text]) => {
      const response = await fetch(`/askfirst/${address}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: text,
      });
      return { status: response.status, body: await response.text() };
    },
    [name, body] as const,
  );

/** What a certificate or a receipt says. */
export function readSigned(signed: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(signed).split('.')[1] ?? '', 'base64url').toString());
}

/** Bodies of the posts to one address, in order. */
export const bodiesOf = (shop: ShopServer, name: string): string[] =>
  shop.posts.filter(({ path }) => path === `/askfirst/${name}`).map(({ body }) => body);
