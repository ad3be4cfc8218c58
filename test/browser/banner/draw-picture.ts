/**
 * `node test/browser/banner/draw-picture.ts`, after a build: takes docs/pictures/banner.png, the demo shop as a visitor meets it.
 * It looks as the fonts of the machine let it.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startShopServer } from '../engines/shop-server.ts';
import { findChromium } from '../find-chromium.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/pictures');

const server = await startShopServer();
const browser = await chromium.launch(findChromium());
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 700 }, deviceScaleFactor: 2, locale: 'en-GB' });
  await page.goto(server.url);
  // A visitor who has looked at two pages before they answer.
  await page.getByRole('link', { name: 'About' }).first().click();
  await page.getByText(/has kept [2-9] notes/).waitFor();
  await page.goto(server.url);
  await page.getByText(/has kept [4-9] notes/).waitFor();
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, 'banner.png') });
} finally {
  await browser.close();
  await server.close();
}
