import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import { accept, status, until, untilBuffered, untilPosted, visit } from './visitor.ts';
import { collectorAnswer, storedAnswer } from './wire-server.ts';

prepareStage();
beforeEach(() => {
  // What is told after ten seconds would be counted on a slow machine only.
});

const untilEmpty = (page: Page) => untilBuffered(page, 0);

/** A visitor who said yes and whose first events have arrived. */
async function collecting(): Promise<Page> {
  const page = await visit(context, wire);
  await untilBuffered(page, 3);
  await accept(page);
  await untilPosted(wire, 3);
  await untilEmpty(page);
  return page;
}

const track = (page: Page, items: number) => page.evaluate((n) => window.askfirst('test.count', { items: n }), items);

/** What arrived of `test.count` and `test.note`, each id once. */
const arrived = () => wire.uniqueEvents().flatMap(({ properties }) => properties.items ?? []);

const untilAsked = (times: number) =>
  until(
    () => wire.posts('events').length,
    (count) => count >= times,
  );

describe('how much is sent at once', () => {
  it('T-37 200 kB wait when the page hides: each body keeps to 48 KiB, and all arrives, once, over the pages that follow', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    // Before the yes, so that all of it waits together however slow the machine is.
    await page.evaluate(() =>
      Promise.all(
        Array.from({ length: 150 }, (_, items) => window.askfirst('test.note', { items, note: 'ä'.repeat(800) })),
      ),
    );
    const waiting = await page.evaluate(() => window.askfirst.buffered());
    expect(Buffer.byteLength(JSON.stringify(waiting))).toBeGreaterThan(200_000);
    await accept(page);
    await page.goto(`${wire.url}/after`);
    await until(
      () => arrived().length,
      (count) => count >= 150,
    );
    await untilEmpty(page);
    const bodies = wire.posts('events').map(({ body }) => body);
    const sizes = bodies.map((body) => Buffer.byteLength(body));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(48 * 1024);
    // It was the bytes that ended some of them: far fewer events than 50, and no room for one more.
    const events = bodies.map((body) => (JSON.parse(body) as { events: unknown[] }).events.length);
    expect(Math.max(...events)).toBeLessThan(40);
    expect(Math.max(...sizes)).toBeGreaterThan(44 * 1024);
    expect((arrived() as number[]).sort((a, b) => a - b)).toEqual([...Array(150).keys()]);
    expect((await status(page)).dropped).toEqual({});
  });

  it('T-37 far more events than one batch takes wait when the page hides: all arrive, once, over the pages that follow', async () => {
    const page = await collecting();
    await page.evaluate(() =>
      Promise.all(Array.from({ length: 600 }, (_, items) => window.askfirst('test.count', { items }))),
    );
    await page.goto(`${wire.url}/after`);
    await until(
      () => arrived().length,
      (count) => count >= 600,
    );
    await untilEmpty(page);
    for (const { body } of wire.posts('events'))
      expect((JSON.parse(body) as { events: unknown[] }).events.length).toBeLessThanOrEqual(50);
    expect(arrived()).toHaveLength(600);
  });

  it('T-36 another script uses up the keepalive allowance: our events are kept and arrive', async () => {
    const page = await collecting();
    // Held until the end of the test.
    await page.route('**/hog', () => undefined);
    const second = await page.evaluate(async () => {
      const post = (bytes: number) => fetch('/hog', { method: 'POST', keepalive: true, body: 'x'.repeat(bytes) });
      void post(65_000).catch(() => undefined);
      return post(1_000).then(
        () => 'sent',
        () => 'refused',
      );
    });
    // The allowance is used up.
    expect(second).toBe('refused');
    await page.evaluate(() =>
      Promise.all(Array.from({ length: 50 }, (_, items) => window.askfirst('test.count', { items }))),
    );
    await until(
      () => arrived().length,
      (count) => count >= 50,
    );
    await untilEmpty(page);
    expect((await status(page)).dropped).toEqual({});
  });
});

describe('a report of what was dropped', () => {
  it('P11 T-51 that is lost makes no report: it is not told again, neither by the retry nor on the next page', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    await page.evaluate(() => window.askfirst('no.such.metric'));
    await until(
      () => status(page),
      ({ dropped }) => dropped['not-in-registry'] === 1,
    );
    // The collector has it, and nobody hears so.
    let isLost = false;
    await page.route('**/askfirst/events', async (route) => {
      if (isLost) return route.continue();
      isLost = true;
      await route.fetch();
      return route.abort();
    });
    await accept(page);
    await untilAsked(2);
    await untilEmpty(page);
    await page.goto(`${wire.url}/after`);
    await until(
      () => wire.uniqueEvents().flatMap(({ metric, properties }) => (metric === 'page.view' ? [properties.path] : [])),
      (paths) => paths.includes('/after'),
    );
    await untilEmpty(page);
    const reports = wire.posts('events').map(({ body }) => (JSON.parse(body) as { drops?: unknown }).drops);
    expect(reports.filter(Boolean)).toEqual([{ 'not-in-registry': 1 }]);
    expect(reports[0]).toBeDefined();
    expect((await status(page)).dropped).toEqual({ 'not-in-registry': 1 });
  });
});

describe('how often is tried', () => {
  it('T-29 an answer that never comes is given up after ten seconds, and the events come again', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    wire.onEvents = (body, count) => (count === 1 ? new Promise(() => undefined) : storedAnswer(body));
    await accept(page);
    await untilAsked(2);
    await untilEmpty(page);
    const [first, second] = wire.posts('events');
    // The browser's timer and this clock may differ a little.
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(9_000);
    expect((await status(page)).dropped).toEqual({});
  });

  it('T-29 an error that never ends is met 8 times a page, and everything is kept', async () => {
    const page = await visit(context, wire);
    await untilBuffered(page, 3);
    wire.onEvents = () => ({ status: 500 });
    await accept(page);
    await until(
      async () => {
        await page.evaluate(() => window.askfirst.flush());
        return wire.posts('events').length;
      },
      (count) => count >= 8,
    );
    for (let n = 0; n < 10; n++) await page.evaluate(() => window.askfirst.flush());
    expect(wire.posts('events')).toHaveLength(8);
    const { buffered, dropped } = await status(page);
    expect(buffered).toBeGreaterThanOrEqual(3);
    expect(dropped).toEqual({});
    wire.onEvents = storedAnswer;
    await page.reload();
    await untilAsked(9);
    await untilEmpty(page);
  });

  it.each([429, 503])(
    'T-26 T-28 %d asks for patience and is no try: after nine of them the events still come',
    async (code) => {
      const page = await collecting();
      let asked = 0;
      wire.onEvents = (body) => (++asked < 10 ? collectorAnswer(code, {}, { 'Retry-After': '0' }) : storedAnswer(body));
      await track(page, 1);
      await until(
        () => asked,
        (count) => count >= 10,
      );
      await untilEmpty(page);
      expect(arrived()).toEqual([1]);
      expect((await status(page)).dropped).toEqual({});
    },
  );
});
