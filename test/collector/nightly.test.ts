import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../collector/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../collector/store/store.ts';
import { StoreUnavailable } from '../../collector/store/store-errors.ts';
import { makeFolder, openCollector, pageView } from './receive/open-collector.ts';
import { registryFixture } from './receive/registry-fixture.ts';

/** Counts passes; `failure` makes the next ones fail. */
function watchPasses(passes: { count: number; failure?: Error }) {
  return (folder: string): Store => {
    const store = openSqliteStore({ folder });
    return {
      ...store,
      tidy() {
        passes.count++;
        return passes.failure ? Promise.reject(passes.failure) : store.tidy();
      },
    };
  };
}

describe('P7 the nightly pass in a running collector', () => {
  it('is done once a night, from three o’clock in the time zone of the site', async () => {
    const passes = { count: 0 };
    const readRegistry = () => registryFixture({ timeZone: 'America/New_York' });
    const open = openCollector({ openStore: watchPasses(passes), readRegistry });
    const lookAt = (time: string) => {
      open.clock.nowMs = Date.parse(time);
      return open.collector.runNightly();
    };
    expect(await lookAt('2026-11-21T16:00:00Z')).toBe('not-due');
    // 02:59 there.
    expect(await lookAt('2026-11-22T07:59:00Z')).toBe('not-due');
    expect(await lookAt('2026-11-22T08:00:00Z')).toBe('done');
    expect(await lookAt('2026-11-22T08:15:00Z')).toBe('not-due');
    // A clock that goes back for an hour, as in autumn, brings no second pass.
    expect(await lookAt('2026-11-22T07:30:00Z')).toBe('not-due');
    expect(await lookAt('2026-11-23T04:59:00Z')).toBe('not-due');
    expect(await lookAt('2026-11-23T12:00:00Z')).toBe('done');
    expect(passes.count).toBe(2);
    expect((await open.postEvents([pageView({ day: '2026-11-23' })])).stored).toBe(1);
  });

  it('is made up for by the next start where nothing ran at night, and not repeated by a start on the same day', async () => {
    const dataFolder = makeFolder();
    const night = Date.parse('2026-11-22T04:00:00Z');
    const first = openCollector({ dataFolder });
    await first.collector.runNightly();
    await first.collector.close();
    const start = async () => {
      const passes = { count: 0 };
      const next = openCollector({ dataFolder, openStore: watchPasses(passes), clock: { now: () => night } });
      // It looked once by itself when it started.
      await next.collector.runNightly();
      await next.collector.close();
      return passes.count;
    };
    expect([await start(), await start()]).toEqual([1, 0]);
  });

  it('is tried again after it failed, and says why it did', async () => {
    const passes: { count: number; failure?: Error } = { count: 0, failure: new StoreUnavailable('no room') };
    const errors: unknown[] = [];
    const ignore = () => undefined;
    const log = {
      info: ignore,
      warn: ignore,
      error: (_: string, fields?: { cause?: unknown }) => errors.push(fields?.cause),
    };
    const open = openCollector({ openStore: watchPasses(passes), log });
    await open.collector.runNightly();
    open.clock.nowMs = Date.parse('2026-11-22T04:00:00Z');
    expect(await open.collector.runNightly()).toBe('failed');
    expect(errors).toEqual([passes.failure]);
    delete passes.failure;
    expect([await open.collector.runNightly(), await open.collector.runNightly()]).toEqual(['done', 'not-due']);
    expect(passes.count).toBe(2);
  });

  it('goes by a note that was damaged as if a night had been missed', async () => {
    const dataFolder = makeFolder();
    writeFileSync(join(dataFolder, 'nightly-pass'), 'what is this');
    const passes = { count: 0 };
    const open = openCollector({ dataFolder, openStore: watchPasses(passes) });
    await open.collector.runNightly();
    expect(passes.count).toBe(1);
  });
});
