/** What has been noted of a visitor, on the device or by the collector, so that a driver knows how long to stay on a page. */
import type { Page } from 'playwright-core';
import type { TrafficServer } from './traffic-server.ts';
import { toDay } from './truth/expected-events.ts';

/** Page views, and days on which the browser came by. */
export interface Noted {
  readonly views: number;
  readonly days: number;
}

/** What page views at these instants must leave behind. */
export function toNoted(viewsAtMs: readonly number[], timeZone: string): Noted {
  return { views: viewsAtMs.length, days: new Set(viewsAtMs.map((atMs) => toDay(atMs, timeZone))).size };
}

/** Is at least this much there? */
export function covers(there: Noted, wanted: Noted): boolean {
  return there.views >= wanted.views && there.days >= wanted.days;
}

/** The part of an event that is looked at here, as a page writes it. */
interface WrittenEvent {
  readonly metric: string;
  readonly day: string;
  readonly id: string;
}

/** What the collector has answered for, each event once. */
export function readArrived(server: TrafficServer, browser: string): Noted {
  const events = server.requests
    .filter((request) => request.browser === browser && request.path.endsWith('/events') && request.status === 202)
    .flatMap(({ body }) => (JSON.parse(body) as { events: WrittenEvent[] }).events);
  return count(events);
}

/** Has the collector taken this browser's yes? */
export function hasConsented(server: TrafficServer, browser: string): boolean {
  return server.requests.some(
    (request) => request.browser === browser && request.path.endsWith('/consent') && request.status === 201,
  );
}

/** What waits on the device before an answer, by the snippet's own account. Reading it changes nothing. */
export async function readWaiting(page: Page): Promise<Noted> {
  const events = await page.evaluate(async () => {
    // What the site's script leaves on the page; before it has run there is nothing.
    const { askfirst } = globalThis as { askfirst?: { buffered?(): Promise<readonly { event: WrittenEvent }[]> } };
    const rows = (await askfirst?.buffered?.()) ?? [];
    return rows.map(({ event: { metric, day, id } }) => ({ metric, day, id }));
  });
  return count(events);
}

/** How many page views the device's databases of waiting events hold, read as any script of the page can, offline too. */
export function countStored(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const toPromise = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let views = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('askfirst-buffer|')) continue;
      const database = await toPromise(indexedDB.open(name));
      const store = database.transaction('keyval').objectStore('keyval');
      // Events, and how many were dropped.
      const rows: { metric?: string }[] = await toPromise(store.getAll());
      views += rows.filter(({ metric }) => metric === 'page.view').length;
      database.close();
    }
    return views;
  });
}

function count(events: readonly WrittenEvent[]): Noted {
  return {
    views: new Set(events.filter(({ metric }) => metric === 'page.view').map(({ id }) => id)).size,
    days: new Set(events.filter(({ metric }) => metric === 'visit.day').map(({ day }) => day)).size,
  };
}
