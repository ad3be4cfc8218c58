import type { Page } from 'playwright-core';

/** Goes to a page: by the link in the page where there is one, as a visitor would; else by the address bar. */
export async function follow(page: Page, origin: string, url: string): Promise<void> {
  const link = page.locator(`a[href="${url}"]`).first();
  if (page.url().startsWith(origin) && new URL(page.url()).pathname !== url && (await link.isVisible())) {
    // Whichever knows first: on a busy machine Playwright may wait for ever for a click that has long led away.
    const arrival = page.waitForURL(origin + url);
    await Promise.race([arrival, link.click().then(() => arrival)]);
  } else await page.goto(origin + url);
}
