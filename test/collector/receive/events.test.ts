import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../../collector/store/store.ts';
import { StoreBusy, StoreUnavailable } from '../../../collector/store/store-errors.ts';
import type { EventsRequest, WireEvent } from '../../../contract/wire.ts';
import {
  batchOf,
  NOON_MS,
  type OpenCollector,
  openCollector,
  pageView,
  shareCollector,
  TODAY,
} from './open-collector.ts';
import { registryFixture } from './registry-fixture.ts';

const DAY_MS = 86_400_000;

describe('POST events', () => {
  it('P10 answers 202 for a batch once it is stored, with the time and the mark of a collector', async () => {
    const open = openCollector();
    const response = await open.post('events', batchOf([pageView({ first: true }), pageView()]));
    expect(response.status).toBe(202);
    expect(response.headers.get('Askfirst-Collector')).toBe('1');
    expect(await response.json()).toEqual({ stored: 2, dropped: [], now: NOON_MS });
    expect(await open.stored()).toEqual([{ metric: 'page.view', properties: { path: '/hats' }, count: 2, firsts: 1 }]);
  });

  it.each([
    ['cannot commit', new StoreUnavailable('disk I/O error'), 'storage-unavailable'],
    ['has too much to do', new StoreBusy(), 'overloaded'],
  ])('P10 answers 503 with Retry-After, never 202, where the store %s', async (_, failure, code) => {
    const openStore = (folder: string): Store => ({
      ...openSqliteStore({ folder }),
      append: () => Promise.reject(failure),
    });
    const response = await openCollector({ openStore }).post('events', batchOf([pageView()]));
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    const problem = (await response.json()) as { code: string };
    expect(problem.code).toBe(code);
    // What the engine said is for the log.
    expect(JSON.stringify(problem)).not.toContain('disk I/O');
  });

  it('T-31 counts 1 for a batch whose answer was lost and that is sent again', async () => {
    const open = openCollector();
    const batch = [pageView()];
    const lost = await open.postEvents(batch);
    const again = await open.postEvents(batch);
    expect([lost.stored, again.stored, again.dropped]).toEqual([1, 1, []]);
    expect(await open.stored()).toMatchObject([{ count: 1 }]);
  });

  it('T-101 counts an id once: twice in one batch, in another batch, after a restart', async () => {
    const first = openCollector();
    const event = pageView();
    expect(await first.postEvents([event, event, { ...event, first: true }])).toMatchObject({ stored: 1, dropped: [] });
    expect(await first.postEvents([event, pageView()])).toMatchObject({ stored: 2 });
    await first.collector.close();
    const second = openCollector({ dataFolder: first.folder });
    await second.postEvents([event]);
    expect(await second.stored()).toMatchObject([{ count: 2, firsts: 0 }]);
    // Long after, it is outside the window, so the day it names can close.
    second.clock.nowMs += 6 * DAY_MS;
    expect((await second.postEvents([event])).dropped).toEqual([{ id: event.id, reason: 'outside-clock-window' }]);
    expect(await second.stored()).toMatchObject([{ count: 2 }]);
  });

  it('T-93 stores 49 of 50 and answers for the one that is poison', async () => {
    const open = openCollector();
    for (const poison of [null, 7, 'x', [], {}, { ...pageView(), properties: { path: { deep: [] } } }]) {
      const events: unknown[] = Array.from({ length: 49 }, () => pageView());
      events.splice(20, 0, poison);
      const answer = await open.postEvents(events);
      expect(answer.stored).toBe(49);
      expect(answer.dropped).toMatchObject([{ reason: 'event-malformed' }]);
    }
    expect(await open.stored()).toMatchObject([{ count: 6 * 49 }]);
  });

  it('P11 answers for every id of a batch: stored, or dropped with a reason', async () => {
    const open = openCollector();
    const events = [pageView(), pageView({ metric: 'no.metric' }), pageView({ properties: {} })];
    const answer = await open.postEvents(events);
    expect(answer.stored).toBe(1);
    expect(answer.dropped).toEqual([
      { id: events[1]?.id, reason: 'not-in-registry' },
      { id: events[2]?.id, reason: 'property-not-allowed' },
    ]);
  });

  it('takes an empty batch', async () => {
    expect(await openCollector().postEvents([])).toEqual({ stored: 0, dropped: [], now: NOON_MS });
  });

  it('takes counts of what the device dropped, and only reasons of the closed list', async () => {
    const open = openCollector();
    await open.postEvents([], { drops: { 'buffer-full': 3 } });
    const response = await open.post('events', batchOf([], { drops: { bored: 1 } as never }));
    expect(response.status).toBe(400);
  });
});

