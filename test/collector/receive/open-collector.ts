/** A whole collector on a folder of its own, with a clock that tests move, and the requests that a page would make. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { type Collector, type CollectorOptions, createCollector } from '../../../collector/collector.ts';
import type { EventsAnswer, EventsRequest, WireEvent } from '../../../contract/wire.ts';
import { registryFixture } from './registry-fixture.ts';

/** Where the test's pages are. */
export const BASE = 'http://shop.example/askfirst';

/** Noon on the day that events of these tests lie on, unless a test moves the clock. */
export const NOON_MS: number = Date.parse('2026-11-21T12:00:00Z');

/** The same day, as events write it. */
export const TODAY = '2026-11-21';

/** A collector under test. */
export interface OpenCollector {
  readonly collector: Collector;
  readonly folder: string;
  readonly clock: { nowMs: number; now(): number };
  /** Posts as a page of the site would; `headers` of undefined are left out. */
  post(path: string, body: unknown, headers?: Record<string, string | undefined>): Promise<Response>;
  /** Posts a batch and returns the body of its 202. */
  postEvents(events: readonly unknown[], changes?: Partial<EventsRequest>): Promise<EventsAnswer>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Everything stored for one day. */
  stored(day?: string): ReturnType<Collector['store']['readDay']>;
}

/** Takes what must be undone at an end. */
type OnEnd = (undo: () => void | Promise<void>) => void;

/** Opens one that is closed, and its folder removed, when the test ends (or when `onEnd` says). */
export function openCollector(options: Partial<CollectorOptions> = {}, onEnd: OnEnd = onTestFinished): OpenCollector {
  const folder = options.dataFolder ?? makeFolder(onEnd);
  const clock = { nowMs: NOON_MS, now: () => clock.nowMs };
  const collector = createCollector({
    dataFolder: folder,
    registryFolder: 'unused',
    pageFolder: pageFixture(onEnd),
    readRegistry: () => registryFixture(),
    clock,
    ...options,
  });
  onEnd(() => collector.close());
  const post: OpenCollector['post'] = (path, body, headers = {}) =>
    collector.fetch(
      new Request(`${BASE}/${path}`, {
        method: 'POST',
        headers: defined({ 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers }),
        // Bytes are sent as they are, everything else as JSON.
        body: body instanceof Uint8Array || typeof body === 'string' ? (body as string) : JSON.stringify(body),
      }),
    );
  return {
    collector,
    folder,
    clock,
    post,
    async postEvents(events, changes = {}) {
      const response = await post('events', batchOf(events, changes));
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as EventsAnswer;
    },
    get: (path, headers = {}) => collector.fetch(new Request(`${BASE}/${path}`, { headers })),
    stored: (day = TODAY) => collector.store.readDay(BASE, day),
  };
}

/** One collector for all tests of a describe block. Ask for it inside a test. */
export function shareCollector(): () => OpenCollector {
  let open: OpenCollector | undefined;
  const undo: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });
  return () => {
    open ??= openCollector({}, (step) => void undo.push(step));
    return open;
  };
}

/** A folder that is removed when the test ends. */
export function makeFolder(onEnd: OnEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-test-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A batch as the wire has it, agreeing to everything of scope 2. */
export function batchOf(events: readonly unknown[], changes: Partial<EventsRequest> = {}): Record<string, unknown> {
  return { version: 1, scope: 2, purposes: ['improve', 'shop'], events, ...changes };
}

let lastId = 0;

/** A page view with an id of its own. */
export function pageView(changes: Partial<WireEvent> = {}): WireEvent {
  const id = (++lastId).toString(16).padStart(32, '0');
  return { metric: 'page.view', day: TODAY, id, properties: { path: '/hats' }, ...changes };
}

/** Stands in for the built page where a test is not about it. */
export function pageFixture(onEnd: OnEnd = onTestFinished): string {
  const folder = makeFolder(onEnd);
  writeFileSync(join(folder, 'askfirst.js'), 'window.site=globalThis.__ASKFIRST_SITE__;');
  writeFileSync(join(folder, 'widget.js'), `export const widget = '${'banner '.repeat(200)}';`);
  writeFileSync(join(folder, 'waiting.js'), `export const waiting = '${'list '.repeat(200)}';`);
  mkdirSync(join(folder, 'texts'));
  writeFileSync(
    join(folder, 'texts', 'en.json'),
    JSON.stringify({ region: 'Analytics choice', question: 'May {controller} count?', reopen: 'Analytics choice' }),
  );
  return folder;
}

function defined(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
