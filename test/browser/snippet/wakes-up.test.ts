import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import { accept, status, until, untilBuffered, untilPosted, visit } from './visitor.ts';
import { siteConfiguration } from './wire-server.ts';

prepareStage();

const counted = () =>
  wire.uniqueEvents().flatMap(({ metric, properties }) => (metric === 'test.count' ? [properties.items] : []));

/** A visitor who said yes, whose first events have arrived. */
async function collecting(): Promise<Page> {
  const page = await visit(context, wire);
  await untilBuffered(page, 3);
  await accept(page);
  await untilPosted(wire, 3);
  await untilBuffered(page, 0);
  return page;
}

describe('storage that comes back', () => {
  it('T-07 hidden so long that its connections are lost, it keeps the first event after it is shown again', async () => {
    const page = await collecting();
    await page.evaluate(() => {
      // As iOS does: every connection of before is dead, and only its first use tells.
      const dead = new WeakSet<IDBDatabase>();
      const { transaction } = IDBDatabase.prototype;
      const { open } = IDBFactory.prototype;
      const born = new WeakSet<IDBDatabase>();
      IDBFactory.prototype.open = function (...given) {
        const request = open.apply(this, given);
        request.addEventListener('success', () => born.add(request.result));
        return request;
      };
      IDBDatabase.prototype.transaction = function (...given) {
        if (!born.has(this)) {
          dead.add(this);
          throw new DOMException('The database connection is closing.', 'InvalidStateError');
        }
        return transaction.apply(this, given);
      };
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'visible' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(await page.evaluate(() => window.askfirst('test.count', { items: 7 }))).toEqual({ recorded: true });
    await until(counted, (items) => items.includes(7));
    await untilBuffered(page, 0);
    expect(await status(page)).toMatchObject({ storage: 'indexeddb', dropped: {} });
  });

  const findFull = (page: Page) =>
    page.addInitScript(`if (location.pathname === '/full') {
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (name, ...more) {
        if (!name.startsWith('askfirst-buffer')) return open.call(this, name, ...more);
        throw new DOMException('full', 'QuotaExceededError');
      };
    }`);

  it('T-09 P11 the very first event that meets a disk too full to open is kept in memory', async () => {
    await collecting();
    // Nothing else has met it before: this page observes nothing and sends nothing by itself.
    wire.tag = '<script defer src="/askfirst/askfirst.js" data-manual></script>';
    const full = await visit(context, wire, '/full', findFull);
    expect(await full.evaluate(() => window.askfirst('test.count', { items: 1 }))).toEqual({ recorded: true });
    expect(await status(full)).toMatchObject({ storage: 'memory', buffered: 1, dropped: {} });
  });

  it('T-09 a disk that says it is full while one page opens its database is asked again by the next page', async () => {
    await collecting();
    const full = await visit(context, wire, '/full', findFull);
    expect(await full.evaluate(() => window.askfirst('test.count', { items: 1 }))).toEqual({ recorded: true });
    // Nothing was lost over it, the page's own first event no more than ours.
    expect(await status(full)).toMatchObject({ storage: 'memory', dropped: {} });
    await full.goto(`${wire.url}/next`);
    await full.waitForFunction(() => typeof window.askfirst?.status === 'function');
    expect(await full.evaluate(() => window.askfirst('test.count', { items: 2 }))).toEqual({ recorded: true });
    await until(counted, (items) => items.includes(2));
    expect((await status(full)).storage).toBe('indexeddb');
  });
});

describe('metrics reviewed with linkage session', () => {
  it('P7 carry the session of the visit and a number, across pages and tabs; all others carry neither', async () => {
    const site = siteConfiguration() as { registry: { metrics: Record<string, object> } };
    const { metrics } = site.registry;
    metrics['test.count'] = { ...metrics['test.count'], linkage: 'session' };
    wire.site = { ...site };
    const page = await collecting();
    await page.evaluate(() => window.askfirst('test.count', { items: 0 }));
    await page.goto(`${wire.url}/second`);
    await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
    await page.evaluate(() => window.askfirst('test.count', { items: 1 }));
    const tab = await visit(context, wire, '/tab');
    await tab.evaluate(() => window.askfirst('test.count', { items: 2 }));
    await until(counted, (items) => items.length === 3);
    const joined = wire.uniqueEvents().map((event) => {
      const { metric, session, sequence } = event as typeof event & { session?: string; sequence?: number };
      return { metric, session, sequence };
    });
    const mine = joined.filter(({ metric }) => metric === 'test.count');
    expect(mine.map(({ sequence }) => sequence).sort()).toEqual([0, 1, 2]);
    expect(new Set(mine.map(({ session }) => session)).size).toBe(1);
    expect(mine[0]?.session).toMatch(/^[0-9a-f]{32}$/);
    for (const { metric, session, sequence } of joined)
      if (metric !== 'test.count') expect([metric, session, sequence]).toEqual([metric, undefined, undefined]);
  });
});
