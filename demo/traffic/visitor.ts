/** Drives one browser context through its sittings. Every step is written into the truth first, then done by a real page. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { follow } from './follow.ts';
import { countStored, covers, hasConsented, readArrived, readWaiting, toNoted } from './noted.ts';
import type { Sitting, Step, Visitor } from './scenarios.ts';
import { TIME_ZONE } from './slots.ts';
import type { TrafficServer } from './traffic-server.ts';
import type { TruthFile } from './truth/truth-file.ts';

/** What a visitor is driven with. */
export interface VisitorParts {
  readonly browser: Browser;
  readonly server: TrafficServer;
  readonly truth: TruthFile;
  /** Told of every request that the browser starts, before it is answered. */
  onRequest(request: { readonly browser: string; readonly method: string; readonly url: string }): void;
  /** Told of what a visitor saw go wrong. */
  onTrouble(trouble: string): void;
}

/** A visitor whose context is open. */
export interface OpenVisitor {
  sit(sitting: Sitting): Promise<void>;
  leave(): Promise<void>;
}

/** How long a page may take until what it shows is noted. Much longer than it ever needs; nobody waits for it in a good run. */
const PATIENCE_MS = 60_000;

/** Longer than events wait in a page before they are sent, so that what must not be sent has had its chance. */
const LINGER_MS = 1_500;

/** How often a driver looks whether it may go on. */
const POLL_MS = 100;

/** How long a note waits for an answer. */
const UNDECIDED_WAITS_MS = 24 * 60 * 60 * 1000;

/** Opens a context of its own for the visitor, at the run's time. */
export async function openVisitor(visitor: Visitor, parts: VisitorParts): Promise<OpenVisitor> {
  const { server, truth } = parts;
  const { browser: name, gpc } = visitor;
  truth.write({ browser: name, atMs: server.now(), did: 'arrive', gpc });
  const context = await parts.browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    viewport: { width: 1100, height: 800 },
    extraHTTPHeaders: gpc ? { 'Sec-GPC': '1' } : {},
    // Chromium goes past a proxy for its own machine unless it is told not to.
    proxy: { server: await server.openDoor(name), bypass: '<-loopback>' },
  });
  context.setDefaultTimeout(PATIENCE_MS);
  context.on('request', (request) => parts.onRequest({ browser: name, method: request.method(), url: request.url() }));
  context.on('weberror', (error) => parts.onTrouble(`${name}: ${error.error().message}`));
  context.on('console', (message) => {
    // Chromium itself reports every request that fails offline or whose answer was lost.
    if (message.type() === 'error' && !message.text().includes('net::ERR_'))
      parts.onTrouble(`${name}: console: ${message.text()}`);
  });
  if (gpc) await context.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
  await context.clock.install({ time: server.now() });
  const driver = createDriver(visitor, context, parts);
  return {
    sit: async (sitting) => {
      await context.clock.setSystemTime(server.now());
      for (const step of sitting.steps) {
        await driver.take(step).catch((error: unknown) => {
          throw new Error(`${name} (${visitor.scenario}) failed at ${JSON.stringify(step)}`, { cause: error });
        });
      }
      await driver.finish();
    },
    leave: () => context.close(),
  };
}

