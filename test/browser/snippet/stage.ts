import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openChromium } from './chromium.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

/** The browser of the file that called `prepareStage`. */
export let browser: Browser;
/** A visitor's browser profile, new for each test. */
export let context: BrowserContext;
/** The played site and collector, new for each test. */
export let wire: WireServer;

/** One browser for the file; a profile and a server for each of its tests. */
export function prepareStage(): void {
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    wire = await startWireServer();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await wire.close();
  });
}
