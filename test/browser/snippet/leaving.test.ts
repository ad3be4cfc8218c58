import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openChromium, openChromiumWithBackForwardCache } from './chromium.ts';
import { accept, readDevice, status, until, untilBuffered, untilPosted, visit } from './visitor.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

let browser: Browser;
let context: BrowserContext;
let wire: WireServer;
/** Another site: nobody there sends what was left behind here. */
let elsewhere: WireServer;
beforeEach(async () => {
  wire = await startWireServer();
  elsewhere = await startWireServer();
  elsewhere.tag = '';
});
afterEach(async () => {
  await browser.close();
  await wire.close();
  await elsewhere.close();
});

const linkTo = (href: string) =>
  `<a id="leave" href="${href}" data-askfirst-event="cart.add" data-askfirst-size="small">Leave</a>`;
const added = () => wire.events().filter(({ metric }) => metric === 'cart.add');

/** Locks of ours that some page holds. */
const locksHeld = (page: Page) =>
  page.evaluate(async () => ((await navigator.locks.query()).held ?? []).map(({ name = '' }) => name.split('|')[0]));

/** A press is relied on for 900 ms; whoever looks later than that sees nothing of it, and presses anew. */
const LOOK_MS = 5_000;
const MAX_PRESSES = 3;

/** Points at the link and presses; until what a press makes ready is ready, and then as long as a finger rests. */
async function press(page: Page, lock: 'askfirst-decision' | 'askfirst-send'): Promise<void> {
  for (let presses = 1; ; presses += 1) {
    await page.hover('#leave');
    // Pointing loads it, and only once it has run does a press make anything ready: before that the click goes the ordinary
    // way. As text, for the page's own `import`.
    await page.evaluate(`import('/askfirst/choices.js').then(() => new Promise((resolve) => setTimeout(resolve)))`);
    await page.mouse.down();
    const endMs = Date.now() + LOOK_MS;
    let isReady = false;
    while (!isReady && Date.now() < endMs) isReady = (await locksHeld(page)).includes(lock);
    if (isReady) break;
    if (presses === MAX_PRESSES) throw new Error(`A press never made anything ready under ${lock}.`);
    // Let go beside the link, which is no click.
    await page.mouse.move(0, 0);
    await page.mouse.up();
  }
  await page.waitForTimeout(80);
}

/** A visitor who said yes, whose first events have arrived. */
async function collecting(): Promise<Page> {
  context = await browser.newContext();
  const page = await visit(context, wire);
  await untilBuffered(page, 3);
  await accept(page);
  await untilPosted(wire, 3);
  await until(
    () => status(page),
    ({ buffered }) => buffered === 0,
  );
  return page;
}

const ROUNDS = 20;

describe.each([
  ['without the back-forward cache', openChromium],
  ['with the back-forward cache', openChromiumWithBackForwardCache],
])('a click on a link that is recorded, %s', (_name, open) => {
  it('T-20 before a yes, is there on the next page of the site', { timeout: 120_000 }, async () => {
    browser = await open();
    wire.body = linkTo('/again');
    context = await browser.newContext();
    const page = await visit(context, wire);
    await page.waitForSelector('#accept');
    for (let round = 1; round <= ROUNDS; round += 1) {
      await press(page, 'askfirst-decision');
      const [shown] = await Promise.all([page.waitForEvent('load'), page.mouse.up()]);
      await shown.waitForFunction(() => typeof window.askfirst?.status === 'function');
    }
    const waiting = await page.evaluate(() => window.askfirst.buffered());
    const kept = waiting.filter(({ event }) => event.metric === 'cart.add').length;
    console.log(`T-20 ${_name}, undecided, same site: ${kept} of ${ROUNDS}`);
    expect(kept).toBeGreaterThanOrEqual(ROUNDS * 0.95);
    expect(wire.posts('events')).toEqual([]);
  });

  it('T-20 after a yes, arrives though the page is left for another site, and each once', {
    timeout: 120_000,
  }, async () => {
    browser = await open();
    wire.body = linkTo(`${elsewhere.url}/there`);
    const page = await collecting();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await page.goto(`${wire.url}/round`);
      await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
      await untilBuffered(page, 0);
      await press(page, 'askfirst-send');
      await Promise.all([page.waitForURL(`${elsewhere.url}/there`), page.mouse.up()]);
    }
    // What has not been sent in the click would wait for the next visit.
    const arrived = new Set(added().map(({ id }) => id)).size;
    console.log(`T-20 ${_name}, granted, another site: ${arrived} of ${ROUNDS}`);
    expect(arrived).toBeGreaterThanOrEqual(ROUNDS * 0.95);
    await page.goto(`${wire.url}/back`);
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    await untilBuffered(page, 0);
    // P7, P10: each click has an id of its own, and one of them is the first of the day.
    const unique = wire.uniqueEvents().filter(({ metric }) => metric === 'cart.add');
    expect(unique.length).toBeLessThanOrEqual(ROUNDS);
    expect(unique.length).toBeGreaterThanOrEqual(arrived);
    expect(unique.filter(({ first }) => first)).toHaveLength(1);
  });
});

describe('between press and click', () => {
  it('P10 P7 the handle is held before the click, belongs to this one event, and a press that is no click leaves nothing', async () => {
    browser = await openChromium();
    wire.body = linkTo('#here');
    const page = await collecting();
    const before = await readDevice(page);
    const heldBefore = (await status(page)).held;
    await press(page, 'askfirst-send');
    expect((await status(page)).held).toBe(heldBefore + 1);
    await page.mouse.move(0, 0);
    await page.mouse.up();
    await until(
      () => locksHeld(page),
      (names) => names.length === 0,
    );
    expect(JSON.parse(await readDevice(page))).toEqual(JSON.parse(before));
    expect(added()).toEqual([]);
    // Not used up by the press: the click that does happen is the first of the day.
    for (let clicks = 1; clicks <= 2; clicks += 1) {
      await press(page, 'askfirst-send');
      await page.mouse.up();
      await until(added, (events) => events.length === clicks);
      await untilBuffered(page, 0);
    }
    expect(added().map(({ first }) => first)).toEqual([true, undefined]);
    expect(new Set(added().map(({ id }) => id)).size).toBe(2);
    expect((await status(page)).held).toBe(heldBefore + 2);
  });

  it('P2 a no in another tab, said while the finger rests, is not followed by the click', async () => {
    browser = await openChromium();
    wire.body = linkTo('#here');
    const page = await collecting();
    const other = await visit(context, wire, '/other');
    await untilBuffered(other, 0);
    await page.bringToFront();
    await press(page, 'askfirst-send');
    expect(await other.evaluate(() => window.askfirst.decide('deny'))).toEqual({ decision: 'denied' });
    await page.mouse.up();
    expect(await status(page)).toMatchObject({ decision: 'denied', buffered: 0 });
    await page.evaluate(() => window.askfirst.flush());
    // What the pages themselves told before the no may have come in meanwhile.
    expect(added()).toEqual([]);
  });

  it('a click whose post is lost is sent again, the same, and counts once', async () => {
    browser = await openChromium();
    wire.body = linkTo('#here');
    const page = await collecting();
    const asBefore = wire.onEvents;
    wire.onEvents = () => undefined;
    await press(page, 'askfirst-send');
    await page.mouse.up();
    await until(added, (events) => events.length > 0);
    wire.onEvents = asBefore;
    await untilBuffered(page, 0);
    expect(added().length).toBeGreaterThan(1);
    for (const event of added()) expect(event).toEqual(added()[0]);
  });
});
