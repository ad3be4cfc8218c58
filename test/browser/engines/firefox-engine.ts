import puppeteer, { type Page } from 'puppeteer-core';
import { findFirefox } from '../find-firefox.ts';
import type { Engine, Tab } from './engine.ts';

/** Firefox by WebDriver BiDi. */
export async function openFirefox(): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    headless: true,
    ...findFirefox(),
  });
  return {
    version: await browser.version(),
    async openFresh() {
      const context = await browser.createBrowserContext();
      return {
        openTab: async (url) => {
          const tab = toTab(await context.newPage());
          await tab.goTo(url);
          return tab;
        },
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

function toTab(page: Page): Tab {
  return {
    goTo: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    // The page's answer is what the caller says it is.
    run: async <Result>(body: string) => (await page.evaluate(`(async () => {${body}})()`)) as Result,
    async clickAt(x, y) {
      await page.bringToFront();
      await page.mouse.click(x, y);
    },
    close: () => page.close(),
  };
}
