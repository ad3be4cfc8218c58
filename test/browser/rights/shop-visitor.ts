/** A person in the demo shop, with a real collector behind it: says yes and no by the banner's own buttons. */

import type { BrowserContext, Page } from 'playwright-core';
import type { AccessDocument, Erased, RightRefused } from '../../../src/api.ts';
import type { ShopServer } from '../engines/shop-server.ts';
import { status, until } from '../snippet/visitor.ts';

/** Opens a page of the shop and waits until the snippet runs. */
export async function enter(context: BrowserContext, shop: ShopServer, path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(shop.url + path);
  await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
  return page;
}

/** Clicks yes and waits until everything that waited has been sent. */
export async function acceptAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Accept analytics' }).click();
  await untilSent(page);
}

/** Waits until nothing waits under a yes, and something was sent. */
export const untilSent = (page: Page) =>
  until(
    () => status(page),
    ({ decision, buffered, held }) => decision === 'granted' && buffered === 0 && held > 0,
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
