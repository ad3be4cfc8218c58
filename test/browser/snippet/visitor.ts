/** A person at a browser, for tests: opens pages, answers the question, and reads what the device holds as any script can. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Askfirst, Decided, Status } from '../../../src/api.ts';
import type { WireServer } from './wire-server.ts';

declare global {
  interface Window {
    askfirst: Askfirst;
    lastDecided?: Decided;
  }
}

/** Opens a page in a browser profile of its own and waits until the snippet runs. */
export async function visit(
  browser: Browser | BrowserContext,
  wire: WireServer,
  path = '/',
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = await browser.newPage();
  await prepare?.(page);
  await page.goto(wire.url + path);
  await page.waitForFunction(() => typeof window.askfirst?.status === 'function');
  return page;
}

/** What the page is told. */
export const status = (page: Page): Promise<Status> => page.evaluate(() => window.askfirst.status());

/** Waits until something is so; the last value is in the failure. */
export async function until<Value>(
  read: () => Promise<Value> | Value,
  isSo: (value: Value) => boolean,
): Promise<Value> {
  const endMs = Date.now() + 60_000;
  for (;;) {
    const value = await read();
    if (isSo(value)) return value;
    if (Date.now() > endMs) throw new Error(`It never became so: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Clicks yes and waits until it stands. */
export async function accept(page: Page): Promise<void> {
  await page.click('#accept');
  await until(
    () => status(page),
    ({ decision }) => decision === 'granted',
  );
}

/** Clicks no and waits until everything is destroyed. */
export async function reject(page: Page): Promise<void> {
  await page.click('#reject');
  await page.waitForFunction(() => window.lastDecided !== undefined);
}

/** Waits until so many rows wait on the device. */
export const untilBuffered = (page: Page, count: number) =>
  until(
    () => status(page),
    ({ buffered }) => buffered === count,
  );

/** Waits until nothing waits any more and the collector has seen so many events. */
export const untilPosted = (wire: WireServer, count: number) =>
  until(
    () => wire.events(),
    (events) => events.length >= count,
  );

/** Waits until no page of the site holds or wants a lock, or one of that name: what was under way has been done. */
export const untilQuiet = (page: Page, prefix = 'askfirst') =>
  until(
    () =>
      page.evaluate(async (wanted) => {
        const { held = [], pending = [] } = await navigator.locks.query();
        return [...held, ...pending].filter(({ name }) => name?.startsWith(wanted)).length;
      }, prefix),
    (locks) => locks === 0,
  );

/** Sends what waits, and waits until nothing is under way and no timer of the sender runs. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => window.askfirst.flush());
  await untilQuiet(page);
}

/** A page of either driver. */
interface Readable {
  evaluate(read: () => Promise<string>): Promise<string>;
}

/** Everything a script of the page can read of what is stored, as text that two browsers can be compared by. */
export function readDevice(page: Readable): Promise<string> {
  return page.evaluate(async () => {
    const plain = (value: unknown): unknown => (value instanceof Uint8Array ? `bytes:${[...value].join()}` : value);
    const databases: Record<string, unknown> = {};
    for (const { name = '', version } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase | undefined>((resolve, reject) => {
        const request = indexedDB.open(name);
        let isGone = false;
        // Deleted since it was listed: looking must not make it again.
        request.onupgradeneeded = () => {
          isGone = true;
          request.transaction?.abort();
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => (isGone ? resolve(undefined) : reject(request.error));
      });
      if (!database) continue;
      const stores: Record<string, unknown> = {};
      for (const store of database.objectStoreNames) {
        const read = (ask: (store: IDBObjectStore) => IDBRequest) =>
          new Promise<unknown[]>((resolve) => {
            const request = ask(database.transaction(store).objectStore(store));
            request.onsuccess = () => resolve(request.result);
          });
        stores[store] = [await read((one) => one.getAllKeys()), (await read((one) => one.getAll())).map(plain)];
      }
      database.close();
      databases[name] = { version, stores };
    }
    return JSON.stringify({
      databases,
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookies: document.cookie,
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
    });
  });
}

/** Names of the databases there are. */
export const databaseNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name.split('|')[0] ?? '').sort());

/** Changes rows of the waiting events as a hostile or broken script could. */
export function putRows(page: Page, prefix: string, rows: readonly (readonly [unknown, unknown])[]): Promise<void> {
  return page.evaluate(
    async ([wanted, changes]) => {
      const name = (await indexedDB.databases()).find((one) => one.name?.startsWith(`askfirst-${wanted}|`))?.name ?? '';
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const transaction = request.result.transaction('keyval', 'readwrite');
          // Rows that a test wrote down as keys are keys; the type of all keys is too deep to be handed over.
          for (const [key, value] of changes) transaction.objectStore('keyval').put(value, key as IDBValidKey);
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
          transaction.onerror = () => reject(transaction.error);
        };
      });
    },
    [prefix, rows] as const,
  );
}
