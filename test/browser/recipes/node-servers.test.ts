/** The recipes for servers in Node, each started from its page in docs/recipes and used by a real browser. */

import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openChromium } from '../snippet/chromium.ts';
import { status, until } from '../snippet/visitor.ts';
import {
  countStored,
  makeTemporary,
  type RunningRecipe,
  readAllBytes,
  readCode,
  run,
  untilStored,
  writeRecipe,
} from './recipe.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());

async function start(page: string): Promise<RunningRecipe & { readonly data: string }> {
  const [code = ''] = readCode(`recipes/${page}`, 'js');
  const folder = writeRecipe({ 'recipe.mjs': code }, onTestFinished);
  const data = makeTemporary(onTestFinished);
  const variables = { PORT: '0', ASKFIRST_DATA: data, ASKFIRST_REGISTRY: 'demo/shop/askfirst' };
  return { ...(await run([join(folder, 'recipe.mjs')], variables, onTestFinished)), data };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Status, type and text of an answer. */
async function ask(url: string, request: RequestInit = {}): Promise<[number, string, string]> {
  const answer = await fetch(url, request);
  return [answer.status, answer.headers.get('content-type') ?? '', await answer.text()];
}

/** What the app says for itself, untouched by the collector in it. */
const OWN_ANSWERS: Readonly<Record<string, (app: RunningRecipe) => Promise<void>>> = {
  async 'node-http.md'({ url }) {
    expect(await ask(`${url}/nothing`)).toEqual([404, '', 'Nothing here\n']);
  },
  async 'express.md'({ url }) {
    const [nothing, type, text] = await ask(`${url}/nothing`);
    expect([nothing, type]).toEqual([404, 'text/html; charset=utf-8']);
    expect(text).toContain('Cannot GET /nothing');
    const order = (body: string) => ask(`${url}/orders`, { method: 'POST', headers: JSON_TYPE, body });
    expect(await order('{"goods":"lamp"}')).toEqual([201, 'application/json; charset=utf-8', '{"ordered":"lamp"}']);
    const [broken, , why] = await order('{');
    expect(broken).toBe(400);
    expect(why).toContain('SyntaxError');
  },
  async 'fastify.md'({ url, printed }) {
    const [nothing, type, text] = await ask(`${url}/nothing`);
    expect([nothing, type]).toEqual([404, 'application/json; charset=utf-8']);
    expect(text).toContain('Route GET:/nothing not found');
    const order = (body: string) => ask(`${url}/orders`, { method: 'POST', headers: JSON_TYPE, body });
    expect(await order('{"goods":"lamp"}')).toEqual([201, 'application/json; charset=utf-8', '{"ordered":"lamp"}']);
    const [broken, , why] = await order('{');
    expect(broken).toBe(400);
    expect(why).toContain('FST_ERR_CTP_INVALID_JSON_BODY');
    // Its own requests are logged as ever; what a process prints comes by a way of its own.
    await until(printed, (lines) => lines.includes('"url":"/nothing"'));
  },
};

describe('recipes for servers in Node', () => {
  it.each(Object.entries(OWN_ANSWERS))(
    '%s collects after a yes, erases after a no, and leaves the app its own answers',
    async (page, seeOwnAnswers) => {
      const app = await start(page);
      const context = await browser.newContext({ locale: 'en-GB' });
      onTestFinished(() => context.close());
      const tab = await context.newPage();
      await tab.goto(app.url);
      await until(
        () => status(tab),
        ({ buffered }) => buffered > 0,
      );
      expect(countStored(app.data)).toEqual({});

      await tab.getByRole('button', { name: 'Accept analytics', exact: true }).click();
      const site = `${app.url}/askfirst`;
      await untilStored(tab, app.data, site);
      expect(Object.keys(countStored(app.data))).toEqual([site]);
      // Taken before the withdrawal removes what there is.
      expect(readAllBytes(app.data)).not.toMatch(/127\.0\.0\.1|Mozilla|Chrome/);

      await tab.evaluate(() => window.askfirst.withdraw());
      await until(
        () => countStored(app.data),
        (stored) => Object.keys(stored).length === 0,
      );

      await seeOwnAnswers(app);
      await seeCollectorsAnswers(app.url);
      expect(await app.end()).toBe(0);
      expect(app.printed()).not.toMatch(/askfirst\.js|\/askfirst\/|Mozilla|Chrome/);
    },
  );
});

/** The collector reads and judges bodies itself; what it refuses is its own problem document. */
async function seeCollectorsAnswers(url: string): Promise<void> {
  const post = async (name: string, body: string, headers: Record<string, string> = JSON_TYPE) => {
    const answer = await fetch(`${url}/askfirst/${name}`, {
      method: 'POST',
      headers: { origin: url, ...headers },
      body,
    });
    expect(answer.headers.get('askfirst-collector')).toBe('1');
    const said = (await answer.json()) as { code?: string };
    return [answer.status, said.code];
  };
  const empty = { version: 1, scope: 1, purposes: ['improve'], events: [] };
  expect(await post('events', JSON.stringify(empty))).toEqual([202, undefined]);
  expect(await post('events', '{')).toEqual([400, 'batch-malformed']);
  expect(await post('events', JSON.stringify({ ...empty, more: 'x'.repeat(50_000) }))).toEqual([413, 'body-too-large']);
  expect(await post('events', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).toEqual([
    415,
    'media-type-unsupported',
  ]);
  expect(await post('events', JSON.stringify(empty), { ...JSON_TYPE, origin: 'https://other.example' })).toEqual([
    403,
    'not-same-origin',
  ]);
  expect(await post('nothing', '{}')).toEqual([404, 'not-found']);
  for (const name of ['askfirst/readyz', 'askfirst/privacy', '.well-known/gpc.json']) {
    const answer = await fetch(`${url}/${name}`);
    expect([answer.status, answer.headers.get('askfirst-collector')]).toEqual([200, '1']);
  }
}
