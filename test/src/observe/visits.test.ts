import { expect, it } from 'vitest';
import type { Database } from '../../../src/buffer/database.ts';
import type { Keeper } from '../../../src/decision/keeper.ts';
import type { Device } from '../../../src/device.ts';
import { createVisits } from '../../../src/observe/visits.ts';
import { siteOf } from '../site.ts';

/** As many turns of the event loop as the played answers can take, however long each takes; also stands in for listeners that nobody calls. */
const settled = async () => {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setTimeout(resolve));
};

/** Stored values by key: what outlives a page. */
type Disk = Map<IDBValidKey, unknown>;

/** A database of one store that answers as IndexedDB does, later. */
function playDatabase(disk: Disk): Database {
  const use = async (_mode: string, callback: (store: IDBObjectStore) => Promise<unknown>) => {
    const transaction: { oncomplete?: () => void } = {};
    const store = {
      transaction,
      get: (key: IDBValidKey) => {
        const request: { result: unknown; onsuccess?: () => void } = { result: disk.get(key) };
        setTimeout(() => request.onsuccess?.());
        return request;
      },
      put: (value: unknown, key: IDBValidKey) => {
        disk.set(key, value);
        setTimeout(() => transaction.oncomplete?.());
      },
    };
    return callback(store as unknown as IDBObjectStore);
  };
  // Only the ways that visits use are played.
  return { writing: use } as unknown as Database;
}

/** Half past nine in Lisbon. */
const NOW_MS = 1_795_683_600_000;

/** A page of an undecided visitor; `keep` says whether a row is kept before the page goes. */
function openPage(disk: Disk, keep: (metric: string) => boolean, nowMs = NOW_MS) {
  const told: { metric: string; id: string; path: unknown }[] = [];
  const { registry } = siteOf();
  const metrics = { ...registry.metrics, 'visit.start': registry.metrics['page.view'] };
  const site = siteOf({ registry: { ...registry, metrics } as typeof registry });
  const page = { document: { visibilityState: 'visible', addEventListener: settled, removeEventListener: settled } };
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const device = { site, page, random, now: () => nowMs, today: () => '2026-11-26' };
  const keeper = { guarded: (work: (standing: object) => unknown) => work({ effective: 'buffering' }) };
  const visits = createVisits(device as unknown as Device, {
    keeper: keeper as unknown as Keeper,
    database: playDatabase(disk),
    // A page that has gone never goes on with what it waited for.
    record: ({ metric, handle, recordedAtMs, properties }, token) => {
      told.push({ metric, id: `${handle} ${recordedAtMs} ${token}`, path: properties.entry });
      return keep(metric) ? Promise.resolve({ recorded: true }) : new Promise(() => undefined);
    },
  });
  return { told, link: visits.link, ...visits.observe() };
}

const metricsOf = (page: { told: readonly { metric: string }[] }) => page.told.map(({ metric }) => metric);

it('P11 tells on the next page what this one had no time to keep: the day, and the start with its own entry', async () => {
  const disk: Disk = new Map();
  openPage(disk, () => false).onPageView('/first');
  await settled();
  const next = openPage(disk, () => true, NOW_MS + 1_000);
  next.onPageView('/goods');
  await settled();
  expect(metricsOf(next)).toEqual(['visit.day', 'visit.start']);
  expect(next.told[1]?.path).toBe('/first');
  const third = openPage(disk, () => true, NOW_MS + 2_000);
  third.onPageView('/more');
  await settled();
  expect(third.told).toEqual([]);
});

it('P10 what two pages tell is one event: same handle, same time, same token', async () => {
  const disk: Disk = new Map();
  const first = openPage(disk, () => false);
  first.onPageView('/first');
  await settled();
  const second = openPage(disk, () => true, NOW_MS + 1);
  second.onPageView('/second');
  await settled();
  const ids = [...first.told, ...second.told].map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});

it('tells a day and a start once, however many pages are shown', async () => {
  const disk: Disk = new Map();
  const first = openPage(disk, () => true);
  first.onPageView('/');
  first.onPageView('/guide');
  await settled();
  const next = openPage(disk, () => true);
  next.onPageView('/goods');
  await settled();
  const ids = [...first.told, ...next.told].map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
  expect(metricsOf(next)).toEqual([]);
});

it('a visit that ended leaves what it had not told to the next one', async () => {
  const disk: Disk = new Map();
  openPage(disk, () => false).onPageView('/first');
  await settled();
  const next = openPage(disk, () => true, NOW_MS + 60 * 60_000);
  next.onPageView('/back');
  await settled();
  expect(next.told.map(({ metric, path }) => [metric, path])).toEqual([
    ['visit.day', undefined],
    ['visit.start', '/first'],
    ['visit.start', '/back'],
  ]);
});

it('P7 events that may be joined get the session of their visit and a number each, in all pages; the next visit has another', async () => {
  const disk: Disk = new Map();
  const first = openPage(disk, () => true);
  const before = await first.link();
  first.onPageView('/first');
  await settled();
  const after = await openPage(disk, () => true, NOW_MS + 1_000).link();
  const later = await openPage(disk, () => true, NOW_MS + 60 * 60_000).link();
  expect(before).toEqual({ session: expect.stringMatching(/^[0-9a-f]{32}$/), sequence: 0 });
  expect(after).toEqual({ session: before?.session, sequence: 1 });
  expect(later?.sequence).toBe(0);
  expect(later?.session).not.toBe(before?.session);
  // An event before the page view does not take its start away.
  expect(metricsOf(first)).toEqual(['visit.day', 'visit.start']);
});