describe('P6 the collector stores only reviewed, unexpired metrics in the scope agreed to', () => {
  const shared = shareCollector();
  const days = ['2026-11-18', '2026-11-20', TODAY, '2026-11-22'];
  const countStored = async (open: OpenCollector): Promise<number> => {
    const groups = await Promise.all(days.map((day) => open.stored(day)));
    return groups.flat().reduce((sum, group) => sum + group.count, 0);
  };
  /** What becomes of one event: `stored`, or the reason for which it was dropped. The store must agree. */
  const verdict = async (event: WireEvent, batch: Partial<EventsRequest> = {}, open = shared()): Promise<string> => {
    const before = await countStored(open);
    const answer = await open.postEvents([event], batch);
    expect((await countStored(open)) - before).toBe(answer.stored);
    return answer.stored === 1 ? 'stored' : (answer.dropped[0]?.reason ?? 'lost');
  };

  it('drops a metric that no registry holds, whatever its name', async () => {
    for (const metric of ['no.metric', '__proto__', 'constructor', 'toString', '']) {
      expect(await verdict(pageView({ metric }))).toBe('not-in-registry');
    }
  });

  it('drops a metric from the day on which it expires', async () => {
    expect(await verdict(pageView({ metric: 'old.metric', properties: {} }))).toBe('metric-expired');
  });

  it('drops a metric that came in after the scope the visitor agreed to', async () => {
    const search = pageView({ metric: 'shop.search', properties: { results: 3 } });
    expect(await verdict(search, { scope: 1 })).toBe('not-in-agreed-scope');
    expect(await verdict(search, { scope: 2 })).toBe('stored');
  });

  it('drops a metric of a purpose that was not granted', async () => {
    expect(await verdict(pageView(), { purposes: ['shop'] })).toBe('purpose-not-granted');
    expect(await verdict(pageView(), { purposes: [] })).toBe('purpose-not-granted');
  });

  it('drops a property that is not declared, is missing or has a value its type forbids', async () => {
    for (const properties of [
      {},
      { path: '/hats', visitor: 'ana' },
      { path: '/orders/123456' },
      { path: 'hats' },
      { path: 7 },
    ]) {
      expect(await verdict(pageView({ properties: properties as never }))).toBe('property-not-allowed');
    }
  });

  it('gives the reason that comes first in design 7', async () => {
    const everythingWrong = pageView({ metric: 'shop.search', properties: { results: 'x' }, day: '2020-01-01' });
    expect(await verdict(everythingWrong, { scope: 1, purposes: [] })).toBe('not-in-agreed-scope');
    expect(await verdict(everythingWrong, { purposes: [] })).toBe('purpose-not-granted');
    expect(await verdict(everythingWrong)).toBe('property-not-allowed');
  });

  it('refuses a batch whose scope was never released, and stores nothing of it', async () => {
    const open = openCollector();
    const response = await open.post('events', batchOf([pageView()], { scope: 3 }));
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'scope-unknown']);
    expect(await open.stored()).toEqual([]);
  });

  it('stops storing a metric as soon as the registry read again withholds it', async () => {
    let metrics = registryFixture().registry.metrics;
    const open = openCollector({
      readRegistry: () => ({ ...registryFixture(), registry: { ...registryFixture().registry, metrics } }),
    });
    expect((await open.postEvents([pageView()])).stored).toBe(1);
    metrics = {};
    open.collector.reload();
    expect((await open.postEvents([pageView()])).dropped).toMatchObject([{ reason: 'not-in-registry' }]);
  });

  it('accepts from 3 days back to 1 hour ahead, in the time zone of the site', async () => {
    const auckland = openCollector({ readRegistry: () => registryFixture({ timeZone: 'Pacific/Auckland' }) });
    // Noon in London is one in the morning of the next day in Auckland.
    expect(await verdict(pageView({ day: '2026-11-22' }), {}, auckland)).toBe('stored');
    expect(await verdict(pageView({ day: '2026-11-18' }), {}, auckland)).toBe('outside-clock-window');
    expect(await verdict(pageView({ day: '2026-11-22' }))).toBe('outside-clock-window');
    expect(await verdict(pageView({ day: '2026-11-18' }))).toBe('stored');
    expect(await verdict(pageView({ day: '2026-11-17' }))).toBe('outside-clock-window');
    expect(await verdict(pageView({ day: '2026-11-20' }))).toBe('stored');
  });

  it('accepts tomorrow in the last hour of today, and follows the clock', async () => {
    const open = openCollector();
    const tomorrow = () => pageView({ day: '2026-11-22' });
    open.clock.nowMs = Date.parse('2026-11-21T22:59:59.999Z');
    expect((await open.postEvents([tomorrow()])).stored).toBe(0);
    open.clock.nowMs = Date.parse('2026-11-21T23:00:00Z');
    expect((await open.postEvents([tomorrow()])).stored).toBe(1);
  });

  it('takes the hour only where the site keeps hours, and not from more than an hour ahead', async () => {
    const hours = openCollector({ readRegistry: () => registryFixture({ timePrecision: 'hour' }) });
    expect(await verdict(pageView({ hour: 11 }))).toBe('event-malformed');
    expect(await verdict(pageView({ hour: 13 }), {}, hours)).toBe('stored');
    expect(await verdict(pageView({ hour: 14 }), {}, hours)).toBe('outside-clock-window');
    expect(await verdict(pageView({ hour: 23, day: '2026-11-20' }), {}, hours)).toBe('stored');
    expect(await verdict(pageView({ hour: 24 }), {}, hours)).toBe('event-malformed');
  });

  it('P7 drops a session on a metric that was not reviewed for it', async () => {
    const session = { session: 'ab'.repeat(16), sequence: 0 };
    expect(await verdict(pageView(session))).toBe('event-malformed');
    expect(await verdict(pageView({ sequence: 4 }))).toBe('event-malformed');
    expect(await verdict(pageView({ metric: 'reader.path', ...session }))).toBe('stored');
  });

  it.each([
    ['an unknown field', { visitor: 'ana' }],
    ['an id in capitals', { id: 'AB'.repeat(16) }],
    ['a short id', { id: 'ab' }],
    ['no id', { id: undefined }],
    ['a day that is none', { day: '2026-02-30' }],
    ['a day with a time', { day: '2026-11-21T10:00:00Z' }],
    ['a first that is not true', { first: 1 }],
    ['a session of another shape', { session: 'me' }],
    ['a sequence below nought', { sequence: -1 }],
    ['properties that are a list', { properties: [] }],
    ['no properties', { properties: undefined }],
    ['a property without value', { properties: { path: null } }],
  ])('drops an event with %s as malformed', async (_, changes) => {
    expect(await verdict({ ...pageView(), ...changes } as never)).toBe('event-malformed');
  });

  it('drops an event that alone is larger than 4 KiB', async () => {
    const note = (length: number) =>
      pageView({ metric: 'note.left', properties: { note: 'x', rest: 'é'.repeat(length) } });
    expect(await verdict(note(2_100))).toBe('too-large');
    expect(await verdict(note(1_900))).toBe('property-not-allowed');
  });
});
