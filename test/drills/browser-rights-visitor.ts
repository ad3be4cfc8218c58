/** One visitor of the rights drill: three tabs, planted markers, and a right used while something goes wrong. */

import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { killBrowser, openProfile } from '../browser/snippet/chromium.ts';
import type { Deed, Trouble } from './browser-rights-troubles.ts';

/** What was posted, whether or not it arrived. */
export interface Posted {
  readonly name: string;
  readonly body: string;
}

/** Handles as a key file groups them. */
export type HeldInKeyFile = readonly { readonly day?: string; readonly metric?: string; readonly handles: string[] }[];

/** A visitor at work. */
export interface DrillVisitor {
  readonly deed: Deed;
  /** Stands in the path of every event of this visitor and of nobody else. */
  readonly marker: string;
  /** In order. */
  readonly posts: readonly Posted[];
  /** Troubles of which it was seen that they happened. */
  readonly met: ReadonlySet<Trouble>;
  /** Says yes, sends events from three tabs, and saves the key file. */
  arrive(): Promise<void>;
  /** Uses the right, with its troubles, until the device reads confirmed. */
  act(): Promise<void>;
  /** What the collector says is this visitor's. */
  readOwn(): Promise<readonly unknown[]>;
  /** From the key file that was saved when everything was there. */
  held(): HeldInKeyFile;
  close(): Promise<void>;
}

/** Where and as whom. */
export interface VisitorOptions {
  readonly origin: string;
  /** For a profile on the disk, where the browser is to be killed. */
  readonly folder: string;
  readonly number: number;
  readonly deed: Deed;
  readonly troubles: readonly Trouble[];
}

const PAGE =
  '<!doctype html><html lang="en"><title>Drill</title><script defer data-manual src="/askfirst/askfirst.js"></script><body><h1>Drill</h1>';

/** Chosen for a machine that is busy with other tests. */
const PATIENCE_MS = 120_000;

const THREE_YEARS_MS = 3 * 365 * 86_400_000;

/** Moves the page's clock, however it is asked. */
const toClock = (offMs: number): string =>
  `{ const Real = Date; globalThis.Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(Real.now() + ${offMs}); } static now() { return Real.now() + ${offMs}; } }; }`;

