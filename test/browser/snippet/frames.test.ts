import type { Frame, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import { accept, databaseNames, reject, status, until, untilBuffered, visit } from './visitor.ts';

prepareStage();
beforeEach(() => {
  // What is told after ten seconds would be counted on a slow machine only.
  wire.body = '<iframe src="/inner"></iframe>';
  wire.onPath = (path) =>
    path === '/inner'
      ? {
          status: 200,
          headers: { 'Content-Type': 'text/html' },
          body: `<!doctype html><html lang="en"><title>inner</title><body><h1>inner</h1>${wire.tag}</body></html>`,
        }
      : undefined;
});

/** A page with a frame of the same site in it, once the snippet runs in both and all they record at first waits. */
async function enter(): Promise<{ page: Page; frame: Frame }> {
  const page = await visit(context, wire);
  const frame = await until(
    () => page.frames().find((one) => one.url() === `${wire.url}/inner`),
    (found) => found !== undefined,
  );
  if (!frame) throw new Error('There is no frame.');
  await frame.waitForFunction(() => typeof window.askfirst?.status === 'function');
  await untilBuffered(page, 5);
  return { page, frame };
}

/** Waits until the frame has loaded what would ask; if it were to ask, the request for the widget would be under way. */
const untilReady = (frame: Frame) => frame.evaluate(() => window.askfirst.forget('no such token'));
const track = (frame: Frame, items: number) =>
  frame.evaluate((n) => window.askfirst('test.count', { items: n }), items);
const flush = (where: Page | Frame) => where.evaluate(() => window.askfirst.flush());
const posts = () => wire.requests.filter(({ method }) => method === 'POST');
const questions = () => wire.requests.filter(({ path }) => path === '/askfirst/widget.js').length;
const itemsOf = (events: ReturnType<typeof wire.events>) => events.flatMap(({ properties }) => properties.items ?? []);

describe('a frame of the same site', () => {
  it('UI-G12 is one with the page around it: one question in all, and a yes there lets the events of both be sent, each once', async () => {
    const { page, frame } = await enter();
    await page.waitForSelector('#accept');
    await untilReady(frame);
    expect(await track(frame, 1)).toEqual({ recorded: true });
    expect(posts()).toEqual([]);
    await accept(page);
    expect(await track(frame, 2)).toEqual({ recorded: true });
    await flush(frame);
    await until(
      () => new Set(itemsOf(wire.events())).size,
      (count) => count === 2,
    );
    await untilBuffered(page, 0);
    const events = wire.uniqueEvents();
    expect(itemsOf(events).sort()).toEqual([1, 2]);
    expect(
      events.flatMap(({ metric, properties }) => (metric === 'page.view' ? [properties.path] : [])).sort(),
    ).toEqual(['/', '/inner']);
    for (const metric of ['visit.start', 'visit.day'])
      expect(events.filter((event) => event.metric === metric)).toHaveLength(1);
    expect(wire.posts('consent')).toHaveLength(1);
    await page.getByRole('button', { name: 'Analytics choices' }).waitFor();
    // Neither the question nor the button to change the answer was drawn a second time.
    expect(questions()).toBe(1);
    expect(await frame.locator('#question').count()).toBe(0);
    expect(await frame.getByRole('button').count()).toBe(0);
  });

  it('UI-E1 UI-G12 a no in the page around it is a no in the frame: nothing is recorded, nothing posted', async () => {
    const { page, frame } = await enter();
    await page.waitForSelector('#reject');
    expect(await track(frame, 1)).toEqual({ recorded: true });
    await reject(page);
    expect(await track(frame, 2)).toEqual({ dropped: 'denied' });
    await flush(frame);
    expect(posts()).toEqual([]);
    expect(await databaseNames(page)).toEqual(['askfirst-decision']);
    expect(questions()).toBe(1);
    const { decision, effective } = await frame.evaluate(() => window.askfirst.status());
    expect({ decision, effective }).toEqual({ decision: 'denied', effective: 'off' });
  });

  it('UI-E1 a yes withdrawn in the page around it stops the frame at once', async () => {
    const { page, frame } = await enter();
    await accept(page);
    await track(frame, 1);
    await until(
      () => itemsOf(wire.events()).length,
      (count) => count > 0,
    );
    await untilBuffered(page, 0);
    expect(await page.evaluate(() => window.askfirst.decide('deny'))).toEqual({ decision: 'denied' });
    const count = wire.posts('events').length;
    expect(await track(frame, 2)).toEqual({ dropped: 'denied' });
    await flush(frame);
    expect((await status(page)).buffered).toBe(0);
    expect(wire.posts('events')).toHaveLength(count);
  });

  it('UI-G12 can be where the answer is changed, by a control of its own', async () => {
    const { page, frame } = await enter();
    await page.waitForSelector('#accept');
    await frame.evaluate(() => {
      document.body.append(Object.assign(document.createElement('button'), { id: 'own' }));
      document.querySelector('#own')?.setAttribute('data-askfirst-open', '');
    });
    await frame.click('#own');
    await frame.click('#reject');
    await until(
      () => status(page),
      ({ decision }) => decision === 'denied',
    );
    expect(posts()).toEqual([]);
  });
});
