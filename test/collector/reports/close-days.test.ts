import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDueDays } from '../../../collector/reports/close-days.ts';
import { createStandingClock, type FilledStore, LOCAL_SITE, METRICS, openFilledStore, SITE } from './filled-store.ts';

const configuration = { kThreshold: 10, timeZone: 'Europe/Lisbon', development: true };
const clock = createStandingClock('2026-11-05');
let filled: FilledStore;
const close = (site = SITE, metrics: Parameters<typeof closeDueDays>[0]['metrics'] = METRICS) =>
  closeDueDays({ store: filled.store, configuration, metrics, clock, site });

beforeEach(() => {
  filled = openFilledStore();
  clock.set('2026-11-05');
});
afterEach(() => filled.dispose());

describe('closing days', () => {
  it('closes a day three days after it has ended, not earlier', async () => {
    await filled.add(SITE, [{ day: '2026-11-02', browsers: 12, path: '/' }]);
    expect(await close()).toEqual([]);
    clock.set('2026-11-06');
    expect(await close()).toEqual(['2026-11-02']);
    expect(await filled.store.readCells(SITE, 'page.view', '2026-11-01', '2026-11-30')).toEqual([
      { day: '2026-11-02', metric: 'page.view', value: '/', count: 12, firsts: 12 },
    ]);
  });

  it('goes by midnight at the site, not in Greenwich', async () => {
    await filled.add(SITE, [{ day: '2026-11-02', browsers: 12, path: '/' }]);
    const at = (instant: string) => ({ now: () => Date.parse(instant) });
    const parts = { store: filled.store, metrics: METRICS, site: SITE };
    const tokyo = { ...configuration, timeZone: 'Asia/Tokyo' };
    expect(await closeDueDays({ ...parts, configuration: tokyo, clock: at('2026-11-05T14:59:59Z') })).toEqual([]);
    expect(await closeDueDays({ ...parts, configuration: tokyo, clock: at('2026-11-05T15:00:00Z') })).toEqual([
      '2026-11-02',
    ]);
  });

  it('closes several days when it is called late, and each only once', async () => {
    await filled.add(SITE, [
      { day: '2026-11-01', browsers: 12, path: '/' },
      { day: '2026-11-02', browsers: 3, path: '/' },
      { day: '2026-11-04', browsers: 20, path: '/' },
    ]);
    clock.set('2026-11-20');
    expect(await close()).toEqual(['2026-11-01', '2026-11-02', '2026-11-04']);
    expect(await close()).toEqual([]);
  });

  it('leaves a closed day as it is when a row of it turns up later', async () => {
    await filled.add(SITE, [{ day: '2026-11-01', browsers: 12, path: '/' }]);
    clock.set('2026-11-20');
    await close();
    const before = await filled.store.readCells(SITE, 'page.view', '2026-11-01', '2026-11-01');
    await filled.add(SITE, [{ day: '2026-11-01', browsers: 30, path: '/late' }]);
    expect(await close()).toEqual([]);
    expect(await filled.store.readCells(SITE, 'page.view', '2026-11-01', '2026-11-01')).toEqual(before);
  });

  it("publishes nothing for a development site: its reports are worked out live, and a day's cells are final", async () => {
    await filled.add(LOCAL_SITE, [{ day: '2026-11-01', browsers: 1, path: '/' }]);
    clock.set('2026-11-20');
    expect(await close(LOCAL_SITE)).toEqual([]);
    expect(await filled.store.readCells(LOCAL_SITE, 'page.view', '2026-11-01', '2026-11-01')).toEqual([]);
  });

  it('P7 waits with a day that has rows of a metric whose definition is in doubt', async () => {
    await filled.add(SITE, [{ day: '2026-11-01', browsers: 12, path: '/' }]);
    clock.set('2026-11-20');
    expect(await close(SITE, { 'visit.day': {} })).toEqual([]);
    expect(await close()).toEqual(['2026-11-01']);
  });
});
