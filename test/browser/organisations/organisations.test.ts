import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from '../snippet/chromium.ts';
import { readDevice, status, until } from '../snippet/visitor.ts';
import { type App, HOUR_MS, open, openApp, press, sayNo, sayYes, untilNobody, untilStored } from './app.ts';

let browser: Browser;
let app: App;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  app = await openApp(browser);
});
afterEach(() => app.close());

/** A profile with somebody signed in. */
async function browserOf(who: string): Promise<BrowserContext> {
  const context = await app.openBrowser();
  await app.signIn(context, who);
  return context;
}

const putsOf = (yes: boolean) =>
  app.told.filter(({ path, body }) => path === 'preference' && body.startsWith(`{"yes":${yes}`));
const paths = () => app.told.map(({ path }) => path);

/** Waits until so many yeses stand at the collector. */
const untilStanding = (wanted: number) =>
  until(
    () => app.standing(),
    (rows) => rows === wanted,
  );

describe('P4: a person’s yes', () => {
  it('P4 waits for identify: without a token nothing is asked, kept or told', async () => {
    const page = await open(app, await app.openBrowser());
    expect(await status(page)).toMatchObject({ effective: 'off', reason: 'not-identified', buffered: 0 });
    expect(await page.evaluate(() => window.askfirst('page.view', { path: '/' }))).toEqual({ dropped: 'inert' });
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
    await page.evaluate((token) => window.askfirst.identify(token), await app.token('harbour/ana'));
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    expect(await status(page)).toMatchObject({ effective: 'buffering', reason: 'undecided' });
    expect(app.told).toEqual([]);
  });

  it('P4 is told once, and only then a pass is asked for and events are sent', async () => {
    const context = await browserOf('harbour/ana');
    const page = await open(app, context);
    await sayYes(page);
    await untilStored(app, page, 1);
    expect(paths()).toEqual(['consent', 'preference', 'pass', 'events']);
    expect(app.standing()).toBe(1);
    // The next pages of the hour use the same pass.
    await page.goto(`${app.url}/next`);
    await until(
      () => app.stored('page.view'),
      (count) => count === 2,
    );
    expect(paths().filter((path) => path !== 'events')).toEqual(['consent', 'preference', 'pass']);
  });

  it('P4 is asked for in each browser: a row that stands grants nothing', async () => {
    await app.collector.fetch(
      new Request(`${app.site}/preference`, {
        method: 'PUT',
        headers: {
          'Content-Type': 'application/json',
          'Sec-Fetch-Site': 'same-origin',
          Authorization: `Bearer ${await app.token('harbour/ana')}`,
        },
        body: JSON.stringify({ yes: true, purposes: ['improve'], scope: 2, receiptSecret: 'A'.repeat(43) }),
      }),
    );
    expect(app.standing()).toBe(1);
    const page = await open(app, await browserOf('harbour/ana'));
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    await page.evaluate(() => window.askfirst.flush());
    expect(await status(page)).toMatchObject({ decision: 'undecided', effective: 'buffering' });
    expect(app.told).toEqual([]);
  });
});

