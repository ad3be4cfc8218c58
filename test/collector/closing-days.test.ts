import { describe, expect, it } from 'vitest';
import { BASE, openCollector, pageView, TODAY } from './receive/open-collector.ts';

const DAY_MS = 86_400_000;

describe('closing days in a running collector', () => {
  it('publishes the cells of a day three days after it ends, once, and takes nothing for it afterwards', async () => {
    const open = openCollector();
    const { store } = open.collector;
    await open.postEvents(Array.from({ length: 12 }, () => pageView({ first: true })));
    const closed = () => store.readClosedDays(BASE, '2026-11-01', '2026-11-30');

    open.clock.nowMs = Date.parse(`${TODAY}T23:59:59Z`) + 3 * DAY_MS;
    await open.collector.closeDays();
    expect(await closed()).toEqual([]);
    // The last moment at which an event of that day is still taken.
    expect((await open.postEvents([pageView({ first: true })])).stored).toBe(1);

    open.clock.nowMs += 1_000;
    await open.collector.closeDays();
    expect(await closed()).toEqual([TODAY]);
    expect(await store.readCells(BASE, 'page.view', TODAY, TODAY)).toEqual([
      { day: TODAY, metric: 'page.view', value: '/hats', count: 13, firsts: 13 },
    ]);

    await open.collector.closeDays();
    expect((await open.postEvents([pageView()])).dropped).toMatchObject([{ reason: 'outside-clock-window' }]);
    // Nor by a clock that jumps back.
    open.clock.nowMs -= 2 * DAY_MS;
    expect((await open.postEvents([pageView()])).dropped).toMatchObject([{ reason: 'outside-clock-window' }]);
  });

  it('closes what fell due while it was not running', async () => {
    const first = openCollector();
    await first.postEvents([pageView()]);
    await first.collector.close();
    const clock = { now: () => first.clock.nowMs + 10 * DAY_MS };
    const second = openCollector({ dataFolder: first.folder, clock });
    await expect
      .poll(() => second.collector.store.readClosedDays(BASE, TODAY, TODAY), { timeout: 25_000 })
      .toEqual([TODAY]);
  });
});
