/** docs/install.md as it stands: nginx with TLS before `askfirst serve`; one collector of two sites, and an app where people sign in. */

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener, request as sendPlain } from 'node:http';
import { request as sendSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../find-chromium.ts';
import { status, until } from '../snippet/visitor.ts';
import { findNginx, type RunningNginx, startNginx } from './nginx.ts';
import {
  countStored,
  makeTemporary,
  type RunningRecipe,
  readAllBytes,
  readCode,
  run,
  type Undo,
  untilStored,
  writeRecipe,
} from './recipe.ts';

const SHOP = 'https://shop.example';
const JOURNAL = 'https://journal.example';
const FORGE = 'https://forge.example';
const ANA = '471100004711';
const RUI = '471200004712';
const SECRET = 'only-for-this-test-'.repeat(3);

/** What docs/recipes/server-rendered.md defines. */
interface Rendering {
  subjectToken(person: object, keys: { readonly secret: string; readonly issuer: string }): string;
  askfirstTag(token?: string): string;
}

const found = findNginx();

describe.skipIf(!found)('nginx before the collector, as docs/install.md has it', () => {
  const undos: Undo[] = [];
  const onEnd = (undo: Undo) => void undos.push(undo);
  let nginx: RunningNginx;
  let browser: Browser;
  let shopData: string;
  let forgeData: string;
  const collectors: RunningRecipe[] = [];
  /** What reached the collector of shop and journal. */
  const arrived: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];

  beforeAll(async () => {
    if (!found) return;
    shopData = makeTemporary(onEnd);
    forgeData = makeTemporary(onEnd);
    const [sites = ''] = readCode('recipes/two-sites.md', 'yaml');
    const shop = await serve('demo/shop/askfirst', sites, { ASKFIRST_DATA: shopData });
    const secretFile = join(makeTemporary(onEnd), 'secret');
    writeFileSync(secretFile, SECRET, { mode: 0o600 });
    const forge = await serve('demo/forge/askfirst', `sites: [${FORGE}/askfirst]\n`, {
      ASKFIRST_DATA: forgeData,
      ASKFIRST_SUBJECT_ISSUER: FORGE,
      ASKFIRST_SUBJECT_SECRET_FILE: secretFile,
    });
    const page = `return 200 '<!doctype html><html lang="en"><head><title>Hello</title>${await readTag()}</head><body><h1>Hello</h1></body></html>';`;
    const collectorPort = await listen(noteAndForward(shop.port));
    const app = await listen(await createRenderedApp());
    nginx = await startNginx(
      found,
      [
        { name: 'shop.example', collectorPort, site: page },
        { name: 'journal.example', collectorPort, site: page },
        { name: 'third.example', collectorPort, site: page },
        { name: 'forge.example', collectorPort: forge.port, site: `proxy_pass http://127.0.0.1:${app};` },
      ],
      onEnd,
    );
    const { executablePath, args } = findChromium();
    const rule = `--host-resolver-rules=MAP *.example 127.0.0.1:${nginx.port}`;
    browser = await chromium.launch({ executablePath, args: [...args, rule] });
    onEnd(() => browser.close());
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    for (const undo of undos.reverse()) await undo();
  });

  async function serve(registry: string, sites: string, variables: Readonly<Record<string, string>>) {
    const folder = makeTemporary(onEnd);
    cpSync(registry, folder, { recursive: true });
    const file = join(folder, 'askfirst.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n${sites}`);
    const collector = await run(
      ['dist/command/askfirst.js', 'serve', '--trust-proxy', '1'],
      { PORT: '0', ASKFIRST_ADMIN_PORT: '0', ASKFIRST_REGISTRY: folder, ...variables },
      onEnd,
    );
    collectors.push(collector);
    return collector;
  }

  async function listen(listener: RequestListener): Promise<number> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    onEnd(() => {
      server.close();
      server.closeAllConnections();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    return (server.address() as AddressInfo).port; // It listens on a port.
  }

  /** Stands between nginx and the collector and changes nothing. */
  function noteAndForward(port: number): RequestListener {
    return (request, response) => {
      const { method = 'GET', url: path = '/', headers } = request;
      arrived.push({ path, headers });
      const forwarded = sendPlain({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      forwarded.on('error', () => response.destroy());
      request.pipe(forwarded);
    };
  }

  async function readRendering(): Promise<Rendering> {
    const [code = ''] = readCode('recipes/server-rendered.md', 'js');
    const folder = writeRecipe({ 'rendering.mjs': code }, onEnd);
    return (await import(pathToFileURL(join(folder, 'rendering.mjs')).href)) as Rendering; // The recipe's own functions.
  }
  const readTag = async () => (await readRendering()).askfirstTag();

  /** An app in the manner of Rails: a layout, a session, and of us only one token and one tag. `as=471100004711` is its session. */
  async function createRenderedApp(): Promise<RequestListener> {
    const { subjectToken, askfirstTag } = await readRendering();
    return (request, response) => {
      const [, id, off] = /\bas=(\d+)(-off)?/.exec(request.headers.cookie ?? '') ?? [];
      const person = id && { id, organisation: 'harbour', isOff: off !== undefined };
      const token = person ? subjectToken(person, { secret: SECRET, issuer: FORGE }) : undefined;
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
      response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${request.url}</title>
${askfirstTag(token)}</head><body><main><h1>${id ?? 'Nobody'}</h1></main></body></html>`);
    };
  }

  const openProfile = (): Promise<BrowserContext> => browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
  async function visit(context: BrowserContext, url: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    return page;
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const storedAt = (data: string, origin: string) => countStored(data)[`${origin}/askfirst`] ?? 0;

  /** One request through nginx, from an address of the loopback that stands for another sender. */
  function ask(
    origin: string,
    path: string,
    { method = 'GET', body = '', headers = {}, from = '127.0.0.1' }: Asked = {},
  ): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }> {
    return new Promise((resolve, reject) => {
      const said = {
        Host: new URL(origin).host,
        Origin: origin,
        'Content-Length': Buffer.byteLength(body),
        ...headers,
      };
      const address = { host: '127.0.0.1', port: nginx.port, localAddress: from, rejectUnauthorized: false };
      const asked = sendSecure({ ...address, method, path, headers: said, agent: false }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += String(chunk);
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }
  interface Asked {
    readonly method?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly from?: string;
  }
  const JSON_TYPE = { 'Content-Type': 'application/json' };

  it('one collector keeps two sites apart, in browser and store, and answers for no third', async () => {
    const context = await openProfile();
    await context.addCookies([{ name: 'session', value: 'of-the-shop', url: SHOP }]);
    const shop = await visit(context, SHOP);
    await press(shop, 'Accept analytics');
    await untilStored(shop, shopData, `${SHOP}/askfirst`);
    const journal = await visit(context, JOURNAL);
    expect((await status(journal)).decision).toBe('undecided');
    expect(storedAt(shopData, JOURNAL)).toBe(0);
    await press(journal, 'Accept analytics');
    await untilStored(journal, shopData, `${JOURNAL}/askfirst`);
    expect(Object.keys(countStored(shopData)).sort()).toEqual([`${JOURNAL}/askfirst`, `${SHOP}/askfirst`]);

    await shop.evaluate(() => window.askfirst.withdraw());
    await until(
      () => storedAt(shopData, SHOP),
      (count) => count === 0,
    );
    await untilStored(journal, shopData, `${JOURNAL}/askfirst`);
    expect(await ask('https://third.example', '/askfirst/site.json')).toMatchObject({ status: 404 });
  });

  it('P1 tells the collector nothing of the visitor but the address it forgets, and writes no line of who asked', async () => {
    const page = await visit(await openProfile(), SHOP);
    await press(page, 'Accept analytics');
    await until(
      () => status(page),
      ({ held, buffered }) => held > 0 && buffered === 0,
    );
    await ask(SHOP, '/askfirst/readyz', { headers: { Cookie: 'session=1', 'X-Forwarded-For': '203.0.113.9' } });
    await ask(SHOP, '/.well-known/gpc.json', { headers: { Cookie: 'session=1' } });
    expect(arrived.length).toBeGreaterThan(5);
    for (const { headers, path } of arrived) {
      expect(headers.cookie).toBeUndefined();
      expect(headers.host).toMatch(/^\w+\.example$/);
      expect(headers['x-forwarded-proto']).toBe('https');
      // What a client says of itself is replaced, not added to.
      if (path.startsWith('/askfirst/')) expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    }
    expect(nginx.accessLog()).toContain('"GET / HTTP');
    expect(nginx.accessLog()).not.toMatch(/askfirst|gpc\.json/);
    for (const data of [shopData, forgeData]) expect(readAllBytes(data)).not.toMatch(/127\.0\.0\.1|203\.0\.113|Chrome/);
    for (const { printed } of collectors) expect(printed()).not.toMatch(/203\.0\.113|Chrome|askfirst\.js/);
  });

  it('hands on the collector’s headers and compressed files as they are', async () => {
    const script = await ask(SHOP, '/askfirst/askfirst.js', { headers: { 'Accept-Encoding': 'br' } });
    expect(script).toMatchObject({
      status: 200,
      headers: {
        'askfirst-collector': '1',
        'content-encoding': 'br',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      },
    });
    const { etag = '' } = script.headers;
    const again = { 'Accept-Encoding': 'br', 'If-None-Match': etag };
    expect((await ask(SHOP, '/askfirst/askfirst.js', { headers: again })).status).toBe(304);
    const foreign = { method: 'POST', body: '{}', headers: { ...JSON_TYPE, Origin: JOURNAL } };
    const refused = await ask(SHOP, '/askfirst/events', foreign);
    expect([refused.status, refused.headers['content-type']]).toEqual([403, 'application/problem+json']);
  });

  it('a page rendered on a server signs people in with one token and one tag', async () => {
    const context = await openProfile();
    const signIn = (session: string) => context.addCookies([{ name: 'as', value: session, url: FORGE }]);
    const page = await visit(context, FORGE);
    expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified' });
    expect(await page.getByRole('button').count()).toBe(0);

    await signIn(ANA);
    await page.goto(`${FORGE}/projects`);
    await press(page, 'Accept analytics');
    await untilStored(page, forgeData, `${FORGE}/askfirst`);

    await signIn(`${ANA}-off`);
    await page.goto(`${FORGE}/while-off`);
    expect(await status(page)).toMatchObject({ decision: 'granted', effective: 'off', reason: 'organisation-off' });
    await signIn(RUI);
    await page.goto(`${FORGE}/of-another`);
    expect(await status(page)).toMatchObject({ decision: 'undecided', held: 0 });
    await context.clearCookies();
    await page.goto(`${FORGE}/signed-out`);
    expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified' });
    // What is stored is what Ana's own browser says it sent, and nothing more.
    await signIn(ANA);
    await page.goto(`${FORGE}/ana-again`);
    await untilStored(page, forgeData, `${FORGE}/askfirst`);
    expect(readAllBytes(forgeData)).not.toMatch(new RegExp(`${ANA}|${RUI}|harbour\\b`));
  });

  it('P8 lets the largest requests there are through, none of it on its own disk, and stops what is larger', async () => {
    nginx.forbidTemporaryFiles();
    const handles = Array.from({ length: 1_000 }, (_, at) => ({
      day: '2026-11-20',
      metric: `a.metric.with.a.name.that.is.rather.long.${'x'.repeat(60)}${at}`,
      handles: [Buffer.from(String(at).padStart(16, '0')).toString('base64url')],
    }));
    const part = JSON.stringify({ held: handles, part: 1, last: true });
    expect(part.length).toBeGreaterThan(160 * 1024);
    const post = (body: string, headers: Readonly<Record<string, string>> = JSON_TYPE) => ({
      method: 'POST',
      body,
      headers,
    });
    const erased = await ask(SHOP, '/askfirst/erase', post(part));
    expect(erased.status).toBe(200);
    expect(JSON.parse(erased.text)).toHaveProperty('certificate');
    // A key file of a megabyte reaches the collector, which reads it and says what is wrong with it.
    const form = post('x'.repeat(1024 * 1024), { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect((await ask(SHOP, '/askfirst/privacy', form)).headers['askfirst-collector']).toBe('1');
    const tooLarge = await ask(SHOP, '/askfirst/events', post('x'.repeat(1024 * 1024 + 1)));
    expect([tooLarge.status, tooLarge.headers['askfirst-collector']]).toEqual([413, undefined]);
    expect(nginx.accessLog()).not.toMatch(/askfirst/);
    expect(nginx.errorLog()).not.toMatch(/temporary file/);
  });

  it('one sender’s flood shuts nobody else out, and no header that it invents helps it', async () => {
    const flood = (from: string, claimed: string) =>
      ask(SHOP, '/askfirst/access', {
        method: 'POST',
        body: '{}',
        headers: { ...JSON_TYPE, 'X-Forwarded-For': claimed },
        from,
      });
    // The budget of one sender is 120 at once and one more each second; many at once, so that a slow machine gives none back.
    let statuses: number[] = [];
    for (let sent = 0; sent < 1_000 && !statuses.includes(429); sent += 50) {
      const answers = Array.from({ length: 50 }, (_, at) => flood('127.0.0.1', `198.51.100.${(sent + at) % 250}`));
      statuses = (await Promise.all(answers)).map(({ status: one }) => one);
    }
    expect(statuses).toContain(429);
    expect((await flood('127.0.0.2', '127.0.0.1')).status).toBe(400);
  });
});
