import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { killBrowser, openProfile } from './chromium.ts';
import { status, until, untilBuffered, visit } from './visitor.ts';
import { type PostedEvent, startWireServer, type WireServer } from './wire-server.ts';

let wire: WireServer;
let folder: string;
beforeEach(async () => {
  wire = await startWireServer();
  // What is told after ten seconds would be counted on a slow machine only.
  folder = mkdtempSync(join(tmpdir(), 'askfirst-profile-'));
});
afterEach(async () => {
  await wire.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Ids of the handles that the device holds, read and hashed without any code of the snippet. */
async function readHeldIds(page: Page): Promise<string[]> {
  const handles = await page.evaluate(async () => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('askfirst-rights|'))?.name ?? '';
    return new Promise<number[][]>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const keys = request.result.transaction('keyval').objectStore('keyval').getAllKeys();
        keys.onsuccess = () => {
          request.result.close();
          resolve(
            keys.result.flatMap((key) =>
              // The key is all there is: `held`, day, metric, handle.
              Array.isArray(key) && key[0] === 'held' ? [[...new Uint8Array(key[3] as ArrayBuffer)]] : [],
            ),
          );
        };
      };
    });
  });
  return handles.map((bytes) => createHash('sha256').update(Uint8Array.from(bytes)).digest('hex').slice(0, 32)).sort();
}

const idsOf = (body: string) => (JSON.parse(body) as { events: PostedEvent[] }).events.map(({ id }) => id).sort();

it('P10 killed before the request leaves: what was about to be sent is held, and counts once when it is sent after all', async () => {
  const first = await openProfile(folder);
  const page = await visit(first, wire);
  await untilBuffered(page, 3);
  let body = '';
  // It never leaves the browser.
  await page.route('**/askfirst/events', (route) => {
    body = route.request().postData() ?? '';
  });
  await page.click('#accept');
  await until(
    () => body,
    (text) => text !== '',
  );
  await killBrowser(first, folder);
  expect(wire.posts('events')).toEqual([]);
  const ids = idsOf(body);
  expect(ids).toHaveLength(3);

  const second = await openProfile(folder);
  try {
    const blank = await second.newPage();
    await blank.goto(`${wire.url}/blank`);
    // No code of the snippet has run since.
    expect(await readHeldIds(blank)).toEqual(ids);
    const after = await visit(second, wire, '/after');
    // Page view and second page of the visit come with it.
    await until(
      () => wire.uniqueEvents().length,
      (count) => count >= 5,
    );
    await untilBuffered(after, 0);
    const posted = wire.uniqueEvents().map(({ id }) => id);
    expect(posted).toEqual(expect.arrayContaining(ids));
    expect(await readHeldIds(blank)).toEqual([...posted].sort());
    expect((await status(after)).held).toBe(5);
    expect(wire.uniqueEvents().filter(({ metric }) => metric === 'visit.day')).toHaveLength(1);
    // Whatever was sent again was the same.
    const texts = new Set(wire.events().map((event) => JSON.stringify(event)));
    expect(texts.size).toBe(5);
  } finally {
    await second.close();
  }
});
