/** Rights without JavaScript: a real browser with scripts switched off, the form, a key file, the answer, the certificate. */

import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, createCollector } from '../../collector/collector.ts';
import { dayAndHour } from '../../contract/day.ts';
import { run } from '../collector/command/terminal.ts';
import { pageFixture } from '../collector/receive/open-collector.ts';
import { findChromium } from './find-chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'askfirst-form-'));
const undo: (() => unknown)[] = [];
let collector: Collector;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  collector = createCollector({
    dataFolder: join(folder, 'data'),
    registryFolder: 'demo/shop/askfirst',
    pageFolder: pageFixture((step) => void undo.push(step)),
  });
  const server = createServer((request, response) => void collector.listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => server.close());
  origin = `http://localhost:${(server.address() as AddressInfo).port}`; // It listens on a port.
  browser = await chromium.launch(findChromium());
});

afterAll(async () => {
  await browser?.close();
  await collector?.close();
  for (const step of undo) await step();
  rmSync(folder, { recursive: true, force: true });
});

it('P8 P9 sees, withdraws and keeps a certificate that verifies, without any script and from the site alone', async () => {
  const site = `${origin}/askfirst`;
  const { day } = dayAndHour(Date.now(), collector.registry().configuration.timeZone);
  const handle = randomBytes(16);
  const id = createHash('sha256').update(handle).digest('hex').slice(0, 32);
  const view = (own: string, path: string) => ({ metric: 'page.view', day, id: own, properties: { path } });
  await collector.store.append(site, [view(id, '/my-own-page'), view('ab'.repeat(16), '/of-somebody-else')]);
  const held = [{ day, metric: 'page.view', handles: [handle.toString('base64url')] }];
  const key = { kind: 'askfirst-key', version: 1, site, grants: [], held };

  const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(new URL(request.url()).origin));
  const send = async (button: string) => {
    await page.goto(`${site}/privacy`);
    const file = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(key)) };
    await page.locator('input[type=file]').setInputFiles(file);
    // The answer has the address of the form.
    const answered = page.waitForEvent('framenavigated');
    await page.getByRole('button', { name: button }).click();
    await answered;
    await page.waitForLoadState();
    expect(page.url()).toBe(`${site}/privacy`);
    return (await page.locator('main').textContent()) ?? '';
  };
  const seen = await send('See what is stored');
  expect(seen).toContain('1 notes are stored');
  expect(seen).toContain('/my-own-page');
  expect(seen).not.toContain('/of-somebody-else');

  expect(await send('Withdraw and erase')).toContain('barred from coming back');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the certificate' }).click(),
  ]);
  const certificate = join(folder, 'certificate.json');
  await download.saveAs(certificate);
  const { code, out } = await run(['verify', certificate], { today: '2026-11-22', home: folder });
  expect([code, out]).toEqual([0, expect.stringContaining('Certificate of')]);

  expect(await send('See what is stored')).toContain('Nothing is stored under this key file.');
  expect(await collector.store.countEvents(site, day, 'page.view')).toBe(1);
  expect(new Set(asked.filter((one) => one !== 'null'))).toEqual(new Set([origin]));
  await context.close();
});