/** Opens nothing before it arrives. */
export async function createVisitor(browser: Browser, options: VisitorOptions): Promise<DrillVisitor> {
  const { origin, number, deed, troubles } = options;
  const letters = String.fromCharCode(97 + Math.floor(number / 26), 97 + (number % 26));
  const marker = `planted-${deed}-${letters}`;
  const meets = (trouble: Trouble) => troubles.includes(trouble);
  const profile = meets('killed mid-request') ? join(options.folder, `profile-${letters}`) : undefined;
  const posts: Posted[] = [];
  const met = new Set<Trouble>();
  const tabs: Page[] = [];
  let held: HeldInKeyFile = [];

  /** The browser, or what of it is this visitor's. */
  const begin = async (): Promise<BrowserContext> => {
    const opened = profile === undefined ? await browser.newContext() : await openProfile(profile);
    opened.on('request', (request) => {
      const name = request.url().split('/').at(-1) ?? '';
      if (request.method() === 'POST') posts.push({ name, body: request.postData() ?? '' });
    });
    await opened.route(`${origin}/shop/*`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
    return opened;
  };
  let context = await begin();

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
  const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
    const endMs = performance.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (performance.now() > endMs) throw new Error(`${marker} (${troubles.join(', ')}): waited in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const isPosted = (text: string) => posts.some(({ name, body }) => name === 'events' && body.includes(text));
  const asks = () => posts.filter(({ name }) => name === deed).length;

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

  /** Events that are under way, or that nobody answered, when the right is used. */
  const sendInVain = async (page: Page): Promise<() => Promise<void>> => {
    if (meets('batch in flight')) {
      await context.route('**/askfirst/events', async (route) => {
        // It arrives after the request that speaks of it has been sent.
        await until('the right to be used', () => asks() > 0);
        const answer = await route.fetch().catch(() => undefined);
        if (answer?.status() === 202) met.add('batch in flight');
        await route.abort().catch(() => undefined);
      });
      await track(page, 'in-flight');
      await until('a batch to be on its way', () => isPosted('in-flight'));
      return () => until('the batch to arrive', () => met.has('batch in flight'));
    }
    if (meets('durable but never answered')) {
      await context.route('**/askfirst/events', (route) => route.abort());
      await track(page, 'never-answered');
      await until('a batch to be held', () => isPosted('never-answered'));
      met.add('durable but never answered');
    }
    return async () => undefined;
  };

  /** Uses the right; the request, or its answer, does not get through at once. @returns a page that is open afterwards */
  const useWithTrouble = async (page: Page): Promise<Page> => {
    if (meets('offline')) {
      // What the right needs is loaded; then the network goes.
      await page.evaluate(() => window.askfirst.exportKey());
      await context.setOffline(true);
      await use(page);
      if (!(await isConfirmed(page))) met.add('offline');
      await context.setOffline(false);
      return open(7);
    }
    if (meets('killed mid-request') && profile !== undefined) {
      let waiting: Route | undefined;
      await context.route(`**/askfirst/${deed}`, (route) => {
        waiting = route;
      });
      void use(page).catch(() => undefined);
      await until('the request to begin', () => waiting !== undefined);
      await until('the batch to arrive', () => !meets('batch in flight') || met.has('batch in flight'));
      await killBrowser(context, profile);
      met.add('killed mid-request');
      context = await begin();
      return open(8);
    }
    if (meets('answer lost')) {
      await context.route(`**/askfirst/${deed}`, async (route) => {
        if (met.has('answer lost')) return route.continue();
        const answer = await route.fetch();
        if (answer.status() === 200) met.add('answer lost');
        return route.abort();
      });
    }
    await use(page);
    return page;
  };

  return {
    deed,
    marker,
    posts,
    met,
    held: () => held,
    async arrive() {
      for (const at of [0, 1, 2]) tabs.push(await open(at));
      await tabs[0]?.evaluate(() => window.askfirst.decide({ purposes: ['improve', 'stock'] }));
      // No page observes by itself; a visitor is who has told the day.
      await tabs[0]?.evaluate(() => window.askfirst('visit.day'));
      for (const [at, tab] of tabs.entries()) {
        await track(tab, `tab-${'abc'[at]}`);
        await tab.evaluate(() => window.askfirst.flush());
        await until(
          'everything to be sent',
          async () => (await tab.evaluate(() => window.askfirst.status())).buffered === 0,
        );
      }
      const file = await tabs[0]?.evaluate(() => window.askfirst.exportKey());
      // The key file's own form, looked at from outside.
      held = (JSON.parse(JSON.stringify(file ?? {})) as { held?: HeldInKeyFile }).held ?? [];
    },
    async act() {
      if (deed === 'stay') return;
      let page = tabs[1];
      if (!page) throw new Error(`${marker} has no tab.`);
      const untilArrived = await sendInVain(page);
      if (meets('clock three years off')) {
        // One way for those who erase, the other for those who withdraw. Either way the yes itself no longer counts.
        await context.addInitScript(toClock(deed === 'erase' ? -THREE_YEARS_MS : THREE_YEARS_MS));
        page = await open(9);
        const offMs = (await page.evaluate(() => Date.now())) - Date.now();
        if (Math.abs(offMs) > THREE_YEARS_MS / 2) met.add('clock three years off');
      }
      const left = await useWithTrouble(page);
      await untilArrived();
      await context.unroute('**/askfirst/events');
      await until('the request to be confirmed', () => isConfirmed(left));
    },
    async readOwn() {
      const page = await open(10);
      const copy = await page.evaluate(() => window.askfirst.access());
      if (!('collector' in copy) || !copy.collector.answered) return [];
      return copy.collector.events;
    },
    close: () => context.close(),
  };
}
