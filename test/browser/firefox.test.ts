import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopProcess } from '../stop-process.ts';
import { findFirefox } from './find-firefox.ts';
import { readDevice, until } from './snippet/visitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'askfirst-firefox-'));
let demo: ChildProcess;
let browser: Browser;
/** What `npm start` prints. */
let printed = '';

beforeAll(async () => {
  demo = spawn(execPath, ['demo/start.ts'], {
    env: { ...env, PORT: '0', ASKFIRST_ADMIN_PORT: '0', ASKFIRST_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    demo.once('exit', () => reject(new Error(`The demo ended: ${printed}`)));
    demo.stdout?.on('data', (chunk) => {
      printed += String(chunk);
      if (printed.includes('Ctrl+C')) resolve();
    });
  });
  browser = await puppeteer.launch({
    browser: 'firefox',
    protocol: 'webDriverBiDi',
    executablePath: findFirefox().executablePath,
    headless: true,
  });
});

afterAll(async () => {
  await browser?.close();
  // It writes into the folder until it has ended.
  if (demo) await stopProcess(demo);
  rmSync(folder, { recursive: true, force: true });
});

const shop = () => /Shop\s+(\S+\/)/.exec(printed)?.[1] ?? '';

/** Rows of a report on the admin port. */
async function readReport(name: string): Promise<unknown> {
  const origin = /Report\s+(http:\/\/[^/\s]+)/.exec(printed)?.[1];
  const token = /Token for it\s+(\S+)/.exec(printed)?.[1];
  const answer = await fetch(`${origin}/reports/${name}`, { headers: { authorization: `Bearer ${token}` } });
  return answer.json();
}

/** A page in a profile of its own, and what it sends. */
async function openVisitor(): Promise<{ page: Page; posts: string[]; urls: string[] }> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const posts: string[] = [];
  const urls: string[] = [];
  page.on('request', (request) => {
    // Firefox lists the fonts of its own interface, which are data and no request.
    if (!request.url().startsWith('data:')) urls.push(request.url());
    if (request.method() !== 'GET') posts.push(request.url());
  });
  await page.goto(shop());
  return { page, posts, urls };
}

/** Presses a button, in the banner's shadow tree too. */
const press = (page: Page, name: string) => page.locator(`::-p-text(${name})`).click();

const readStatus = (page: Page) =>
  page.evaluate(async () => {
    const { decision, effective, buffered, held, storage } = await window.askfirst.status();
    return { decision, effective, buffered, held, storage };
  });

/** Until so many events wait on the device; a page that is left at once may take its own with it. */
const waitForWaiting = (page: Page, events: number) =>
  until(
    () => readStatus(page),
    ({ buffered }) => buffered >= events,
  );

describe('in Firefox', () => {
  it('P2 FE-1 refusing sends nothing, and leaves two browsers alike', async () => {
    const left: string[] = [];
    for (const pages of [['goods/lights'], ['guide', 'about', 'cart']]) {
      const { page, posts, urls } = await openVisitor();
      for (const path of pages) await page.goto(shop() + path);
      expect(await readStatus(page)).toMatchObject({ decision: 'undecided', effective: 'buffering' });
      await press(page, 'Reject analytics');
      await page.waitForFunction(() => document.querySelector('section[popover]')?.getAttribute('aria-label') === null);
      await page.goto(`${shop()}goods/kitchen`);
      expect(await readStatus(page)).toMatchObject({ decision: 'denied', effective: 'off', buffered: 0, held: 0 });
      left.push(await readDevice(page));
      // Closing a page is when scripts send what they kept.
      await page.close();
      expect(posts).toEqual([]);
      expect(urls.filter((url) => !url.startsWith(shop()))).toEqual([]);
    }
    expect(left[0]).toBe(left[1]);
    expect(left[0]).toContain('denied');
    expect(await readReport('page-views')).not.toHaveProperty('rows');
  });

  it('P1 FE-1 accepting sends what waited, and the report counts it', async () => {
    const { page, posts } = await openVisitor();
    await waitForWaiting(page, 3);
    await page.goto(`${shop()}goods/lights`);
    // The second page view, and the mark of two pages.
    await waitForWaiting(page, 5);
    expect(posts).toEqual([]);
    const answered = page.waitForResponse(
      (response) => response.url().endsWith('/events') && response.status() === 202,
    );
    await press(page, 'Accept analytics');
    await answered;
    await until(
      () => readStatus(page),
      ({ buffered }) => buffered === 0,
    );
    expect(await readStatus(page)).toMatchObject({
      decision: 'granted',
      effective: 'collecting',
      storage: 'indexeddb',
    });
    expect(await readReport('page-views')).toMatchObject({ development: true, total: 2 });
    expect(await readReport('top-pages')).toMatchObject({
      rows: [
        { value: '/', count: 1 },
        { value: '/goods/lights', count: 1 },
      ],
    });
  });
});
