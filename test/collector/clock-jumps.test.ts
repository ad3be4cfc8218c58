import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { SiteTexts } from '../../contract/texts.ts';
import { BASE, openCollector, pageView } from './receive/open-collector.ts';
import { registryFixture } from './receive/registry-fixture.ts';

// Some two hundred commits.
vi.setConfig({ testTimeout: 120_000 });

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const FIRST_DAY_MS = Date.parse('2026-11-21T00:00:00Z');
const NIGHTS = 11;
/** Around midnight, where an hour makes another day of it, and once at noon. */
const HOURS = [12, 22.5, 23.5, 24.5, 25.5];
/** By how much the clock is wrong, one after the other: it jumps by an hour, and by two. */
const WRONG_BY_MS = [0, 1, 0, -1, 1, -1, 0, -1].map((hours) => hours * HOUR_MS);
/** A day closes when the three days have ended in which its events may come. */
const closesAfter = (day: string) => Date.parse(day) + 4 * DAY_MS;
/** The least that any row is kept. */
const goesAfter = (day: string) => Date.parse(day) + 6 * DAY_MS;

const toDay = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);

/** Rows may go as soon as any may. */
function readRegistry() {
  const loaded = registryFixture();
  const metrics = Object.entries(loaded.metrics).map(([name, metric]) => [
    name,
    { ...metric, definition: { ...metric.definition, retentionDays: 1 } },
  ]);
  return { ...loaded, metrics: Object.fromEntries(metrics) };
}

describe('T-104 a clock that jumps by an hour, forth and back', () => {
  it('gives no id twice, closes nothing early, removes nothing early, and every count is right', async () => {
    const clock = { nowMs: FIRST_DAY_MS, trueMs: FIRST_DAY_MS, now: () => clock.nowMs, steady: () => clock.trueMs };
    const open = openCollector({ clock, readRegistry });
    const { store } = open.collector;
    const { notice } = (await (await open.get('texts/en.json')).json()) as SiteTexts;
    const [taken, recordIds] = [new Map<string, number>(), new Set<string>()];
    const openDays = () => store.readDaysWithEvents(BASE, '2026-11-01', '2026-12-31');
    const closedDays = () => store.readClosedDays(BASE, '2026-11-01', '2026-12-31');
    let moments = 0;

    for (let night = 0; night < NIGHTS; night++) {
      for (const hour of HOURS) {
        clock.trueMs = FIRST_DAY_MS + night * DAY_MS + hour * HOUR_MS;
        clock.nowMs = clock.trueMs + (WRONG_BY_MS[moments++ % WRONG_BY_MS.length] ?? 0);
        // Pages go by the collector's clock, wrong as it may be.
        const day = toDay(clock.nowMs);
        const { stored } = await open.postEvents([1, 2, 3].map(() => pageView({ day, first: true })));
        taken.set(day, (taken.get(day) ?? 0) + stored);
        const receiptKey = randomBytes(32).toString('base64url');
        const consent = { version: 1, purposes: ['improve'], scope: 2, notice, language: 'en', method: 'banner' };
        expect((await open.post('consent', { ...consent, includesEarlier: false, receiptKey })).status).toBe(201);
        for (const { recordId } of await store.readConsents(BASE, receiptKey)) recordIds.add(recordId);

        await open.collector.closeDays();
        // An hour is what a clock may be set by without a doubt, so that nothing is earlier than that.
        const latestMs = clock.trueMs + HOUR_MS;
        expect((await closedDays()).filter((one) => closesAfter(one) > latestMs)).toEqual([]);
        const kept = await openDays();
        expect([...taken.keys()].filter((one) => !kept.includes(one) && goesAfter(one) > latestMs)).toEqual([]);
      }
    }

    expect(recordIds.size).toBe(moments);
    // All that was offered was taken: its day was never closed or over.
    expect([...taken.values()].reduce((sum, count) => sum + count, 0)).toBe(3 * moments);
    // The clock is right again, and what is due has been done: closed, published to the last event, and gone.
    clock.nowMs = clock.trueMs;
    await open.collector.closeDays();
    const [closed, kept] = [await closedDays(), await openDays()];
    const days = [...taken.keys()].sort();
    expect(closed).toEqual(days.filter((day) => closesAfter(day) <= clock.trueMs));
    expect(kept).toEqual(days.filter((day) => goesAfter(day) > clock.trueMs));
    expect(closed.length).toBeGreaterThan(5);
    expect(days.length - kept.length).toBeGreaterThan(3);
    for (const day of closed) {
      const count = taken.get(day) ?? 0;
      const cell = { day, metric: 'page.view', value: '/hats', count, firsts: count };
      expect([day, await store.readCells(BASE, 'page.view', day, day)]).toEqual([day, [cell]]);
    }
  });
});
