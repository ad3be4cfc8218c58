import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import {
  accept,
  databaseNames,
  reject,
  status,
  until,
  untilBuffered,
  untilPosted,
  untilQuiet,
  visit,
} from './visitor.ts';
import { collectorAnswer, siteConfiguration, storedAnswer } from './wire-server.ts';

prepareStage();

const posts = () => wire.requests.filter(({ method }) => method === 'POST');
const untilEmpty = (page: Page) =>
  until(
    () => status(page),
    ({ buffered }) => buffered === 0,
  );
const withSignal = (script: string) => (page: Page) => page.addInitScript(script);
const GPC = `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => window.signal ?? true })`;

describe('objections that the browser states', () => {
  it('T-55 UI-B5 Global Privacy Control is a no: no question, no buffer, no request', async () => {
    const page = await visit(context, wire, '/', withSignal(GPC));
    const { decision, effective, reason, buffered } = await status(page);
    expect({ decision, effective, reason, buffered }).toEqual({
      decision: 'denied',
      effective: 'off',
      reason: 'signal-gpc',
      buffered: 0,
    });
    expect(await page.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ dropped: 'denied' });
    expect(await page.locator('#question').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Analytics choices' }).count()).toBe(1);
    expect(await databaseNames(page)).toEqual([]);
    expect(posts()).toEqual([]);
  });

  it.each(["'1'", "'true'", '1', 'false', 'undefined', 'null'])('UI-B7 a signal of %s is none', async (value) => {
    const page = await visit(
      context,
      wire,
      '/',
      withSignal(`Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: ${value} })`),
    );
    expect((await status(page)).reason).toBe('undecided');
  });

  it('T-55 Do Not Track counts only where the site heeds it', async () => {
    const script = `Object.defineProperty(Navigator.prototype, 'doNotTrack', { value: '1' })`;
    expect((await status(await visit(context, wire, '/', withSignal(script)))).reason).toBe('undecided');
    wire.site = siteConfiguration({ signals: { gpc: true, dnt: true } });
    expect((await status(await visit(context, wire, '/', withSignal(script)))).reason).toBe('signal-dnt');
  });

  it('T-55 a yes given in the centre, where the signal is shown, counts; by the API it does not', async () => {
    const page = await visit(context, wire, '/', withSignal(GPC));
    expect(await page.evaluate(() => window.askfirst.decide({ purposes: ['improve'] }))).toEqual({
      refused: 'signal-forbids',
    });
    await page.getByRole('button', { name: 'Analytics choices' }).click();
    await page.waitForSelector('#accept');
    // A yes after a no counts only if it need not wait, and the signal's no was still being carried out.
    await untilQuiet(page);
    await accept(page);
    await untilPosted(wire, 1);
    expect(JSON.parse(wire.posts('consent')[0]?.body ?? '{}')).toMatchObject({
      method: 'centre',
      includesEarlier: false,
    });
    expect((await status(page)).effective).toBe('collecting');
  });

  it('T-55 a signal that comes on later stops a yes given without it, and destroys what waits undecided', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    await page.addInitScript(GPC);
    await page.reload();
    await until(
      () => databaseNames(page),
      (names) => names.length === 0,
    );
    expect((await status(page)).reason).toBe('signal-gpc');
    expect(posts()).toEqual([]);
  });
});

