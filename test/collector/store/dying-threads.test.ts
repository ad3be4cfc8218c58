import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openReader } from '../../../collector/store/sqlite/open-reader.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { openWriter } from '../../../collector/store/sqlite/open-writer.ts';
import { StoreUnavailable } from '../../../collector/store/store-errors.ts';
import type { WireEvent } from '../../../contract/wire.ts';
import { event } from './store-suite.ts';
import { storedIds } from './stored-ids.ts';

const SITE = 'https://shop.example/askfirst';
const DAY = '2026-11-20';

/** A data folder that can be taken away and put back, as a disk that is not mounted for a moment. */
function makeDisk(): { readonly folder: string; takeAway(): void; putBack(): void } {
  const parent = mkdtempSync(join(tmpdir(), 'askfirst-threads-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const [folder, away] = [join(parent, 'data'), join(parent, 'away')];
  let isAway = false;
  const move = (toAway: boolean) => {
    if (isAway === toAway) return;
    renameSync(...((toAway ? [folder, away] : [away, folder]) as [string, string]));
    isAway = toAway;
  };
  return { folder, takeAway: () => move(true), putBack: () => move(false) };
}

describe("the writer's thread dies", () => {
  it('P10 and only its own group fails: each later one is answered for itself, once it is stored', async () => {
    const { folder, takeAway, putBack } = makeDisk();
    const erased = event();
    const before = openSqliteStore({ folder });
    await before.erase(SITE, {
      named: [{ day: DAY, metric: erased.metric, ids: [erased.id] }],
      barredUntil: '2027-06',
      unknownUntil: '2027-01',
      openFrom: '2026-11-17',
      sweep: false,
    });
    await before.close();
    const store = openSqliteStore({
      folder,
      openWriter(...given) {
        takeAway();
        const lane = openWriter(...given);
        // Put back before the next group begins; the end of the thread that died is told only after that.
        return { ...lane, write: (jobs) => lane.write(jobs).finally(putBack) };
      },
    });
    // Two of these are too many for one group.
    const batches = Array.from({ length: 4 }, () => Array.from({ length: 200 }, () => event()));
    batches[1]?.push(erased);
    const append = async (events: readonly WireEvent[]) => {
      try {
        const { dropped } = await store.append(SITE, events);
        const stored = storedIds(folder);
        return { dropped, missing: events.filter(({ id }) => !stored.has(id)).length };
      } catch (error) {
        return error;
      }
    };
    const [first, ...later] = await Promise.all(batches.map(append));
    expect(first).toBeInstanceOf(StoreUnavailable);
    expect(later).toEqual([
      { dropped: [{ id: erased.id, reason: 'erased' }], missing: 1 },
      { dropped: [], missing: 0 },
      { dropped: [], missing: 0 },
    ]);
    expect(storedIds(folder).size).toBe(600);
    await store.close();
  });

  it('while it is told to close, and whoever closes is not left waiting', async () => {
    const { folder, takeAway, putBack } = makeDisk();
    await openSqliteStore({ folder }).close();
    takeAway();
    const lane = openWriter(folder, 'any key');
    await lane.close();
    putBack();
  });
});

describe("the reader's thread dies", () => {
  /** A folder with one event, taken away. */
  const prepare = async () => {
    const disk = makeDisk();
    const store = openSqliteStore({ folder: disk.folder });
    await store.append(SITE, [event()]);
    await store.close();
    disk.takeAway();
    const reader = openReader(disk.folder);
    onTestFinished(() => reader.close());
    return { ...disk, reader };
  };

  it('and only the questions it was asked fail: the next one is answered', async () => {
    const { putBack, reader } = await prepare();
    await expect(reader.readSites().finally(putBack)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await reader.readSites()).toEqual([SITE]);
  });

  it('while the nightly pass waits for it, and the pass has the file and reading goes on afterwards', async () => {
    const { putBack, reader } = await prepare();
    const asked = reader.readSites();
    const pausing = reader.pause();
    await expect(asked).rejects.toBeInstanceOf(StoreUnavailable);
    const goOn = await pausing;
    putBack();
    const waiting = reader.readSites();
    goOn();
    expect(await waiting).toEqual([SITE]);
  });
});