function createDriver(visitor: Visitor, context: BrowserContext, { server, truth, onTrouble }: VisitorParts) {
  const name = visitor.browser;
  const tabs = new Map<number, Page>();
  let current = 0;
  let decision: 'undecided' | 'granted' | 'denied' = visitor.gpc ? 'denied' : 'undecided';
  /** When the page views were made that wait on the device, and those that were sent, as far as this visitor can tell. */
  let waiting: number[] = [];
  let sent: number[] = [];
  let isOffline = false;
  /** What the current tab shows, as a report must show it. */
  let shown: string | undefined;

  const tab = async (number: number): Promise<Page> => {
    const page = tabs.get(number) ?? (await context.newPage());
    tabs.set(number, page);
    current = number;
    return page;
  };
  const write = (did: Step['do'], path?: string) => {
    shown = path ?? shown;
    truth.write({ browser: name, atMs: server.now(), did, ...(path === undefined ? {} : { path }) });
  };

  /** Waits as a reader does: until the page that is shown has been noted, wherever it is noted. */
  const settle = (page: Page): Promise<void> => {
    if (decision === 'denied') return Promise.resolve();
    waiting.push(server.now());
    if (decision === 'granted') return isOffline ? stay(page) : arrive();
    waiting = waiting.filter((atMs) => server.now() - atMs <= UNDECIDED_WAITS_MS);
    const wanted = toNoted(waiting, TIME_ZONE);
    return until(async () => covers(await readWaiting(page), wanted), `${wanted.views} page views to wait`);
  };

  const stay = (page: Page): Promise<void> => {
    const wanted = waiting.length;
    return until(async () => (await countStored(page)) >= wanted, `${wanted} page views to wait offline`);
  };

  const arrive = (): Promise<void> => {
    sent = [...sent, ...waiting];
    waiting = [];
    const wanted = toNoted(sent, TIME_ZONE);
    return until(() => covers(readArrived(server, name), wanted), `${wanted.views} page views to arrive`);
  };

  const until = async (holds: () => boolean | Promise<boolean>, what: string): Promise<void> => {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > deadline) {
        onTrouble(`${name} (${visitor.scenario}): waited in vain for ${what}`);
        return;
      }
      await pause(POLL_MS);
    }
  };

  const decide = async (page: Page, to: 'granted' | 'denied'): Promise<void> => {
    if (to === 'granted') write('accept', shown);
    else write('refuse');
    // The page that is shown is noted from the yes on.
    if (to === 'granted' && decision === 'denied') waiting.push(server.now());
    await page.getByRole('button', { name: to === 'granted' ? 'Accept analytics' : 'Reject analytics' }).click();
    decision = to;
    if (to === 'granted') {
      await until(() => hasConsented(server, name), 'the consent to arrive');
      await arrive();
    } else {
      waiting = [];
      // It stands once the page says so; a page that is left before takes it along.
      await page.getByText('Analytics rejected.').waitFor();
      await pause(LINGER_MS);
    }
    // The outcome stays in sight until the visitor goes on; this key also closes the privacy centre.
    await page.keyboard.press('Escape');
  };

  const take = async (step: Step): Promise<void> => {
    const page = await tab(step.do === 'view' ? (step.tab ?? 0) : current);
    switch (step.do) {
      case 'view':
        write(step.do, step.path);
        await follow(page, server.origin, step.url);
        return settle(page);
      case 'turn':
        write(step.do, step.path);
        await page.locator(`.tabs a[href="${step.path}"]`).click();
        return settle(page);
      case 'reload':
        write(step.do, step.path);
        await page.reload();
        return settle(page);
      case 'add':
        write(step.do, step.path);
        await page.getByRole('button', { name: 'Add to cart' }).click();
        await page.waitForURL('**/cart');
        return settle(page);
      case 'accept':
        return decide(page, 'granted');
      case 'refuse':
        return decide(page, 'denied');
      case 'reopen':
        write(step.do);
        await page.getByRole('button', { name: 'Analytics choice' }).click();
        return;
      case 'offline':
      case 'online':
        // Nothing may still wait for its answer, or it would be taken for what is recorded offline.
        if (step.do === 'offline') await until(async () => (await countStored(page)) === 0, 'answers to be heard');
        write(step.do);
        isOffline = step.do === 'offline';
        return context.setOffline(isOffline);
      case 'lose-answer':
        write(step.do);
        server.loseNextAnswer(name);
        return;
      case 'close':
        write(step.do);
        return closeTabs();
    }
  };

  const closeTabs = async (): Promise<void> => {
    for (const page of tabs.values()) await page.close();
    tabs.clear();
    current = 0;
  };

  return {
    take,
    /** Ends a sitting; who said no or nothing stays a little first, so that what must not be sent has had its chance. */
    finish: async () => {
      if (tabs.size > 0 && decision !== 'granted') await pause(LINGER_MS);
      await closeTabs();
    },
  };
}

/** Lets real time pass; the page's own clock is another. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
