/** A stage of its own for what Playwright's pages never do: be hidden and frozen, or be made ready before anybody goes to them. */

import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll } from 'vitest';
import { findChromium } from '../find-chromium.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

/** The browser of the file that called `preparePuppeteerStage`. */
export let browser: Browser;
/** The played site and collector, one for the file. */
export let wire: WireServer;

/** Opens the browser and the server before the tests of a file, and closes both after them. */
export function preparePuppeteerStage(): void {
  beforeAll(async () => {
    wire = await startWireServer();
    browser = await puppeteer.launch({ ...findChromium(), headless: true });
  });
  afterAll(async () => {
    await browser.close();
    await wire.close();
  });
}
