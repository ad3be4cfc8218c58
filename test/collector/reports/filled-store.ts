/** A real store in a folder of its own, and a short way to say who did what on which day. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../../collector/store/store.ts';
import type { WireEvent } from '../../../contract/wire.ts';

/** A live site. */
export const SITE = 'https://shop.example/askfirst';
/** A development site. */
export const LOCAL_SITE = 'http://localhost:4100/askfirst';

/** The metrics that the three reports read, as the registry knows them. */
export const METRICS = { 'page.view': { distinct: 'path' }, 'visit.day': {} } as const;

/** `count` browsers, each looking `times` times at a path, or coming for the first time in its week or month. */
export interface Happened {
  readonly day: string;
  readonly browsers: number;
  readonly path?: string;
  readonly times?: number;
  readonly flags?: { readonly week: boolean; readonly month: boolean };
}

/** A store to be filled. `dispose` closes it and removes its folder. */
export interface FilledStore {
  readonly store: Store;
  readonly folder: string;
  add(site: string, happened: readonly Happened[]): Promise<void>;
  dispose(): Promise<void>;
}

/** Opens an empty store. */
export function openFilledStore(): FilledStore {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-reports-'));
  const store = openSqliteStore({ folder });
  let lastId = 0;
  const nextId = () => (++lastId).toString(16).padStart(32, '0');
  return {
    store,
    folder,
    async add(site, happened) {
      await store.append(
        site,
        happened.flatMap((entry) => toEvents(entry, nextId)),
      );
    },
    async dispose() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function toEvents({ day, browsers, path, times = 1, flags }: Happened, nextId: () => string): WireEvent[] {
  return Array.from({ length: browsers }, () =>
    Array.from({ length: times }, (_, at): WireEvent => {
      const event =
        path === undefined
          ? { metric: 'visit.day', properties: { week: false, month: false, age: 'new', ...flags } }
          : { metric: 'page.view', properties: { path } };
      return { ...event, day, id: nextId(), ...(at === 0 ? { first: true as const } : {}) };
    }),
  ).flat();
}

/** A clock that stands at noon of a day until it is set. */
export function createStandingClock(day: string): { now(): number; set(day: string): void } {
  let atMs = noon(day);
  return {
    now: () => atMs,
    set(later) {
      atMs = noon(later);
    },
  };
}

function noon(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}
