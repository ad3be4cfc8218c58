import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from './chromium.ts';
import { untilBuffered, visit } from './visitor.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

let browser: Browser;
let wire: WireServer;
beforeAll(async () => {
  browser = await openChromium();
  wire = await startWireServer();
});
afterAll(async () => {
  await browser.close();
  await wire.close();
});

describe('what is told to be recorded', () => {
  it('P11 T-17 waits on the device, also when it came while a transaction was open', async () => {
    const page = await visit(browser, wire);
    await untilBuffered(page, 3);
    const { told, kept } = await page.evaluate(async () => {
      const results: Promise<unknown>[] = [];
      for (let items = 0; items < 150; items += 1) {
        results.push(window.askfirst.track('test.count', { items }));
        // A few events a millisecond, so that some arrive at every moment of a transaction.
        if (items % 3 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      const told = (await Promise.all(results)).filter(
        (result) => JSON.stringify(result) === '{"recorded":true}',
      ).length;
      const waiting = await window.askfirst.buffered();
      return { told, kept: waiting.filter(({ event }) => event.metric === 'test.count').length };
    });
    expect(told).toBe(150);
    expect(kept).toBe(150);
  });
});