describe('a no against everything else', () => {
  it('T-56 after a no nothing is sent, not even when the page hides', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    await reject(page);
    await page.goto('about:blank');
    expect(posts()).toEqual([]);
  });

  it('T-57 T-59 a no in one tab while another is about to send: nothing follows it', async () => {
    const one = await visit(context, wire);
    await untilBuffered(one, 3);
    await accept(one);
    await untilPosted(wire, 3);
    await untilEmpty(one);
    // Noted where a request begins: one that began before the no may arrive after it.
    const two = await visit(context, wire, '/two', (page) =>
      page.addInitScript(`{
        const { fetch } = window;
        window.begunAtMs = [];
        window.fetch = (url, ...more) => {
          if (url.endsWith('/events')) window.begunAtMs.push(Date.now());
          return fetch(url, ...more);
        };
      }`),
    );
    await untilPosted(wire, 5);
    await untilEmpty(two);
    const busy = two.evaluate(async () => {
      for (let n = 0; n < 60; n++) {
        await window.askfirst('test.count', { items: n });
        if (n % 5 === 0) void window.askfirst.flush();
      }
    });
    await until(
      () => wire.events().filter(({ metric }) => metric === 'test.count').length,
      (count) => count > 0,
    );
    const deniedAtMs = await one.evaluate(async () => {
      await window.askfirst.decide('deny');
      return Date.now();
    });
    await busy;
    await two.evaluate(() => window.askfirst.flush());
    const begunAtMs = await two.evaluate(() => (window as unknown as { begunAtMs: number[] }).begunAtMs);
    expect(begunAtMs.length).toBeGreaterThan(0);
    expect(begunAtMs.filter((atMs) => atMs > deniedAtMs)).toEqual([]);
    await until(
      () => databaseNames(two),
      (names) => names.join() === 'askfirst-decision',
    );
    expect((await status(two)).decision).toBe('denied');
  });

  it('T-59 a no while a batch is on the wire gives it up and ends empty', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    let release: (() => void) | undefined;
    wire.onEvents = async (body) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return storedAnswer(body);
    };
    // The collector is not to be had for the withdrawal, so it waits.
    wire.onPath = (path) => (path === '/askfirst/withdraw' ? { status: 500 } : undefined);
    await accept(page);
    await until(
      () => wire.posts('events').length,
      (count) => count === 1,
    );
    expect(await page.evaluate(() => window.askfirst.decide('deny'))).toEqual({ decision: 'denied' });
    release?.();
    await page.evaluate(() => window.askfirst.flush());
    expect(wire.posts('events')).toHaveLength(1);
    // The handles of what was attempted stay, so that it can be erased.
    const { held, buffered } = await status(page);
    expect({ held, buffered }).toEqual({ held: 3, buffered: 0 });
    expect(await databaseNames(page)).toEqual(['askfirst-decision', 'askfirst-rights']);
  });

  it.each([
    ['stored', storedAnswer],
    ['to come again', () => ({ status: 500 })],
  ])('UI-E2 T-58 no, then yes, the old %s: a stale tab neither sends it nor deletes the new', async (_is, answer) => {
    const one = await visit(context, wire);
    await untilBuffered(one, 3);
    await accept(one);
    await untilPosted(wire, 3);
    await untilEmpty(one);
    const two = await visit(context, wire, '/two');
    await untilPosted(wire, 5);
    await untilEmpty(two);
    // The old tab holds an event whose answer is on its way while everything changes.
    let release: (() => void) | undefined;
    wire.onEvents = async (body) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return answer(body);
    };
    await two.evaluate(() => window.askfirst('test.count', { items: 1 }));
    await until(() => release, Boolean);
    await one.evaluate(() => window.askfirst.decide('deny'));
    // On a slow machine a yes so soon after a no is taken for one of before it; said again it counts.
    await until(
      () => one.evaluate(() => window.askfirst.decide({ purposes: ['improve'] })),
      (decided) => 'decision' in decided && decided.decision === 'granted',
    );
    await one.evaluate(() => window.askfirst('test.count', { items: 2 }));
    release?.();
    wire.onEvents = storedAnswer;
    await until(
      () => wire.events().filter(({ properties }) => properties.items === 2).length,
      (count) => count >= 1,
    );
    await untilEmpty(one);
    await two.evaluate(() => window.askfirst.flush());
    await one.evaluate(() => window.askfirst.flush());
    // It left once, before the no, and under the new yes nobody sends it again.
    expect(wire.events().filter(({ properties }) => properties.items === 1)).toHaveLength(1);
    expect(wire.posts('consent')).toHaveLength(2);
    const keys = wire.posts('consent').map(({ body }) => (JSON.parse(body) as { receiptKey: string }).receiptKey);
    expect(new Set(keys).size).toBe(2);
    expect((await status(two)).decision).toBe('granted');
  });

  it('T-63 a tab that hears no message sees the change with its next event all the same', async () => {
    const deaf = (page: Page) => page.addInitScript(`window.BroadcastChannel = class { postMessage() {} close() {} }`);
    const one = await visit(context, wire, '/', deaf);
    const two = await visit(context, wire, '/two', deaf);
    await untilBuffered(two, 5);
    await one.bringToFront();
    await reject(one);
    expect(await two.evaluate(() => window.askfirst('cart.add', { size: 'small' }))).toEqual({ dropped: 'denied' });
    expect(await databaseNames(two)).toEqual(['askfirst-decision']);
    expect(posts()).toEqual([]);
  });

  it.each(['here', 'in another tab'])(
    'P2 a no said %s while the words for an earlier yes are still being loaded is the last word',
    async (where) => {
      const page = await visit(context, wire);
      await untilBuffered(page, 3);
      await reject(page);
      const other = where === 'here' ? page : await visit(context, wire, '/other');
      // A question of the site's own, which brings no words.
      await page.evaluate(() => {
        const button = document.body.appendChild(document.createElement('button'));
        button.id = 'own';
        button.onclick = async () => {
          Object.assign(window, { answer: await window.askfirst.decide({ purposes: ['improve'] }) });
        };
        const channel = new BroadcastChannel(`askfirst-change|${location.origin}/askfirst|anonymous`);
        channel.onmessage = () => Object.assign(window, { hasHeard: true });
      });
      let isAsked = false;
      let release: (() => void) | undefined;
      await page.route('**/askfirst/texts/**', async (route) => {
        isAsked = true;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        await route.continue();
      });
      await page.click('#own');
      await until(() => isAsked, Boolean);
      expect(await other.evaluate(() => window.askfirst.decide('deny'))).toEqual({ decision: 'denied' });
      await until(() => page.evaluate(() => (window as unknown as { hasHeard?: true }).hasHeard), Boolean);
      release?.();
      expect(
        await until(
          () => page.evaluate(() => (window as unknown as { answer?: unknown }).answer),
          (answer) => answer !== undefined,
        ),
      ).toEqual({ refused: 'decided-elsewhere' });
      expect((await status(page)).decision).toBe('denied');
      expect(wire.posts('consent')).toEqual([]);
      // Said once more it counts.
      await page.unroute('**/askfirst/texts/**');
      await page.click('#own');
      await until(
        () => status(page),
        ({ decision }) => decision === 'granted',
      );
    },
  );

  it('T-60 what is recorded around the click of a yes is kept', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    // Drawn when its words are there, which may be later than the first notes.
    await page.waitForSelector('#accept');
    await page.evaluate(() => {
      document.querySelector('#accept')?.addEventListener('click', () => {
        for (let n = 0; n < 20; n++) void window.askfirst('test.count', { items: n });
        setTimeout(() => window.askfirst('test.count', { items: 20 }), 5);
      });
    });
    await accept(page);
    await until(
      () => new Set(wire.events().flatMap(({ properties }) => properties.items ?? [])).size,
      (count) => count === 21,
    );
    await untilEmpty(page);
    expect((await status(page)).dropped).toEqual({});
  });
});

describe('what the consent says', () => {
  it('carries purposes, scope, words, language, method and the receipt key, and nothing else', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    await accept(page);
    await until(
      () => wire.posts('consent').length,
      (count) => count === 1,
    );
    expect(JSON.parse(wire.posts('consent')[0]?.body ?? '{}')).toEqual({
      version: 1,
      purposes: ['improve'],
      scope: 1,
      notice: 'n1',
      language: 'en',
      method: 'banner',
      includesEarlier: true,
      receiptKey: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('is sent again until it is answered, and events wait for it', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    let asked = 0;
    wire.onConsent = () =>
      ++asked < 3
        ? collectorAnswer(503, {}, { 'Retry-After': '0' })
        : collectorAnswer(201, { receipt: 'r', now: Date.now() });
    await accept(page);
    await untilPosted(wire, 3);
    expect(asked).toBe(3);
    expect(wire.requests.findIndex(({ path }) => path.endsWith('/events'))).toBeGreaterThan(
      wire.requests.findLastIndex(({ path }) => path.endsWith('/consent')),
    );
  });
});
