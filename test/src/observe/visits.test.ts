import { expect, it } from 'vitest';
import type { Database } from '../../../src/buffer/database.ts';
import type { Keeper } from '../../../src/decision/keeper.ts';
import type { Device } from '../../../src/device.ts';
import { observeVisits } from '../../../src/observe/visits.ts';

/** Long enough for every played answer; also stands in for listeners that nobody calls. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

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

/** A page of an undecided visitor; `keep` says whether a row is kept before the page goes. */
function openPage(disk: Disk, keep: (metric: string) => boolean) {
  const told: string[] = [];
  const site = { buffer: 'indexeddb', registry: { metrics: {} } };
  const page = { document: { visibilityState: 'visible', addEventListener: settled, removeEventListener: settled } };
  const device = { site, page, now: () => 1_795_683_600_000, today: () => '2026-11-26' };
  const keeper = { guarded: (work: (standing: object) => unknown) => work({ effective: 'buffering' }) };
  const visits = observeVisits(device as unknown as Device, {
    keeper: keeper as unknown as Keeper,
    database: playDatabase(disk),
    // A page that has gone never goes on with what it waited for.
    report: (metric) => {
      if (!keep(metric)) return new Promise(() => undefined);
      told.push(metric);
      return Promise.resolve();
    },
  });
  return { told, ...visits };
}

it('P11 tells the day again on the next page if this one went before the day was kept', async () => {
  const disk: Disk = new Map();
  openPage(disk, (metric) => metric !== 'visit.day').onPageView('/');
  await settled();
  const next = openPage(disk, () => true);
  next.onPageView('/goods');
  await settled();
  expect(next.told).toEqual(['visit.day']);
});

it('tells a day once, however many pages are shown', async () => {
  const disk: Disk = new Map();
  const first = openPage(disk, () => true);
  first.onPageView('/');
  first.onPageView('/guide');
  await settled();
  const next = openPage(disk, () => true);
  next.onPageView('/goods');
  await settled();
  expect([...first.told, ...next.told].filter((metric) => metric === 'visit.day')).toHaveLength(1);
});
