/** An app with signed-in people and a real collector under one origin; who is here stands in a cookie. Clocks are moved together. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Collector, createCollector } from '../../../collector/collector.ts';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { registryFixture } from '../../collector/receive/registry-fixture.ts';
import { type Claims, ISSUER, SECRET, signToken } from '../../collector/subjects/open-app.ts';
import { status, until } from '../snippet/visitor.ts';

/** One request to the collector that is more than a GET. */
export interface Told {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: readonly string[];
}

/** The app while it runs. */
export interface App {
  readonly url: string;
  readonly site: string;
  readonly collector: Collector;
  readonly clock: { nowMs: number; now(): number };
  readonly told: Told[];
  /** Claims of every token signed from now on, by organisation. */
  readonly claims: Map<string, Claims>;
  token(person: string, changes?: Claims): Promise<string>;
  /** A browser profile of its own, with the app's time. */
  openBrowser(): Promise<BrowserContext>;
  /** Signs a person in (`harbour/ana`), or out, in this profile; the next page knows it. */
  signIn(context: BrowserContext, person: string | undefined): Promise<void>;
  /** Moves the clocks of collector and browsers, firing what is due meanwhile. */
  moveBy(ms: number): Promise<void>;
  /** Rows of standing yeses. */
  standing(): number;
  /** How many events of a metric are stored on a day. */
  stored(metric?: string): Promise<number>;
  close(): Promise<void>;
}

export const HOUR_MS = 60 * 60 * 1000;

/** Starts it in the middle of an hour. Pages under `/spa` say nobody's name, those under `/module` use the ES module. `page.view` and the rest of the fixture; scope 2, purposes improve and shop. */
export async function openApp(browser: Browser, subjects: 'required' | 'optional' = 'required'): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-app-'));
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, SECRET);
  const clock = { nowMs: Date.parse('2026-11-23T09:30:00Z'), now: () => clock.nowMs };
  const told: Told[] = [];
  const claims = new Map<string, Claims>();
  let url = '';
  const contexts: BrowserContext[] = [];
  const collector = createCollector({
    dataFolder: join(folder, 'data'),
    registryFolder: 'unused',
    pageFolder: 'dist/page',
    readRegistry: () => registryFixture({ subjects }),
    subjectTokens: { issuer: ISSUER, secretFile },
    clock,
  });
  const token = (who: string, changes: Claims = {}) => {
    const [org = '', sub = ''] = who.split('/');
    return signToken(clock.nowMs, sub, { org, ...claims.get(org), ...changes });
  };

  /** Writes down what was told before the collector hears it. */
  const answer = async (
    { method = '', url: path = '', headers }: IncomingMessage,
    body: string,
    to: ServerResponse,
  ) => {
    told.push({ method, path: path.slice(10), body, headers: Object.keys(headers).sort() });
    const said = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const answered = await collector.fetch(
      new Request(url + path, { method, body, headers: Object.fromEntries(said) }),
    );
    to.writeHead(answered.status, Object.fromEntries(answered.headers)).end(await answered.text());
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/askfirst/')) {
      if (request.method === 'GET') return void collector.listener(request, response);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => void answer(request, Buffer.concat(chunks).toString(), response));
      return undefined;
    }
    if (path === '/askfirst.mjs') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync('dist/module/askfirst.js'));
      return undefined;
    }
    const who = /\bas=([\w/]+)/.exec(request.headers.cookie ?? '')?.[1];
    void (async () => {
      const named = who && !path.startsWith('/spa') ? await token(who) : undefined;
      const attribute = named ? ` data-subject="${named}"` : '';
      const options = named ? `{ subject: '${named}' }` : '';
      const tag = path.startsWith('/module')
        ? `<script type="module">import { createAskfirst } from '/askfirst.mjs'; window.made = createAskfirst(${options});</script>`
        : `<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer"${attribute}></script>`;
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${path}</title>
${tag}</head>
<body><main><h1>${path}</h1><a href="/next">next</a></main></body></html>`,
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never text.
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const site = `${url}/askfirst`;

  return {
    url,
    site,
    collector,
    clock,
    told,
    claims,
    token,
    async openBrowser() {
      const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-GB' });
      await context.clock.install({ time: clock.nowMs });
      contexts.push(context);
      return context;
    },
    signIn: async (context, who) => {
      await context.clearCookies();
      if (who) await context.addCookies([{ name: 'as', value: who, url }]);
    },
    async moveBy(ms) {
      clock.nowMs += ms;
      for (const context of contexts) {
        await context.clock.fastForward(ms);
        await context.clock.setSystemTime(clock.nowMs);
      }
    },
    standing() {
      const connection = openReadConnection(join(folder, 'data', 'preferences.sqlite'));
      try {
        return Number(connection.prepare('SELECT count(*) FROM preferences').pluck().get());
      } finally {
        connection.close();
      }
    },
    async stored(metric) {
      let count = 0;
      for (const day of await collector.store.readDaysWithEvents(site, '2026-11-01', '2026-12-31'))
        for (const group of await collector.store.readDay(site, day, metric)) count += group.count;
      return count;
    },
    async close() {
      for (const context of contexts) await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await collector.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a page and waits until the script runs. */
export async function open(app: App, context: BrowserContext, path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(app.url + path);
  await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
  return page;
}

/** Presses an answer of the banner. */
export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** Says no, and waits until the banner says what became of it: a moment before, the script says so already and the disk does not. */
export async function sayNo(page: Page, name = 'Reject analytics'): Promise<void> {
  await press(page, name);
  await page.getByText('Analytics rejected.').waitFor();
}

/** Waits until so many page views are stored, and this page has heard so: left a moment before, it sends them again. */
export async function untilStored(app: App, page: Page, count: number): Promise<void> {
  await until(
    () => app.stored('page.view'),
    (stored) => stored === count,
  );
  await until(
    () => status(page),
    ({ buffered }) => buffered === 0,
  );
}

/** Waits until nobody is here any more. The page is off as soon as the disk says so, and ends what runs once it has been told to look. */
export async function untilNobody(page: Page): Promise<void> {
  await until(
    () => status(page),
    ({ reason }) => reason === 'not-identified',
  );
  expect(
    await until(
      () => page.evaluate(() => window.askfirst('page.view', { path: '/late' })),
      (said) => 'recorded' in said || said.dropped === 'inert',
    ),
  ).toEqual({ dropped: 'inert' });
}

/** Says yes and waits until it is collected. */
export async function sayYes(page: Page): Promise<void> {
  await press(page, 'Accept analytics');
  await until(
    () => status(page),
    ({ effective }) => effective === 'collecting',
  );
}
