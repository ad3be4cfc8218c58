import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openChromium, openChromiumWithBackForwardCache } from './chromium.ts';
import { accept, readDevice, settle, status, until, untilBuffered, untilPosted, untilQuiet, visit } from './visitor.ts';
import { siteConfiguration, startWireServer, type WireServer } from './wire-server.ts';

let browser: Browser;
let context: BrowserContext;
let wire: WireServer;
/** Another site: nobody there sends what was left behind here. */
let elsewhere: WireServer;
beforeEach(async () => {
  wire = await startWireServer();
  elsewhere = await startWireServer();
  elsewhere.tag = '';
  // After the first page of the day they tell nothing by themselves: what they sent would hold the lock that a press waits for.
  const site = siteConfiguration() as { registry: { metrics: Record<string, unknown> } };
  const { 'cart.add': clicked, 'visit.day': once } = site.registry.metrics;
  site.registry.metrics = { 'cart.add': clicked, 'visit.day': once };
  wire.site = { ...site };
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

/** Points at the link and presses, until what a press makes ready is ready. */
async function press(page: Page, look: () => Promise<boolean>): Promise<void> {
  for (let presses = 1; ; presses += 1) {
    // Once the page has begun, whoever holds a lock from here on holds it for the press.
    await status(page);
    await untilQuiet(page);
    await page.hover('#leave');
    // Pointing loads it, and only once it has run does a press make anything ready: before that the click goes the ordinary
    // way. As text, for the page's own `import`.
    await page.evaluate(`import('/askfirst/choices.js').then(() => new Promise((resolve) => setTimeout(resolve)))`);
    await page.mouse.down();
    const endMs = Date.now() + LOOK_MS;
    let isReady = false;
    while (!isReady && Date.now() < endMs) isReady = await look();
    if (isReady) return;
    if (presses === MAX_PRESSES) throw new Error('A press never made anything ready.');
    // Let go beside the link, which is no click.
    await page.mouse.move(0, 0);
    await page.mouse.up();
  }
}

/** Under the lock one thing is read, and whoever asks for the status after that is answered after it. */
async function pressBeforeYes(page: Page): Promise<void> {
  await press(page, async () => (await locksHeld(page)).includes('askfirst-decision'));
  await status(page);
}

/** The last thing that a press makes ready after a yes is that its handle is held. */
async function pressAfterYes(page: Page): Promise<void> {
  const { held } = await status(page);
  await press(page, async () => (await status(page)).held === held + 1);
}

/** A visitor who said yes, whose first event has arrived. */
async function collecting(): Promise<Page> {
  context = await browser.newContext();
  const page = await visit(context, wire);
  await untilBuffered(page, 1);
  await accept(page);
  await untilPosted(wire, 1);
  await settle(page);
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
      await pressBeforeYes(page);
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
      await settle(page);
      await pressAfterYes(page);
      await Promise.all([page.waitForURL(`${elsewhere.url}/there`), page.mouse.up()]);
    }
    // What has not been sent in the click would wait for the next visit.
    const arrived = await until(
      () => new Set(added().map(({ id }) => id)).size,
      (ids) => ids >= ROUNDS * 0.95,
    );
    console.log(`T-20 ${_name}, granted, another site: ${arrived} of ${ROUNDS}`);
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
    await pressAfterYes(page);
    await page.mouse.move(0, 0);
    await page.mouse.up();
    await untilQuiet(page);
    expect(JSON.parse(await readDevice(page))).toEqual(JSON.parse(before));
    expect(added()).toEqual([]);
    // Not used up by the press: the click that does happen is the first of the day.
    for (let clicks = 1; clicks <= 2; clicks += 1) {
      await pressAfterYes(page);
      await page.mouse.up();
      await until(added, (events) => events.length === clicks);
      await settle(page);
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
    await settle(other);
    await page.bringToFront();
    await pressAfterYes(page);
    expect(await other.evaluate(() => window.askfirst.decide('deny'))).toEqual({ decision: 'denied' });
    await page.mouse.up();
    expect(await status(page)).toMatchObject({ decision: 'denied', buffered: 0 });
    await page.evaluate(() => window.askfirst.flush());
    expect(added()).toEqual([]);
  });

  it('a click whose post is lost is sent again, the same, and counts once', async () => {
    browser = await openChromium();
    wire.body = linkTo('#here');
    const page = await collecting();
    const asBefore = wire.onEvents;
    // This one and no other: after three tries without an answer a page rests.
    wire.onEvents = () => {
      wire.onEvents = asBefore;
      return undefined;
    };
    await pressAfterYes(page);
    await page.mouse.up();
    await until(added, (events) => events.length > 1);
    await untilBuffered(page, 0);
    for (const event of added()) expect(event).toEqual(added()[0]);
  });
});