describe('P4: a person’s no', () => {
  it('P2 looks like a yes on the wire: same method, address, headers, length and answer', async () => {
    const yes = await open(app, await browserOf('harbour/ana'));
    await sayYes(yes);
    await until(
      () => putsOf(true).length,
      (count) => count === 1,
    );
    await untilStanding(1);
    const no = await open(app, await browserOf('harbour/rui'));
    await press(no, 'Reject analytics');
    await until(
      () => putsOf(false).length,
      (count) => count === 1,
    );
    const shape = (one: (typeof app.told)[number] | undefined) => ({ ...one, body: one?.body.length });
    expect(shape(putsOf(false)[0])).toEqual(shape(putsOf(true)[0]));
    expect(app.standing()).toBe(1);
  });

  it('P2 UI-E9 leaves { version, decision, day } and nothing else once it is told, and “in this browser” tells nobody', async () => {
    const devices: string[] = [];
    for (const name of ['Reject analytics', 'Reject in this browser']) {
      const page = await open(app, await browserOf('harbour/ana'));
      await sayNo(page, name);
      await until(
        () => readDevice(page),
        (text) => !/askfirst-(answer|buffer|seen|rights|probe)/.test(text),
      );
      devices.push(await readDevice(page));
    }
    expect(devices[0]).toBe(devices[1]);
    expect(paths()).toEqual(['preference']);
  });

  it('P4 UI-E9 reaches the person’s other browser within the hour, which stops, withdraws and says why', async () => {
    const [here, there] = [await browserOf('harbour/ana'), await browserOf('harbour/ana')];
    const one = await open(app, here);
    await sayYes(one);
    const other = await open(app, there);
    await sayYes(other);
    await untilStored(app, one, 2);
    await untilStored(app, other, 2);
    await press(other, 'Analytics choice');
    await press(other, 'Reject analytics');
    await untilStanding(0);
    expect((await status(one)).effective).toBe('collecting');

    await app.moveBy(HOUR_MS);
    // As an app does for its open pages.
    await one.evaluate((token) => window.askfirst.identify(token), await app.token('harbour/ana'));
    await until(
      () => status(one),
      ({ reason }) => reason === 'no-standing-yes',
    );
    const eventsBefore = paths().filter((path) => path === 'events').length;
    await one.evaluate(() => window.askfirst('page.view', { path: '/late' }));
    await one.evaluate(() => window.askfirst.flush());
    expect(paths().filter((path) => path === 'events')).toHaveLength(eventsBefore);
    await one.reload();
    await one.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect(await status(one)).toMatchObject({ decision: 'denied', effective: 'off' });
    // Both browsers named what they had sent, and the collector has none of it.
    await until(
      () => app.stored(),
      (count) => count === 0,
    );
  });

  it('P4 is told all the same where the disk takes no note of it', async () => {
    const context = await browserOf('harbour/ana');
    await context.addInitScript(() => {
      const { open: openDatabase } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (name, version) {
        if (name.startsWith('askfirst-answer')) throw new DOMException('full', 'QuotaExceededError');
        return openDatabase.call(this, name, version);
      };
    });
    const page = await open(app, context);
    await sayYes(page);
    await untilStanding(1);
    await press(page, 'Analytics choice');
    await press(page, 'Reject analytics');
    await untilStanding(0);
    expect((await status(page)).decision).toBe('denied');
  });

  it('P4 a no that waits to be told is told after this device has forgotten, and leaves nothing here', async () => {
    const context = await browserOf('harbour/ana');
    const page = await open(app, context);
    await sayYes(page);
    await untilStanding(1);
    await context.route('**/askfirst/preference', (route) => route.abort());
    await press(page, 'Analytics choice');
    await sayNo(page);
    // In a page of its own: where that no is still being shown, the view is drawn anew, and the second button goes with it.
    await page.reload();
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    await page.evaluate(() => window.askfirst.open('about'));
    await press(page, 'Forget this device');
    await press(page, 'Yes, forget this device');
    await until(
      () => status(page),
      ({ decision }) => decision === 'undecided',
    );
    await context.unroute('**/askfirst/preference');
    await page.reload();
    await untilStanding(0);
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    expect(await status(page)).toMatchObject({ decision: 'undecided', effective: 'buffering' });
  });

  it('P4 is told later where nobody answers now, and counts here at once', async () => {
    const context = await browserOf('harbour/ana');
    const page = await open(app, context);
    await sayYes(page);
    await untilStanding(1);
    await context.route('**/askfirst/preference', (route) => route.abort());
    await press(page, 'Analytics choice');
    await sayNo(page);
    expect(app.standing()).toBe(1);
    await context.unroute('**/askfirst/preference');
    await page.reload();
    await untilStanding(0);
  });
});

describe('P4: the organisation’s ceiling', () => {
  it('P4 stops everything, shows no banner, and touches nobody’s stored yes', async () => {
    const context = await browserOf('harbour/ana');
    const page = await open(app, context);
    await sayYes(page);
    await untilStored(app, page, 1);
    const toldBefore = app.told.length;

    app.claims.set('harbour', { ceiling: 'off' });
    await page.goto(`${app.url}/while-off`);
    expect(
      await until(
        () => status(page),
        ({ reason }) => reason === 'organisation-off',
      ),
    ).toMatchObject({
      decision: 'granted',
      effective: 'off',
    });
    await page.evaluate(() => window.askfirst('page.view', { path: '/off' }));
    const undecided = await open(app, await browserOf('harbour/rui'));
    expect(await status(undecided)).toMatchObject({ effective: 'off', reason: 'organisation-off' });
    expect(await undecided.getByRole('button').count()).toBe(0);
    expect(app.told).toHaveLength(toldBefore);
    expect(app.standing()).toBe(1);

    app.claims.delete('harbour');
    await app.moveBy(60_000);
    await page.goto(`${app.url}/on-again`);
    await until(
      () => app.stored('page.view'),
      (count) => count === 2,
    );
  });
});

