import type { BrowserContext, Page } from 'playwright-core';
import type { Askfirst } from '../../src/api.ts';
import { until } from '../browser/snippet/visitor.ts';
import type { BenchSite } from './bench-site.ts';

/** `window.askfirst`, once its script has run. */
export type WithAskfirst = typeof globalThis & { readonly askfirst: Askfirst };

/** How long a page is left alone after it has loaded, so that banner and first batch belong to the measurement. */
export const SETTLE_MS = 2_000;

/** Opens the page with Askfirst and answers by its buttons. The page stays open. */
export async function decide(context: BrowserContext, site: BenchSite, visitor: 'granted' | 'denied'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.withUrl, { waitUntil: 'load' });
  // The snippet takes over a queue only if the page left one; the buttons want the real thing.
  await page.waitForFunction(() => typeof (globalThis as WithAskfirst).askfirst?.status === 'function');
  await page.click(visitor === 'granted' ? '#yes' : '#no');
  await until(
    () => page.evaluate(() => (globalThis as WithAskfirst).askfirst.status()),
    ({ decision }) => decision === visitor,
  );
  if (visitor === 'granted') await page.evaluate(() => (globalThis as WithAskfirst).askfirst.flush());
  return page;
}
