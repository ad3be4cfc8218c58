import { afterEach, describe, expect, it } from 'vitest';
import { BASE, openCollector, pageView, TODAY } from './receive/open-collector.ts';
import { registryFixture } from './receive/registry-fixture.ts';

const TOKEN = 'a-token-of-many-more-characters-than-needed';

describe('P11 what was dropped', () => {
  it('is counted by day, site and reason: what browsers report and what is refused here', async () => {
    const open = openCollector();
    await open.postEvents([pageView(), pageView({ metric: 'no.such' })], { drops: { 'buffer-full': 4, forgotten: 1 } });
    await open.postEvents([pageView({ metric: 'no.such' })], { drops: { 'buffer-full': 2 } });
    // Nothing to store beside the counts.
    await open.postEvents([], { drops: { 'row-unreadable': 1 } });
    expect(await open.collector.store.readDrops(BASE, TODAY, TODAY)).toEqual([
      { day: TODAY, reason: 'buffer-full', count: 6 },
      { day: TODAY, reason: 'forgotten', count: 1 },
      { day: TODAY, reason: 'not-in-registry', count: 2 },
      { day: TODAY, reason: 'row-unreadable', count: 1 },
    ]);
    expect(await open.collector.store.readDrops('https://forge.example/askfirst', TODAY, TODAY)).toEqual([]);
  });

  it('counts what comes for a day that is closed, and what was erased', async () => {
    const open = openCollector();
    await open.collector.store.closeDay(BASE, TODAY, []);
    await open.postEvents([pageView(), pageView()]);
    expect(await open.collector.store.readDrops(BASE, TODAY, TODAY)).toEqual([
      { day: TODAY, reason: 'outside-clock-window', count: 2 },
    ]);
  });

  it('is counted on the day on which we learn of it, and no batch can count for thousands of browsers', async () => {
    const open = openCollector();
    await open.postEvents([pageView({ day: '2026-11-19', metric: 'no.such' })], {
      drops: { 'too-old': Number.MAX_SAFE_INTEGER, inert: 0 },
    });
    expect(await open.collector.store.readDrops(BASE, '2026-11-01', '2026-11-30')).toEqual([
      { day: TODAY, reason: 'not-in-registry', count: 1 },
      { day: TODAY, reason: 'too-old', count: 10_000 },
    ]);
  });

  it('is not counted when the batch was not stored', async () => {
    const open = openCollector();
    const body = { version: 1, scope: 99, purposes: [], events: [], drops: { 'buffer-full': 1 } };
    expect((await open.post('events', body)).status).toBe(409);
    expect(await open.collector.store.readDrops(BASE, TODAY, TODAY)).toEqual([]);
  });
});

describe('the report on drops', () => {
  let close: (() => Promise<void>) | undefined;
  afterEach(() => close?.());

  /** A live site, where small numbers are hidden. */
  function openLive() {
    const readRegistry = () => registryFixture({ sites: ['https://shop.example/askfirst'], kThreshold: 10 });
    const open = openCollector({ readRegistry, adminToken: TOKEN });
    const read = async (query: string) => {
      const request = new Request(`http://localhost:4101/reports/drops${query}`, {
        headers: { Authorization: `Bearer ${TOKEN}` },
      });
      return (await open.collector.admin.fetch(request)).json() as Promise<{
        rows: { value: string }[];
        total: number;
      }>;
    };
    return { open, read };
  }

  it('P7 rounds each day down, so that no small count and no two like counts show one browser', async () => {
    const { open, read } = openLive();
    const { store } = open.collector;
    const site = 'https://shop.example/askfirst';
    // One browser with 37 of two reasons, and days with fewer than ten.
    await store.append(site, [], { day: '2026-11-19', counts: { 'buffer-full': 37, 'too-old': 37, forgotten: 9 } });
    await store.append(site, [], { day: '2026-11-20', counts: { 'buffer-full': 5, forgotten: 9 } });
    const report = await read('?from=2026-11-19&to=2026-11-20');
    expect(report.total).toBe(60);
    expect(report.rows.slice(0, 2)).toEqual([
      { value: 'buffer-full', count: 30, atLeast: true },
      { value: 'too-old', count: 30, atLeast: true },
    ]);
    // Nine and none look the same, two days of nine as well, and every reason is listed.
    expect(report.rows.find(({ value }) => value === 'forgotten')).toEqual({
      value: 'forgotten',
      count: 0,
      tooFew: true,
    });
    expect(report.rows.find(({ value }) => value === 'erased')).toEqual({ value: 'erased', count: 0, tooFew: true });
    // What two ranges differ by is what a day shows, and no more.
    const first = await read('?from=2026-11-19&to=2026-11-19');
    expect(first.rows).toEqual(report.rows);
  });

  it('P7 keeps no trace of which reasons came together in one batch', async () => {
    const together = openCollector();
    await together.postEvents([], { drops: { 'buffer-full': 12, forgotten: 3 } });
    await together.postEvents([], { drops: { 'too-old': 20 } });
    const apart = openCollector();
    await apart.postEvents([], { drops: { 'too-old': 20, forgotten: 3 } });
    await apart.postEvents([], { drops: { 'buffer-full': 12 } });
    const read = (open: typeof together) => open.collector.store.readDrops(BASE, TODAY, TODAY);
    expect(await read(together)).toEqual(await read(apart));
  });
});
