import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ReplayCursor, ReplayStep } from '../../../collector/store/sqlite/apply-tombstones.ts';
import { openConnection } from '../../../collector/store/sqlite/connection.ts';
import type { Job } from '../../../collector/store/sqlite/jobs.ts';
import { openWriters } from '../../../collector/store/sqlite/open-writers.ts';
import { prepareFiles } from '../../../collector/store/sqlite/prepare-files.ts';
import { openTombstones } from '../../../collector/store/sqlite/tombstones.ts';
import { BASE, makeFolder, NOON_MS, pageView, TODAY } from '../receive/open-collector.ts';

const KEY = 'a key of this test';

/** Events of two steps, one of them barred and not removed, as when a crash came between; the first step is taken. */
function beginComparing() {
  const folder = makeFolder();
  prepareFiles({ folder, nowMs: NOON_MS });
  // Whoever finds a file locked is told at once.
  const open = (path: string) => openConnection(path, { timeoutMs: 0 });
  const [broken, mine, ...others] = Array.from({ length: 10_010 }, () => pageView());
  if (!broken || !mine) throw new Error('There are two.');
  const before = openWriters({ folder, tombstoneKey: KEY });
  before.write([{ kind: 'append', site: BASE, events: [broken, mine, ...others] }]);
  before.close();
  const tombstones = openTombstones(open(join(folder, 'tombstones.sqlite')), KEY);
  tombstones.bar(BASE, [{ kind: 'event', name: broken.id, isFound: true, until: '2027-06' }]);
  tombstones.close();
  const writers = openWriters({ folder, tombstoneKey: KEY, openFile: open });
  onTestFinished(() => writers.close());
  const run = (job: Job) => {
    const [result] = writers.write([job]);
    if (!result?.ok) throw new Error(result?.message);
    return result.value;
  };
  const step = (cursor?: ReplayCursor) => run({ kind: 'replay', ...(cursor ? { cursor } : {}) }) as ReplayStep;
  const erase = (id: string) =>
    run({
      kind: 'erase',
      site: BASE,
      erasure: {
        named: [{ day: TODAY, metric: 'page.view', ids: [id] }],
        barredUntil: '2027-06',
        unknownUntil: '2027-01',
        openFrom: '2026-11-17',
        sweep: false,
      },
    });
  expect(run({ kind: 'needs-replay' })).toBe(true);
  const first = step();
  expect(first.next).toBeDefined();
  return { folder, open, mine, first, step, erase, needsReplay: () => run({ kind: 'needs-replay' }) };
}

describe('an erasure while what is stored is still being compared', () => {
  it('T-69 T-71 leaves the comparison as good as without it, new or asked for again: the next start has nothing to compare', () => {
    const { mine, first, step, erase, needsReplay } = beginComparing();
    erase(mine.id);
    erase(mine.id);
    const last = step(first.next);
    expect([first.removed + last.removed, last.next]).toEqual([1, undefined]);
    expect(needsReplay()).toBe(false);
    // And so it stays, whoever asks after that.
    erase(mine.id);
    expect(needsReplay()).toBe(false);
  });

  it('P9 that failed is made good at the next start, which knows of it', () => {
    const { folder, open, mine, first, step, erase, needsReplay } = beginComparing();
    const inTheWay = open(join(folder, 'events.sqlite'));
    inTheWay.exec('BEGIN IMMEDIATE');
    expect(() => erase(mine.id)).toThrow('database is locked');
    inTheWay.exec('ROLLBACK');
    inTheWay.close();
    step(first.next);
    expect(needsReplay()).toBe(true);
    const again = step();
    const last = step(again.next);
    expect([first.removed, again.removed + last.removed]).toEqual([1, 1]);
    expect(needsReplay()).toBe(false);
    expect(erase(mine.id)).toMatchObject({ events: { found: 0, remaining: 0, erasedBefore: 1 } });
  });
});
