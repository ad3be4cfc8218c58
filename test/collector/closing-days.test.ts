import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../collector/log.ts';
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

  it('closes what fell due while it was not running, told that the clock is right', async () => {
    const first = openCollector();
    await first.postEvents([pageView()]);
    await first.collector.close();
    const clock = { now: () => first.clock.nowMs + 10 * DAY_MS };
    const second = openCollector({ dataFolder: first.folder, clock, trustClock: true });
    await expect
      .poll(() => second.collector.store.readClosedDays(BASE, TODAY, TODAY), { timeout: 25_000 })
      .toEqual([TODAY]);
  });

  it('closes nothing while the clock is ahead of the time that passed, says so, and goes on when it is set right', async () => {
    const warnings: (LogFields | undefined)[] = [];
    const log = {
      info: () => undefined,
      warn: (_said: string, fields?: LogFields) => void warnings.push(fields),
      error: () => undefined,
    };
    let passedMs = 0;
    const wall = { nowMs: Date.parse(`${TODAY}T12:00:00Z`) };
    const clock = { now: () => wall.nowMs, steady: () => passedMs };
    const open = openCollector({ clock, log });
    const closed = () => open.collector.store.readClosedDays(BASE, '2026-11-01', '2026-12-31');
    await open.postEvents([pageView()]);

    wall.nowMs += 30 * DAY_MS;
    await open.collector.closeDays();
    expect(await closed()).toEqual([]);
    expect(warnings).toMatchObject([{ problem: expect.stringMatching(/^It is 720 hours ahead.*--trust-clock/) }]);

    wall.nowMs -= 30 * DAY_MS;
    await open.collector.closeDays();
    expect(warnings).toHaveLength(1);
    expect(await closed()).toEqual([]);

    // Time that really passes closes days as ever.
    wall.nowMs += 4 * DAY_MS;
    passedMs += 4 * DAY_MS;
    await open.collector.closeDays();
    expect(await closed()).toEqual([TODAY]);
    expect(warnings).toHaveLength(1);
  });

  it('believes a clock that jumped once it has run steadily for a day, and not a minute before', async () => {
    let passedMs = 0;
    const wall = { nowMs: Date.parse(`${TODAY}T12:00:00Z`) };
    const open = openCollector({ clock: { now: () => wall.nowMs, steady: () => passedMs } });
    const closed = () => open.collector.store.readClosedDays(BASE, '2026-11-01', '2026-12-31');
    const pass = (ms: number) => {
      wall.nowMs += ms;
      passedMs += ms;
    };
    await open.postEvents([pageView()]);
    wall.nowMs += 30 * DAY_MS;
    await open.collector.closeDays();
    pass(DAY_MS - 60_000);
    await open.collector.closeDays();
    expect(await closed()).toEqual([]);
    pass(60_000);
    await open.collector.closeDays();
    expect(await closed()).toEqual([TODAY]);
  });

  it('a second jump begins the wait anew', async () => {
    let passedMs = 0;
    const wall = { nowMs: Date.parse(`${TODAY}T12:00:00Z`) };
    const open = openCollector({ clock: { now: () => wall.nowMs, steady: () => passedMs } });
    await open.postEvents([pageView()]);
    for (let jumps = 0; jumps < 3; jumps++) {
      wall.nowMs += 30 * DAY_MS;
      passedMs += DAY_MS / 2;
      await open.collector.closeDays();
    }
    expect(await open.collector.store.readClosedDays(BASE, '2026-11-01', '2026-12-31')).toEqual([]);
  });

  it('after a stop of more than a day it waits, too, because nobody counted the time', async () => {
    const first = openCollector();
    await first.postEvents([pageView()]);
    await first.collector.close();
    const wall = { nowMs: first.clock.nowMs + 10 * DAY_MS };
    const second = openCollector({ dataFolder: first.folder, clock: { now: () => wall.nowMs } });
    const closed = () => second.collector.store.readClosedDays(BASE, TODAY, TODAY);
    await second.collector.closeDays();
    expect(await closed()).toEqual([]);
    wall.nowMs += DAY_MS;
    await second.collector.closeDays();
    expect(await closed()).toEqual([TODAY]);
  });

  it('after a stop of less than a day it goes on at once', async () => {
    const first = openCollector();
    await first.postEvents([pageView()]);
    first.clock.nowMs += 3 * DAY_MS;
    await first.collector.closeDays();
    await first.collector.close();
    const clock = { now: () => first.clock.nowMs + DAY_MS - 1 };
    const second = openCollector({ dataFolder: first.folder, clock });
    await second.collector.closeDays();
    expect(await second.collector.store.readClosedDays(BASE, TODAY, TODAY)).toEqual([TODAY]);
  });
});
