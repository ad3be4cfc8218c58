/** The pages that the collector serves, in a real browser: readable by everybody, at any width, in light and dark. */

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { getRequestListener } from '@hono/node-server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN_FILE, type Collector, createCollector } from '../../collector/collector.ts';
import { dayAndHour } from '../../contract/day.ts';
import { findChromium } from './find-chromium.ts';

const SCREENS = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

let folder: string;
let collector: Collector;
let browser: Browser;
let site: string;
let admin: string;
const stops: (() => void)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'askfirst-pages-'));
  const pageFolder = join(folder, 'page');
  mkdirSync(join(pageFolder, 'texts'), { recursive: true });
  for (const name of ['askfirst.js', 'widget.js', 'waiting.js']) writeFileSync(join(pageFolder, name), '');
  writeFileSync(join(pageFolder, 'texts', 'en.json'), '{"reopen":"Analytics choice"}');
  const registryFolder = join(folder, 'askfirst');
  cpSync('demo/shop/askfirst', registryFolder, { recursive: true });
  const yaml = join(registryFolder, 'askfirst.yaml');
  writeFileSync(yaml, readFileSync(yaml, 'utf8').replace(/^languages:.*$/m, 'languages: [en, pt, de, fr, es]'));
  collector = createCollector({ dataFolder: join(folder, 'data'), registryFolder, pageFolder });
  site = `${await listen(collector.listener)}/askfirst`;
  admin = await listen(getRequestListener(collector.admin.fetch));
  browser = await chromium.launch(findChromium());
  const { day } = dayAndHour(Date.now(), 'Europe/Lisbon');
  const view = (at: number, path: string) => ({
    metric: 'page.view',
    day,
    id: String(at).padStart(32, '0'),
    properties: { path },
    first: true as const,
  });
  await collector.store.append(site, [
    view(1, '/'),
    view(2, '/<img src=x onerror=alert(1)>'),
    view(3, `/${'a-very-long-path/'.repeat(11)}`),
  ]);
});

afterAll(async () => {
  for (const stop of stops) stop();
  await browser?.close();
  await collector?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return `http://localhost:${port}`;
}

/** Opens an address as each screen has it; every message of the console and every request is kept. */
async function visit(address: () => string, look: (page: Page) => Promise<void>): Promise<void> {
  for (const { width, colorScheme } of SCREENS) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const messages: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
    try {
      const opened = address();
      await page.goto(opened);
      await look(page);
      expect(requests.filter((url) => !url.startsWith(new URL(opened).origin))).toEqual([]);
      // Nothing is loaded beside the document: no script, no style sheet, no picture.
      expect(requests.length).toBeLessThanOrEqual(2);
      expect(messages).toEqual([]);
    } finally {
      await context.close();
    }
  }
}

async function expectReadable(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

describe('pages in a real browser', () => {
  it.each(['privacy', 'privacy/pt', 'privacy/de', 'privacy/fr', 'privacy/es', 'schema', 'dictionary'])(
    '%s is readable by everybody, at both widths, in light and dark',
    async (name) => {
      await visit(() => `${site}/${name}`, expectReadable);
    },
  );

  it('a link leads to the page in another language, and the page there says so', async () => {
    await visit(
      () => `${site}/privacy/en`,
      async (page) => {
        await page.getByRole('link', { name: 'português' }).click();
        await page.waitForURL('**/askfirst/privacy/pt');
        expect(await page.locator('html').getAttribute('lang')).toBe('pt');
        await page.getByRole('heading', { name: 'Como digo sim ou não?' }).waitFor();
      },
    );
  });

  it('GL-21 an anchor of the privacy page shows its question', async () => {
    await visit(
      () => `${site}/privacy#GL-12`,
      async (page) => {
        // The browser goes there with the first frame it draws, which may come after the page has been loaded.
        const readTop = () => page.locator('#GL-12').evaluate((section) => section.getBoundingClientRect().top);
        await expect.poll(async () => Math.abs(await readTop())).toBeLessThan(40);
      },
    );
  });

  it('S-18 T-96 the reports are readable by everybody, and a hostile path is a path', async () => {
    await visit(
      () => `${admin}/?token=${collector.admin.createStartToken()}`,
      async (page) => {
        expect(new URL(page.url()).search).toBe('');
        await expectReadable(page);
        expect(await page.locator('img').count()).toBe(0);
        expect(await page.getByText('/<img src=x onerror=alert(1)>').count()).toBe(1);
        expect(await page.getByText('Development site.').count()).toBe(1);
      },
    );
  });

  it('signing in by the form and out again needs no script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(admin);
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('That is not the token');
    const token = readFileSync(join(folder, 'data', ADMIN_TOKEN_FILE), 'utf8').trim();
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('select[name=period]').selectOption('week');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('columnheader', { name: 'Week from' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    await context.close();
  });
});
