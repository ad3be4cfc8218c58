import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describe, expect, it } from 'vitest';
import { MAX_RETENTION_DAYS, metricSchema } from '../../../collector/registry/metric-definition.ts';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { addDays, addMonths } from '../../../contract/day.ts';
import { BASE, makeFolder, type OpenCollector, openCollector, pageView, TODAY } from '../receive/open-collector.ts';
import { registryFixture } from '../receive/registry-fixture.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const readAll = (open: OpenCollector) => open.collector.store.readPairs(BASE, '2099-01-01');

/** Every row of the file of events, table by table, as it lies there. */
function readRows(folder: string): Readonly<Record<string, readonly unknown[]>> {
  const connection = openReadConnection(join(folder, 'events.sqlite'));
  const tables = connection
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const rows = tables.map((table) => [table, connection.prepare(`SELECT * FROM ${table}`).all()] as const);
  connection.close();
  return Object.fromEntries(rows);
}

describe('retention', () => {
  it('UI-C3 keeps nothing longer than 25 months: 750 days are the most that a registry may ask for, and then it goes', async () => {
    const loaded = registryFixture();
    const view = loaded.metrics['page.view'];
    if (!view) throw new Error('The fixture has it.');
    const asking = (retentionDays: number) => metricSchema.safeParse({ ...view.definition, retentionDays });
    expect(asking(MAX_RETENTION_DAYS + 1).success).toBe(false);
    const longest = asking(MAX_RETENTION_DAYS);
    if (!longest.success) throw longest.error;
    const metrics = { ...loaded.metrics, 'page.view': { ...view, definition: longest.data } };

    const open = openCollector({ readRegistry: () => ({ ...loaded, metrics }) });
    await open.postEvents([pageView()]);
    const sentMs = open.clock.nowMs;
    const whatIsLeft = async (days: number) => {
      open.clock.nowMs = sentMs + days * DAY_MS;
      await open.collector.closeDays();
      return readAll(open);
    };
    expect(await whatIsLeft(MAX_RETENTION_DAYS)).toEqual([{ day: TODAY, metric: 'page.view' }]);
    expect(await whatIsLeft(MAX_RETENTION_DAYS + 1)).toEqual([]);
    // The shortest 25 months there are begin in February, before a year without a leap day.
    for (const day of [TODAY, '2025-02-01', '2026-02-01']) {
      expect(addDays(day, MAX_RETENTION_DAYS + 1) < addMonths(day, 25)).toBe(true);
    }
  });

  it('T-77 killed between two deletions goes on when it is opened again, and ends as if nothing had happened', {
    timeout: 120_000,
  }, async () => {
    const days = ['2026-11-18', '2026-11-19', '2026-11-20', TODAY];
    const first = openCollector();
    for (const day of days) {
      const events = Array.from({ length: 20 }, (_, at) =>
        pageView({ day, first: true, properties: { path: at % 2 ? '/hats' : '/boats' } }),
      );
      expect((await first.postEvents(events)).stored).toBe(20);
    }
    first.clock.nowMs += 6 * DAY_MS;
    // Their figures are final before any of them goes.
    await first.collector.closeDays();
    expect(await first.collector.store.readClosedDays(BASE, days[0] ?? '', TODAY)).toHaveLength(4);
    // Three are too old, by a day or more; the last is not.
    const nowMs = Date.parse(`${TODAY}T12:00:00Z`) + 180 * DAY_MS;
    await first.collector.close();

    /** Opened again, with nothing to do but what is due. */
    const goOn = async (folder: string) => {
      const open = openCollector({ dataFolder: folder });
      open.clock.nowMs = nowMs;
      await open.collector.closeDays();
      await open.collector.close();
      return readRows(folder);
    };
    const copy = () => {
      const folder = makeFolder();
      cpSync(first.folder, folder, { recursive: true });
      return folder;
    };
    const uninterrupted = await goOn(copy());
    expect(uninterrupted.events).toHaveLength(20);
    expect(uninterrupted.cells?.length).toBeGreaterThan(0);
    for (const killedAfter of [1, 2]) {
      const folder = copy();
      const program = join(import.meta.dirname, 'expire-and-die.ts');
      const killed = spawnSync(execPath, [program, folder, String(nowMs), String(killedAfter)], {
        encoding: 'utf8',
        timeout: 60_000,
      });
      expect([killed.signal, killed.stdout, killed.stderr]).toEqual(['SIGKILL', '3', '']);
      // Half-way: what was removed is removed, and the rest has not been touched.
      expect(readRows(folder).events).toHaveLength(20 * (days.length - killedAfter));
      expect(await goOn(folder)).toEqual(uninterrupted);
    }
  });
});