describe('state per person', () => {
  it('P4 lets nothing cross when somebody else signs in: no decision, event, receipt or handle', async () => {
    const context = await browserOf('harbour/ana');
    const page = await open(app, context, '/of-ana');
    await sayYes(page);
    await untilStored(app, page, 1);
    const anaBefore = await readDevice(page);

    await app.signIn(context, 'harbour/rui');
    await page.goto(`${app.url}/of-rui`);
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    expect(await status(page)).toMatchObject({ decision: 'undecided', held: 0, effective: 'buffering' });
    await sayNo(page);

    await app.signIn(context, 'harbour/ana');
    await page.goto(`${app.url}/of-ana-again`);
    expect(await status(page)).toMatchObject({
      decision: 'granted',
      held: JSON.parse(anaBefore) && expect.any(Number),
    });
    await until(
      () => app.stored('page.view'),
      (count) => count === 2,
    );
    expect(app.standing()).toBe(1);
  });

  it('P4 destroys what waits undecided at sign-out, sign-in and change of person, in the page and across page loads', async () => {
    const context = await app.openBrowser();
    const spa = await open(app, context, '/spa');
    const [ana, rui] = [await app.token('harbour/ana'), await app.token('harbour/rui')];
    const identify = (token: string | null) => spa.evaluate((said) => window.askfirst.identify(said), token);
    const buffers = async () => {
      const names = await spa.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name));
      return names.filter((name) => name.startsWith('askfirst-buffer'));
    };
    for (const next of [rui, null]) {
      await identify(ana);
      await until(
        () => status(spa),
        ({ buffered }) => buffered > 0,
      );
      const [ofAna = ''] = await buffers();
      expect(ofAna).not.toBe('');
      await identify(next);
      expect(await buffers()).not.toContain(ofAna);
      await identify(null);
      expect(await buffers()).toEqual([]);
      expect(await spa.getByRole('button').count()).toBe(0);
    }
    await app.signIn(context, 'harbour/ana');
    await spa.goto(`${app.url}/secret-of-ana`);
    await until(
      () => status(spa),
      ({ buffered }) => buffered > 0,
    );
    await app.signIn(context, 'harbour/rui');
    await spa.goto(`${app.url}/of-rui`);
    await until(
      () => status(spa),
      ({ buffered }) => buffered > 0,
    );
    expect(await readDevice(spa)).not.toContain('secret-of-ana');
    expect(app.told).toEqual([]);
  });

  it('P4 ends the other tabs of whoever was there, undecided notes included', async () => {
    const context = await browserOf('harbour/ana');
    const stale = await open(app, context, '/tab-of-ana');
    await until(
      () => status(stale),
      ({ buffered }) => buffered > 0,
    );
    await app.signIn(context, 'harbour/rui');
    const fresh = await open(app, context, '/of-rui');
    await until(
      () => status(fresh),
      ({ buffered }) => buffered > 0,
    );
    await untilNobody(stale);
    expect(await readDevice(fresh)).not.toContain('tab-of-ana');
    expect(await stale.getByRole('button').count()).toBe(0);
  });

  it('P4 a tab open for days sends nothing on an old token, and with a fresh one learns of the no', async () => {
    const here = await browserOf('harbour/ana');
    const stale = await open(app, here);
    await sayYes(stale);
    await untilStored(app, stale, 1);
    const elsewhere = await open(app, await browserOf('harbour/ana'));
    await press(elsewhere, 'Reject analytics');
    await untilStanding(0);

    await app.moveBy(3 * 24 * HOUR_MS);
    await stale.evaluate(() => window.askfirst('page.view', { path: '/days-later' }));
    await stale.evaluate(() => window.askfirst.flush());
    expect(await app.stored('page.view')).toBe(1);
    await stale.evaluate((token) => window.askfirst.identify(token), await app.token('harbour/ana'));
    await until(
      () => status(stale),
      ({ reason }) => reason === 'no-standing-yes',
    );
    // What this browser had sent is erased, the no of the other one having taken its own along already.
    await until(
      () => app.stored(),
      (count) => count === 0,
    );
    expect(paths().filter((path) => path === 'withdraw').length).toBeGreaterThan(0);
    expect(await status(stale)).toMatchObject({ decision: 'denied', effective: 'off', buffered: 0 });
    await until(
      () => status(stale),
      ({ held }) => held === 0,
    );
    await stale.reload();
    await stale.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect(await status(stale)).toMatchObject({ decision: 'denied', effective: 'off', held: 0 });
    expect(await app.stored()).toBe(0);
  });
});
