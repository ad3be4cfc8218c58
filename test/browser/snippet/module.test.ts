import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Askfirst } from '../../../src/api.ts';
import { openChromium } from './chromium.ts';
import { accept, status, until, untilBuffered, untilPosted } from './visitor.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

const FILE = 'dist/module/askfirst.js';
let browser: Browser;
let wire: WireServer;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  wire = await startWireServer();
  wire.tag = '';
  wire.head = `<script type="module">
    import { createAskfirst } from '/module.js';
    window.made = createAskfirst();
    window.early = made('cart.add', { size: 'small' });
  </script>`;
  const script = readFileSync(FILE, 'utf8');
  wire.onPath = (path) => {
    if (path === '/module.js') return { status: 200, headers: { 'Content-Type': 'text/javascript' }, body: script };
    if (path === '/askfirst/site.json')
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wire.site) };
    return undefined;
  };
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await wire.close();
});

type Made = Window & { made: Askfirst; early: Promise<unknown> };

describe('the ES module', () => {
  it('loads the configuration, asks, and collects after a yes', async () => {
    const page = await browser.newPage();
    await page.goto(wire.url);
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect(await page.evaluate(() => (window as unknown as Made).early)).toEqual({ recorded: true });
    await untilBuffered(page, 4);
    await page.waitForSelector('#accept');
    await accept(page);
    await untilPosted(wire, 4);
    await until(
      () => page.evaluate(() => (window as unknown as Made).made.status()),
      ({ buffered }) => buffered === 0,
    );
  });

  it('T-46 and the script tag on one page are one', async () => {
    wire.tag = '<script defer src="/askfirst/askfirst.js"></script>';
    const page = await browser.newPage();
    await page.goto(wire.url);
    await page.waitForSelector('#accept');
    await untilBuffered(page, 4);
    expect(await page.locator('#question').count()).toBe(1);
  });

  it('takes a filter, which only removes', async () => {
    wire.head = wire.head.replace('createAskfirst()', "createAskfirst({ filter: (metric) => metric !== 'cart.add' })");
    const page = await browser.newPage();
    await page.goto(wire.url);
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect(await page.evaluate(() => (window as unknown as Made).early)).toEqual({ dropped: 'filtered' });
    await untilBuffered(page, 3);
  });

  it('without a collector it is inert and says why once', async () => {
    wire.onPath = (
      (own) => (path) =>
        path === '/askfirst/site.json' ? { status: 404 } : own(path)
    )(wire.onPath);
    const errors: string[] = [];
    const page = await browser.newPage();
    page.on('console', (message) => message.text().startsWith('askfirst:') && errors.push(message.text()));
    await page.goto(wire.url);
    expect(await page.evaluate(() => (window as unknown as Made).early)).toEqual({ dropped: 'inert' });
    expect((await status(page)).reason).toBe('configuration-missing');
    expect(errors).toEqual(['askfirst: configuration-missing']);
  });

  it('is inert on a server', async () => {
    const { createAskfirst } = (await import(
      pathToFileURL(resolve(FILE)).href
    )) as typeof import('../../../src/module.ts');
    const askfirst = createAskfirst();
    expect((await askfirst.status()).reason).toBe('not-in-a-page');
    expect(await askfirst('page.view', { path: '/' })).toEqual({ dropped: 'inert' });
    expect(await askfirst.decide('deny')).toEqual({ refused: 'not-running' });
    askfirst.on('change', () => undefined)();
  });
});
