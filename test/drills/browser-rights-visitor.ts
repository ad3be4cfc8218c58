/** One visitor of the rights drill: three tabs, planted markers, and a right used while something goes wrong. */

import type { Browser, BrowserContext, Page, Route } from 'playwright-core';

/** What a visitor does in the end. */
export type Deed = 'stay' | 'erase' | 'withdraw';

/** What goes wrong meanwhile. */
export const TROUBLES = [
  'offline',
  'killed mid-request',
  'batch in flight',
  'answer lost',
  'clock three years off',
  'durable but never answered',
] as const;

/** A visitor at work. */
export interface DrillVisitor {
  readonly deed: Deed;
  /** Stands in the path of every event of this visitor and of nobody else. */
  readonly marker: string;
  /** Bodies of all posts, whether or not they arrived, in order. */
  readonly posts: readonly { readonly name: string; readonly body: string }[];
  /** Says yes and sends events from three tabs. */
  arrive(): Promise<void>;
  /** Uses the right, with its trouble, until the device reads confirmed. */
  act(): Promise<void>;
  /** Ids of what the collector says is this visitor's. */
  readOwn(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Where and as whom. */
export interface VisitorOptions {
  readonly origin: string;
  readonly number: number;
  readonly deed: Deed;
  readonly trouble: (typeof TROUBLES)[number];
}

const PAGE =
  '<!doctype html><html lang="en"><title>Drill</title><script defer data-manual src="/askfirst/askfirst.js"></script><body><h1>Drill</h1>';

const PATIENCE_MS = 60_000;

/** Opens nothing before it arrives. */
export async function createVisitor(browser: Browser, options: VisitorOptions): Promise<DrillVisitor> {
  const { origin, number, deed, trouble } = options;
  const letters = String.fromCharCode(97 + Math.floor(number / 26), 97 + (number % 26));
  const marker = `planted-${deed}-${letters}`;
  const posts: { name: string; body: string }[] = [];
  const context: BrowserContext = await browser.newContext();
  context.on('request', (request) => {
    const name = request.url().split('/').at(-1) ?? '';
    if (request.method() === 'POST') posts.push({ name, body: request.postData() ?? '' });
  });
  await context.route(`${origin}/shop/*`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
  const tabs: Page[] = [];

  const open = async (at: number): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${origin}/shop/${at}`);
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    return page;
  };
  const track = (page: Page, name: string) =>
    page.evaluate(async (path) => {
      await window.askfirst('page.view', { path });
      // Nothing but what the drill plants is sent, and only now.
      void window.askfirst.flush();
    }, `/${marker}/${name}`);
  const until = async (page: Page, what: string, holds: () => Promise<boolean>): Promise<void> => {
    const endMs = performance.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (performance.now() > endMs) throw new Error(`${marker} (${trouble}): waited in vain for ${what}`);
      await page.waitForTimeout(50);
    }
  };
  const untilSent = (page: Page) =>
    until(
      page,
      'everything to be sent',
      async () => (await page.evaluate(() => window.askfirst.status())).buffered === 0,
    );

  /** The right itself, from any tab. */
  const use = (page: Page) =>
    page.evaluate((name) => (name === 'erase' ? window.askfirst.erase() : window.askfirst.withdraw()), deed);
  const isConfirmed = (page: Page) =>
    page.evaluate(async (name) => {
      if (name === 'withdraw')
        return (await indexedDB.databases()).every((one) => one.name?.startsWith('askfirst-decision') ?? false);
      const copy = await window.askfirst.access();
      return 'device' in copy && copy.device.requested.length === 0;
    }, deed);

  const makeTrouble: Record<(typeof TROUBLES)[number], (page: Page) => Promise<Page>> = {
    offline: async (page) => {
      // What the right needs is loaded; then the network goes.
      await page.evaluate(() => window.askfirst.exportKey());
      await context.setOffline(true);
      await use(page);
      await context.setOffline(false);
      return open(7);
    },
    'killed mid-request': async (page) => {
      let held: Route | undefined;
      await context.route(`**/askfirst/${deed}`, (route) => {
        held = route;
      });
      void use(page).catch(() => undefined);
      await until(page, 'the request to begin', async () => held !== undefined);
      await page.close();
      await context.unroute(`**/askfirst/${deed}`);
      return open(8);
    },
    'batch in flight': async (page) => {
      await context.route('**/askfirst/events', async (route) => {
        await route.fetch().catch(() => undefined);
        await route.abort().catch(() => undefined);
      });
      await track(page, 'in-flight');
      await until(page, 'a batch to be on its way', async () => posts.some(({ body }) => body.includes('in-flight')));
      await use(page);
      await context.unroute('**/askfirst/events');
      return page;
    },
    'answer lost': async (page) => {
      let lost = 0;
      await context.route(`**/askfirst/${deed}`, async (route) => {
        lost += 1;
        if (lost > 1) return route.continue();
        await route.fetch();
        return route.abort();
      });
      await use(page);
      return page;
    },
    'clock three years off': async () => {
      await context.addInitScript('{ const now = Date.now; Date.now = () => now() - 3 * 365 * 86400000; }');
      const page = await open(9);
      await use(page);
      return page;
    },
    'durable but never answered': async (page) => {
      await context.route('**/askfirst/events', (route) => route.abort());
      await track(page, 'never-answered');
      await until(page, 'a batch to be held', async () => posts.some(({ body }) => body.includes('never-answered')));
      await use(page);
      await context.unroute('**/askfirst/events');
      return page;
    },
  };

  return {
    deed,
    marker,
    posts,
    async arrive() {
      for (const at of [0, 1, 2]) tabs.push(await open(at));
      await tabs[0]?.evaluate(() => window.askfirst.decide({ purposes: ['improve', 'stock'] }));
      for (const [at, tab] of tabs.entries()) {
        await track(tab, `tab-${'abc'[at]}`);
        await tab.evaluate(() => window.askfirst.flush());
        await untilSent(tab);
      }
    },
    async act() {
      const [, tab] = tabs;
      if (!tab || deed === 'stay') return;
      const page = await makeTrouble[trouble](tab);
      await until(page, 'the request to be confirmed', () => isConfirmed(page));
    },
    async readOwn() {
      const page = await open(10);
      const copy = await page.evaluate(() => window.askfirst.access());
      if (!('collector' in copy) || !copy.collector.answered) return [];
      return copy.collector.events.map(({ id }) => id).sort();
    },
    close: () => context.close(),
  };
}
