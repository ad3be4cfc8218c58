import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../collector/store/sqlite/open-sqlite-store.ts';
import { openSmallDisk } from './small-disk.ts';

const SITE = 'https://shop.example/askfirst';
const DAY = '2026-11-20';

const toId = (handle: Buffer) => createHash('sha256').update(handle).digest('hex').slice(0, 32);

describe('a disk that visits have filled', () => {
  const disk = openSmallDisk(64);
  afterAll(() => disk?.close());

  it.skipIf(!disk)('T-82 S-20 still erases, whole parts, and holds its reserve again afterwards', async () => {
    if (!disk) return;
    const folder = join(disk.folder, 'data');
    const store = openSqliteStore({ folder });
    onTestFinished(() => store.close());
    const handles = Array.from({ length: 20_000 }, () => randomBytes(16));
    const events = handles.map((handle) => ({
      metric: 'page.view',
      day: DAY,
      id: toId(handle),
      properties: { path: '/hats' },
    }));
    for (let at = 0; at < events.length; at += 250) await store.append(SITE, events.slice(at, at + 250));
    disk.fill(0);
    const more = () =>
      store.append(
        SITE,
        Array.from({ length: 250 }, () => ({
          metric: 'page.view',
          day: DAY,
          id: toId(randomBytes(16)),
          properties: { path: `/${randomBytes(300).toString('hex')}` },
        })),
      );
    // Pages that are free inside the files are filled first.
    let refusal: unknown;
    for (let time = 0; time < 500 && !refusal; time++) await more().catch((error: unknown) => (refusal = error));
    expect(refusal).toMatchObject({ name: 'StoreUnavailable' });
    for (let at = 0; at < 5_000; at += 1_000) {
      const ids = events.slice(at, at + 1_000).map(({ id }) => id);
      const named = [{ day: DAY, metric: 'page.view', ids }];
      expect(
        await store.erase(SITE, {
          named,
          barredUntil: '2027-06',
          unknownUntil: '2027-01',
          openFrom: '2026-11-17',
          sweep: true,
        }),
      ).toMatchObject({
        events: { found: 1_000, removed: 1_000, remaining: 0 },
        barred: 1_000,
      });
    }
    expect(statSync(join(folder, 'reserve')).size).toBeGreaterThan(4 * 1024 * 1024);
    disk.free();
    await more();
  });
});
