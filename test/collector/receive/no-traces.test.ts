import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLog } from '../../../collector/command/create-log.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../../collector/store/store.ts';
import { StoreUnavailable } from '../../../collector/store/store-errors.ts';
import type { SiteTexts } from '../../../contract/texts.ts';
import { openApp, signToken } from '../subjects/open-app.ts';
import { batchOf, NOON_MS, openCollector, pageView } from './open-collector.ts';
import { READ, WRITTEN } from './public-addresses.ts';

// Hundreds of requests through a socket, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** What a visitor brings along and must leave nowhere. */
const PLANTED = {
  address: '203.0.113.77',
  agent: 'PlantedAgent/9.9',
  email: 'planted.person@mail.example',
  cookie: 'session=planted-cookie',
  query: 'planted-query',
  token: 'planted-bearer-token',
  handle: 'PlantedHandlePlanted1A',
  receiptSecret: 'PlantedReceiptSecretPlantedReceiptSecret123',
  person: 'planted-person-of-the-app',
} as const;

const ADMIN_TOKEN = 'a-token-of-many-more-characters-than-needed';

const HEADERS = {
  'User-Agent': PLANTED.agent,
  'X-Forwarded-For': PLANTED.address,
  Forwarded: `for=${PLANTED.address}`,
  'X-Real-IP': PLANTED.address,
  Cookie: PLANTED.cookie,
  Authorization: `Bearer ${PLANTED.token}`,
  Referer: `http://shop.example/?${PLANTED.query}`,
  From: PLANTED.email,
} as const;

/** The bytes of every file in the folder and below. */
function readFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
}

