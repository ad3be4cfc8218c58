/** One year of a registry, with the collector running and one visitor in the middle: init, add, deny, approve, release, expire, renew, survey. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Collector, createCollector } from '../../collector/collector.ts';
import { run as runCommand } from '../collector/command/terminal.ts';
import { findChromium } from './find-chromium.ts';
import { until } from './snippet/visitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'askfirst-year-'));
const registry = join(folder, 'askfirst');
const data = join(folder, 'data');
const answers = join(folder, 'answers.yaml');
const clock = { nowMs: Date.parse('2026-11-22T12:00:00Z'), now: () => clock.nowMs };

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let collector: Collector;
let site: string;
/** What the page and the collector said to each other; told when a test fails. */
const said: string[] = [];

/** A page with one thing to click. */
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Quay</title>
<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer"></script></head>
<body><main><h1>Quay</h1><button data-askfirst-event="cart.add" data-askfirst-shelf="lights">Into the cart</button></main></body></html>`;

const today = () => new Date(clock.nowMs).toISOString().slice(0, 10);

/** Runs a command on the day that it is. */
const run = (words: readonly string[]) =>
  runCommand([...words, '--registry', registry], { today: today(), home: folder });

/** The same, and it must end well. */
async function done(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await run(words);
  expect({ words, code, err }).toMatchObject({ code: 0 });
  return out;
}

/** The day becomes another, for collector and page alike. */
async function moveTo(day: string): Promise<void> {
  clock.nowMs = Date.parse(`${day}T12:00:00Z`);
  await context.clock.setSystemTime(clock.nowMs);
}

const status = () => page.evaluate(() => window.askfirst.status());

/** Comes to the page anew and waits until the script knows what stands: before, it sees no click. */
async function visit(): Promise<void> {
  await page.goto(`${new URL(site).origin}/`);
  await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
  await status();
}

/** Accepts, in the banner or, where none is shown, through the reopen button. */
async function accept(): Promise<void> {
  const button = page.getByRole('button', { name: 'Accept analytics' });
  const reopen = page.getByRole('button', { name: 'Analytics choice' });
  await button.or(reopen).first().waitFor();
  if (!(await button.isVisible())) await reopen.click();
  await button.click();
  // Under an earlier yes it collects already, and asks for the wider one.
  await until(status, ({ reason }) => reason === 'granted');
  // The privacy centre stays until the visitor closes it; the banner's message goes with any key.
  await page.keyboard.press('Escape');
}

/** Sends what may be sent, and tells what the collector holds of the day, by metric. */
async function stored(): Promise<Record<string, number>> {
  await page.evaluate(() => window.askfirst.flush());
  const counts: Record<string, number> = {};
  for (const { metric, count } of await collector.store.readDay(site, today()))
    counts[metric] = (counts[metric] ?? 0) + count;
  return counts;
}

const click = () => page.getByRole('button', { name: 'Into the cart' }).click();

beforeAll(async () => {
  writeFileSync(
    answers,
    'documented: Yes.\njustified: Yes.\nmatchesConsent: Yes.\nlean: Yes.\ncategory: Interaction.\n',
  );
  browser = await chromium.launch(findChromium());
  context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-GB' });
  await context.clock.install({ time: clock.nowMs });
  page = await context.newPage();
  page.on('request', (request) => said.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`));
  page.on('requestfailed', (request) => said.push(`failed ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', async (response) => {
    const body = response.request().method() === 'POST' ? await response.text().catch(String) : '';
    said.push(`${response.status()} ${response.url()} ${body}`);
  });
});

beforeEach(({ onTestFailed }) => {
  said.length = 0;
  onTestFailed(async () => {
    const waiting = await page.evaluate(async () => [await window.askfirst.status(), await window.askfirst.buffered()]);
    console.log([...said, JSON.stringify(waiting)].join('\n'));
  });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  await collector?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a year of a registry', () => {
  it('begins with init; nothing is collected before a release that somebody answers for', async () => {
    const init = ['init', registry, '--name', 'Quay', '--contact', 'ana@quay.example', '--time-zone', 'UTC'];
    expect((await runCommand(init, { today: today(), home: folder })).code).toBe(0);
    expect((await run(['release'])).code).toBe(1);
    collector = createCollector({ dataFolder: data, registryFolder: registry, pageFolder: 'dist/page', clock });
    expect(Object.keys(collector.registry().registry.metrics)).toEqual([]);
    server = createServer((request, response) => {
      if (request.url?.startsWith('/askfirst/')) collector.listener(request, response);
      else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server's address is never text.
    site = `http://localhost:${(server.address() as AddressInfo).port}/askfirst`;
    expect(await done('release', '--accept-bootstrap')).toContain('Froze scope 1: widening');
    collector.reload();
  });

  it('a visitor agrees to scope 1 and is counted', async () => {
    await visit();
    await accept();
    await expect.poll(stored).toMatchObject({ 'page.view': 1, 'visit.day': 1 });
    expect(await status()).toMatchObject({ decision: 'granted', scope: 1 });
  });

  it('a new metric is denied: check says so, and a click is not recorded', async () => {
    await moveTo('2026-12-10');
    await done('review', 'steward', 'zoe', '--email', 'zoe@quay.example');
    const why =
      'Shows which shelves people buy from, so that we order what is wanted; visitors find fewer empty shelves.';
    await done(
      ...['add', 'cart.add', '--description', 'Somebody put a thing into the cart.', '--why', why],
      ...[
        '--category',
        'interaction',
        '--property',
        'shelf: choice lights, kitchen: The shelf.',
        '--distinct',
        'shelf',
      ],
      ...['--owner', 'ana@quay.example', '--issue', 'https://code.example/issues/7'],
    );
    await done('review', 'request', 'cart.add');
    await done('review', 'deny', 'cart.add', '--steward', 'zoe', '--reason', 'Say why a shelf is needed.');
    expect(await run(['check'])).toMatchObject({ code: 1, out: expect.stringContaining('Say why a shelf is needed') });
    collector.reload();
    expect(collector.registry().withheld).toMatchObject([{ metric: 'cart.add', why: 'denied' }]);
    await visit();
    await click();
    await expect.poll(stored).toMatchObject({ 'page.view': 1 });
    expect(await stored()).not.toHaveProperty('cart.add');
  });

  it('approved and released as scope 2, it still is not collected from who agreed to scope 1', async () => {
    await moveTo('2026-12-12');
    await done('review', 'approve', 'cart.add', '--steward', 'zoe', '--answers', answers);
    expect(await done('release')).toMatch(/Froze scope 2: widening.*\n {2}added {4}cart\.add/);
    collector.reload();
    await visit();
    await click();
    await expect.poll(stored).toMatchObject({ 'page.view': 1 });
    expect(await stored()).not.toHaveProperty('cart.add');
  });

  it('UI-C6 asked again and told what changed, the visitor agrees to scope 2, and it is', async () => {
    const banner = page.getByRole('region', { name: 'Analytics choice' });
    await banner.getByText('You accepted analytics on').waitFor();
    expect(await banner.getByRole('listitem').allTextContents()).toEqual(['New: Somebody put a thing into the cart.']);
    await accept();
    await click();
    await expect.poll(stored).toMatchObject({ 'cart.add': 1 });
    expect(await status()).toMatchObject({ scope: 2 });
  });

  it('one altered byte is refused by collector and device, and told with its place', async () => {
    await moveTo('2027-01-10');
    const file = join(registry, 'metrics/cart.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('retentionDays: 180', 'retentionDays: 190'));
    collector.reload();
    expect(collector.registry().withheld).toMatchObject([
      { metric: 'cart.add', why: 'altered', file: 'metrics/cart.yaml', line: 1 },
    ]);
    await visit();
    await click();
    await expect.poll(stored).toMatchObject({ 'page.view': 1 });
    expect(await stored()).not.toHaveProperty('cart.add');
    // A page that was loaded before may still send it; the collector refuses it.
    const event = { metric: 'cart.add', day: today(), id: 'a'.repeat(32), properties: { shelf: 'lights' } };
    const answer = await fetch(`${site}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(site).origin },
      body: JSON.stringify({ version: 1, scope: 2, purposes: ['improve'], events: [event] }),
    });
    expect(await answer.json()).toMatchObject({ stored: 0, dropped: [{ reason: 'not-in-registry' }] });
    writeFileSync(file, text);
    collector.reload();
    expect(collector.registry().withheld).toEqual([]);
  });

  it('a registry that cannot be used is not taken up; the old one stays in force', async () => {
    const file = join(registry, 'askfirst.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('kThreshold: 10', 'kThreshold: 1'));
    expect(() => collector.reload()).toThrow('kThreshold');
    expect(Object.keys(collector.registry().registry.metrics)).toContain('cart.add');
    writeFileSync(file, text);
    collector.reload();
  });

  it('after half a year the yes has ended by itself, and the visitor says it again', async () => {
    await moveTo('2027-07-20');
    await visit();
    expect(await status()).toMatchObject({ decision: 'undecided' });
    expect(await stored()).toEqual({});
    await accept();
    await expect.poll(stored).toMatchObject({ 'page.view': 1 });
  });

  it('metrics expire on their day, on device and collector, without anybody doing anything', async () => {
    await moveTo('2027-11-21');
    await visit();
    await expect.poll(stored).toMatchObject({ 'page.view': 1 });
    await moveTo('2027-11-22');
    await visit();
    await click();
    // cart.add came later, and lives until December.
    await expect.poll(stored).toEqual({ 'cart.add': 1 });
    expect(await run(['check'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('page.view: It expired on 2027-11-22'),
    });
  });

  it('renewed, reviewed and released as scope 3, they are collected again from who agrees to it', async () => {
    await moveTo('2027-11-23');
    await done(
      'review',
      'renew',
      'page.view',
      '--expires',
      '2028-11-22',
      '--still-needed',
      'We still mend pages by it.',
    );
    writeFileSync(answers, 'justified: Yes, pages were mended by it.\n');
    await done('review', 'approve', 'page.view', '--steward', 'zoe', '--answers', answers);
    expect(await done('release')).toMatch(/Froze scope 3: widening.*\n {2}widened {2}page\.view/);
    collector.reload();
    await visit();
    expect(await stored()).toEqual({});
    const banner = page.getByRole('region', { name: 'Analytics choice' });
    await banner.getByText('Now collected until 2028-11-22: A page was shown.').waitFor();
    await accept();
    await visit();
    await expect.poll(stored).toMatchObject({ 'page.view': expect.any(Number) });
  });

  it('ends with a survey by the collector’s own counts', async () => {
    const { rows } = JSON.parse(await done('review', 'survey', '--json', '--data', data));
    const reasons = Object.fromEntries(
      rows.map(({ metric, reasons: found }: { metric: string; reasons: string[] }) => [metric, found]),
    );
    expect(reasons['page.view']).toEqual(['never-read']);
    expect(reasons['cart.add']).toEqual(['expiring', 'never-read']);
    expect(reasons['link.out']).toEqual(['expired', 'never-read', 'never-received']);
    const names = ['report', 'page-views', '--data', data, '--site', site];
    expect((await run(names)).code).toBe(0);
    const after = JSON.parse(await done('review', 'survey', '--json', '--data', data)).rows;
    expect(after.map(({ metric }: { metric: string }) => metric)).not.toContain('page.view');
    expect((await run(['check'])).code).toBe(0);
  });
});
