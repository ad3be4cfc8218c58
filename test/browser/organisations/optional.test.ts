/** Where signing in is optional one browser is two visitors: whoever has not signed in, and each person who has. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChromium } from '../snippet/chromium.ts';
import { status, until } from '../snippet/visitor.ts';
import { type App, open, openApp, sayNo, sayYes, untilStored } from './app.ts';

let browser: Browser;
let app: App;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  app = await openApp(browser, 'optional');
  context = await app.openBrowser();
});
afterEach(() => app.close());

async function goAs(page: Page, who: string | undefined, path: string): Promise<void> {
  await app.signIn(context, who);
  await page.goto(app.url + path);
}
const batches = () =>
  app.told
    .filter(({ path }) => path === 'events')
    // The snippet's own body.
    .map(
      ({ body }) => JSON.parse(body) as { pass?: string; events: { metric: string; properties: { path?: string } }[] },
    );
const pathsSent = (isAnonymous: boolean) =>
  batches()
    .filter(({ pass }) => (pass === undefined) === isAnonymous)
    .flatMap(({ events }) =>
      events.flatMap(({ metric, properties }) => (metric === 'page.view' ? [properties.path] : [])),
    );

describe('subjects: optional', () => {
  it('P4 lets the yes of whoever has not signed in grant nothing of a person, whose no takes nothing of theirs', async () => {
    const page = await open(app, context, '/anonymous');
    await sayYes(page);
    await untilStored(app, page, 1);
    expect(app.told.map(({ path }) => path)).toEqual(['consent', 'events']);

    await goAs(page, 'harbour/ana', '/of-ana');
    await page.getByRole('button', { name: 'Reject in this browser' }).waitFor();
    expect(await status(page)).toMatchObject({ decision: 'undecided', effective: 'buffering', held: 0 });
    await sayNo(page);
    await page.goto(`${app.url}/of-ana-again`);
    expect(await status(page)).toMatchObject({ decision: 'denied', effective: 'off', held: 0 });

    await goAs(page, undefined, '/anonymous-again');
    expect(await status(page)).toMatchObject({ decision: 'granted', effective: 'collecting' });
    await untilStored(app, page, 2);
    expect(app.standing()).toBe(0);
    expect(pathsSent(true)).toEqual(['/anonymous', '/anonymous-again']);
    expect(pathsSent(false)).toEqual([]);
  });

  it('P4 lets a person’s yes grant nothing of whoever has not signed in, whose no takes nothing of theirs', async () => {
    const page = await open(app, context, '/anonymous');
    // Two answers: in this browser is all there is for somebody without a name.
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    expect(await page.getByRole('button', { name: 'Reject in this browser' }).count()).toBe(0);
    await sayNo(page);
    expect(app.told).toEqual([]);

    await goAs(page, 'harbour/ana', '/of-ana');
    await page.getByRole('button', { name: 'Accept analytics' }).waitFor();
    expect((await status(page)).decision).toBe('undecided');
    await sayYes(page);
    await untilStored(app, page, 1);
    expect(app.standing()).toBe(1);

    await goAs(page, undefined, '/anonymous-again');
    expect(await status(page)).toMatchObject({ decision: 'denied', effective: 'off', held: 0 });
    expect(await page.evaluate(() => window.askfirst('page.view', { path: '/late' }))).toEqual({ dropped: 'denied' });
    await goAs(page, 'harbour/ana', '/of-ana-again');
    await untilStored(app, page, 2);
    expect(app.standing()).toBe(1);
    expect(pathsSent(true)).toEqual([]);
    expect(pathsSent(false)).toEqual(['/of-ana', '/of-ana-again']);
  });

  it('P4 destroys what one of the two has left undecided before the other begins', async () => {
    const page = await open(app, context, '/anonymous');
    const waitingPaths = () =>
      until(
        async () =>
          (await page.evaluate(() => window.askfirst.buffered())).flatMap(({ event }) =>
            event.metric === 'page.view' ? [event.properties.path] : [],
          ),
        ({ length }) => length > 0,
      );
    expect(await waitingPaths()).toEqual(['/anonymous']);
    await goAs(page, 'harbour/ana', '/of-ana');
    expect(await waitingPaths()).toEqual(['/of-ana']);
    await goAs(page, undefined, '/anonymous-again');
    expect(await waitingPaths()).toEqual(['/anonymous-again']);
    expect(app.told).toEqual([]);
  });
});
