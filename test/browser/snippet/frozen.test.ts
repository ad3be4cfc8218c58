import { describe, expect, it } from 'vitest';
import { browser, preparePuppeteerStage, wire } from './stage-by-puppeteer.ts';
import { until } from './visitor.ts';
import { storedAnswer } from './wire-server.ts';

/** Playwright keeps every page visible, and a visible page is never frozen; so this browser is led by Puppeteer. */
preparePuppeteerStage();

const counted = () =>
  wire.uniqueEvents().flatMap(({ metric, properties }) => (metric === 'test.count' ? [properties.items] : []));

/** A page of the shop in which the snippet runs. */
async function open(path: string) {
  const page = await browser.newPage();
  await page.goto(wire.url + path);
  await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
  return page;
}

describe('a tab that the browser freezes', () => {
  it('T-43 in the middle of a batch it is overtaken within 20 s, and repeats nothing when it thaws', {
    timeout: 120_000,
  }, async () => {
    const frozen = await open('/');
    await frozen.waitForSelector('#accept');
    await frozen.click('#accept');
    await until(
      () => frozen.evaluate(() => window.askfirst.status()),
      ({ decision, buffered }) => decision === 'granted' && buffered === 0,
    );
    let answer: (() => void) | undefined;
    const asked = new Promise<void>((asks) => {
      wire.onEvents = async (body) => {
        wire.onEvents = storedAnswer;
        asks();
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return storedAnswer(body);
      };
    });
    await frozen.evaluate(() => {
      setInterval(() => localStorage.setItem('tick', String(performance.now())), 50);
      document.addEventListener('freeze', () => localStorage.setItem('isFrozen', 'yes'));
      void window.askfirst('test.count', { items: 1 });
    });
    await asked;
    const other = await open('/other');
    const tick = () => other.evaluate(() => localStorage.getItem('tick'));
    // The browser freezes no page before it has heard that it is hidden.
    await frozen.waitForFunction(() => document.visibilityState === 'hidden', { polling: 50 });
    const devTools = await frozen.createCDPSession();
    await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await until(() => other.evaluate(() => localStorage.getItem('isFrozen')), Boolean);
    const standing = await tick();
    const frozenAtMs = Date.now();
    answer?.();
    await other.evaluate(() => window.askfirst('test.count', { items: 2 }));
    await until(counted, (items) => items.includes(2));
    // 19 s by design (src/send/sender.ts), and what a busy machine adds.
    expect(Date.now() - frozenAtMs).toBeLessThan(24_000);
    // It really stood still all the time.
    expect(await tick()).toBe(standing);
    await devTools.send('Page.setWebLifecycleState', { state: 'active' });
    await until(
      () => frozen.evaluate(() => window.askfirst.status()),
      ({ buffered }) => buffered === 0,
    );
    expect(counted().sort()).toEqual([1, 2]);
    expect((await frozen.evaluate(() => window.askfirst.status())).dropped).toEqual({});
  });
});