describe('T-103 what a visitor brings along', () => {
  it('is in no log line, no file and no answer, on every address, on good paths and on bad ones', async () => {
    const lines: string[] = [];
    const log = createLog({ write: (line: string) => void lines.push(line) });
    let failure: Error | undefined;
    const openStore = (folder: string): Store => {
      const store = openSqliteStore({ folder });
      return { ...store, append: (site, events) => (failure ? Promise.reject(failure) : store.append(site, events)) };
    };
    const open = openApp({ log, openStore, trustProxy: 1, adminToken: ADMIN_TOKEN, subjects: 'optional' });
    // Through a real socket, so that the address of the sender is there to be kept.
    const server = createServer((request, response) => void open.collector.listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo; // It listens on a port.
    const answers: string[] = [];
    const ask = async (
      method: string,
      path: string,
      init: { body?: string; headers?: Record<string, string> } = {},
    ) => {
      const response = await fetch(`http://127.0.0.1:${port}/${path}?${PLANTED.query}`, {
        ...init,
        method,
        headers: { ...HEADERS, ...init.headers },
      });
      answers.push(`${JSON.stringify([...response.headers])}${await response.text()}`);
      return response.status;
    };
    const write = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
      ask(method, `askfirst/${path}`, {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers },
      });
    const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      write('POST', path, body, headers);

    // Everything there is to read, and what is not there.
    const asked = { 'Accept-Language': PLANTED.query, 'If-None-Match': `"${PLANTED.query}"`, Range: PLANTED.query };
    for (const method of ['GET', 'HEAD']) {
      for (const name of READ)
        expect([name, await ask(method, `askfirst/${name}`, { headers: asked })]).toEqual([name, 200]);
      for (const path of ['.well-known/gpc.json', 'livez', 'readyz'])
        expect([path, await ask(method, path, { headers: asked })]).toEqual([path, 200]);
      expect(await ask(method, `askfirst/${PLANTED.query}`, { headers: asked })).toBe(404);
      for (const name of ['events', 'preference']) expect(await ask(method, `askfirst/${name}`)).toBe(405);
    }

    // Good: an event and a consent.
    expect(await send('events', batchOf([pageView()]))).toBe(202);
    const texts = (await (await open.get('texts/en.json')).json()) as SiteTexts;
    const receiptKey = createHash('sha256').update(randomBytes(32)).digest('base64url');
    const consent = {
      version: 1,
      purposes: ['improve'],
      scope: 2,
      notice: texts.notice,
      language: 'en',
      method: 'banner',
      includesEarlier: true,
      receiptKey,
    };
    expect(await send('consent', consent)).toBe(201);

    // A person of the app says yes, is given a pass, sends with it and says no.
    const { receiptSecret } = PLANTED;
    const ownKey = createHash('sha256').update(Buffer.from(receiptSecret, 'base64url')).digest('base64url');
    expect(await send('consent', { ...consent, receiptKey: ownKey })).toBe(201);
    const token = await signToken(NOON_MS, PLANTED.person);
    const signedIn = { Authorization: `Bearer ${token}` };
    const wish = { purposes: ['improve'], scope: 2, receiptSecret };
    expect(await write('PUT', 'preference', { ...wish, yes: true }, signedIn)).toBe(204);
    expect(await send('pass', wish, signedIn)).toBe(200);
    const { pass } = JSON.parse(/\{"pass".*/.exec(answers.at(-1) ?? '')?.[0] ?? '{}') as { pass?: string };
    expect(await send('events', batchOf([pageView()], { purposes: ['improve'], ...(pass && { pass }) }))).toBe(202);
    expect(await write('PUT', 'preference', { yes: false }, signedIn)).toBe(204);
    expect(await write('PUT', 'preference', { ...wish, yes: true })).toBe(401);
    expect(await write('PUT', 'preference', { yes: PLANTED.email }, signedIn)).toBe(400);
    // And everything that can be written to, with a body that says nothing.
    for (const [name, method] of Object.entries(WRITTEN))
      expect(await write(method, name, {})).toBeGreaterThanOrEqual(400);

    // Bad: the planted words in every place a body has.
    const planted = PLANTED.email;
    const bodies: [unknown, number][] = [
      [batchOf([pageView({ metric: planted })]), 202],
      [batchOf([pageView({ properties: { path: `/${planted}` } })]), 202],
      [batchOf([pageView({ properties: { path: '/hats', [planted]: planted } })]), 202],
      [batchOf([pageView({ id: planted })]), 202],
      [batchOf([pageView({ session: planted })]), 202],
      [batchOf([{ [planted]: planted }]), 202],
      [batchOf([pageView()], { purposes: [planted] }), 202],
      [{ ...batchOf([]), [planted]: planted }, 400],
      [batchOf([], { drops: { [planted]: 1 } as never }), 400],
      [`{"version": ${planted}}`, 400],
      [planted, 400],
    ];
    for (const [body, status] of bodies) expect([body, await send('events', body)]).toEqual([body, status]);
    expect(await send('consent', { ...consent, language: planted })).toBe(409);
    expect(await send('consent', { ...consent, method: planted })).toBe(400);
    expect(await send(`${planted}.js`, '')).toBe(404);
    expect(await send('events', '{}', { 'Sec-Fetch-Site': planted })).toBe(403);
    expect(await send('events', '{}', { 'Content-Type': planted })).toBe(415);
    expect(await send('events', '{}', { 'Content-Encoding': PLANTED.query })).toBe(415);
    expect(await send('events', ' '.repeat(60_000))).toBe(413);
    // Rights: what proves them is used and forgotten.
    const held = [{ day: '2026-11-21', metric: 'page.view', handles: [PLANTED.handle] }];
    for (const path of ['withdraw', 'erase']) {
      expect(await send(path, { receiptSecret, held, part: 1, last: true })).toBe(200);
      expect(await send(path, { receiptSecret, held, part: planted, last: true })).toBe(400);
      expect(await send(path, { receiptSecret, held, part: 2, last: true, tally: planted })).toBe(409);
    }
    expect(await send('access', { receiptSecret, held })).toBe(200);
    expect(await send('access', { receiptSecret, held: [{ ...held[0], metric: planted }] })).toBe(400);
    expect(await send('pass', { [planted]: planted })).toBeGreaterThanOrEqual(400);
    expect(await send('privacy', planted)).toBeGreaterThanOrEqual(400);

    // Limits: one sender's flood. Of rights, whose budget fills up so slowly that no busy machine keeps step with it.
    let status = 200;
    for (let posts = 0; posts < 1_500 && status === 200; posts++)
      status = await send('access', { receiptSecret, held: [] });
    expect(status).toBe(429);
    const fromElsewhere = { 'X-Forwarded-For': '198.51.100.1' };

    // The admin port: a wrong token, and questions that hold what nobody should write there.
    const askAdmin = async (path: string, token: string) => {
      const headers = { ...HEADERS, Authorization: `Bearer ${token}` };
      const response = await open.collector.admin.fetch(new Request(`http://localhost:4101${path}`, { headers }));
      // It tells whoever asks what is wrong with the question, so its answers are not searched.
      await response.text();
      return response.status;
    };
    expect(await askAdmin(`/reports/visitors?site=${planted}`, PLANTED.token)).toBe(401);
    expect(await askAdmin(`/reports/visitors?site=${planted}`, ADMIN_TOKEN)).toBe(404);
    expect(await askAdmin(`/reports/${planted}?${PLANTED.query}`, ADMIN_TOKEN)).toBe(404);
    expect(await askAdmin('/reports/drops', ADMIN_TOKEN)).toBe(200);

    // Switched off: nothing is even looked at.
    const off = openCollector({ log, switchedOff: true });
    const silenced = await off.post('events', batchOf([pageView({ metric: planted })]), HEADERS);
    expect(silenced.status).toBe(410);
    answers.push(await silenced.text());

    // The nightly pass writes everything anew.
    await open.collector.store.tidy();

    // Faults of our own: an exception that quotes the request, and a store that cannot commit.
    failure = new TypeError(`Cannot read ${planted} of ${PLANTED.address}`);
    expect(await send('events', batchOf([pageView()]), fromElsewhere)).toBe(500);
    failure = new StoreUnavailable('database or disk is full');
    expect(await send('events', batchOf([pageView()]), fromElsewhere)).toBe(503);

    const written = readFiles(open.folder);
    await open.collector.close();
    written.push(...readFiles(open.folder));
    for (const [what, word] of Object.entries({ ...PLANTED, appToken: token })) {
      for (const [where, texts] of Object.entries({ answers, lines, written })) {
        const found = texts.filter((text) => text.toLowerCase().includes(word.toLowerCase()));
        expect([what, where, found]).toEqual([what, where, []]);
      }
    }
    // The log is not merely silent: it has both faults, with the store's own reason and where it happened.
    expect(lines.filter((line) => line.includes('"error":"TypeError"') && line.includes('"places":['))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('database or disk is full'))).toHaveLength(1);
  });
});
