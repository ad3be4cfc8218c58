import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { run } from '../command/terminal.ts';
import { BASE, makeFolder, type OpenCollector, openCollector, pageView, TODAY } from '../receive/open-collector.ts';
import { consentOf, erase, ofEvents, ownEvent, toHeld } from './claimant.ts';

/** The backups of one test: a folder for them, and the key apart from the data. */
function backups() {
  const folder = makeFolder();
  const keyFile = join(folder, 'key');
  const ask = (words: readonly string[], data: string) =>
    run([...words, '--data', data, '--key-file', keyFile], { today: TODAY, home: '/nowhere' });
  return {
    path: (name: string) => join(folder, name),
    backup: async (name: string, data: string, ...more: string[]) => {
      const { code, out, err } = await ask(['backup', join(folder, name), ...more], data);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return out;
    },
    restore: (names: readonly string[], data: string) =>
      ask(['restore', ...names.map((name) => join(folder, name))], data),
  };
}

const ready = (open: OpenCollector) => expect.poll(async () => (await open.get('readyz')).status).toBe(200);
const countStored = async (open: OpenCollector) =>
  (await open.stored()).reduce((total, group) => total + group.count, 0);
const MARKER = 'a-path-that-was-planted';
const markedEvent = () => ownEvent({ properties: { path: `/${MARKER}` } });

function holdsMarker(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(folder, name)).isFile() && readFileSync(join(folder, name)).includes(MARKER),
  );
}

describe('the files', () => {
  it('P9 T-70 S-17 hold no byte of what was erased: the logs as soon as the certificate is out, all of them after the nightly pass', async () => {
    const open = openCollector();
    const mine = Array.from({ length: 300 }, markedEvent);
    const others = Array.from({ length: 300 }, () => pageView());
    for (let at = 0; at < 300; at += 25) {
      await open.postEvents(mine.slice(at, at + 25).map(({ event }) => event));
      await open.postEvents(others.slice(at, at + 25));
    }
    expect(holdsMarker(open.folder)).not.toEqual([]);
    expect(ofEvents(await erase(open, toHeld(mine)))).toMatchObject({ found: 300, remaining: 0 });
    expect(holdsMarker(open.folder).filter((name) => name.endsWith('-wal'))).toEqual([]);
    await open.collector.store.tidy();
    expect(holdsMarker(open.folder)).toEqual([]);
    expect(await countStored(open)).toBe(300);
  });
});

describe('a backup', () => {
  it('P9 T-69 T-70 S-17 of events from before, put back, brings nothing back that was erased since, on the same disk', async () => {
    const { backup, restore } = backups();
    const first = openCollector();
    const mine = Array.from({ length: 20 }, markedEvent);
    await first.postEvents([...mine.map(({ event }) => event), pageView(), pageView()]);
    const { body, receiptSecret } = await consentOf(first);
    await first.post('consent', body);
    expect(await backup('old', first.folder)).toContain('events.sqlite: copying');
    await erase(first, toHeld(mine), { kind: 'withdraw', receiptSecret });
    await first.postEvents([pageView()]);
    await first.collector.close();

    const { code, err } = await restore(['old'], first.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const second = openCollector({ dataFolder: first.folder });
    await ready(second);
    expect(await countStored(second)).toBe(2);
    const access = await second.post('access', { held: toHeld(mine), receiptSecret });
    expect(await access.json()).toMatchObject({ events: [], receipts: [] });
    expect(await second.postEvents([mine[0]?.event])).toMatchObject({ dropped: [{ reason: 'erased' }] });
    expect((await second.post('consent', body)).status).toBe(409);
    // What the nightly pass does.
    await second.collector.store.tidy();
    await second.collector.close();
    expect(holdsMarker(first.folder)).toEqual([]);
  });

  it('P9 T-69 the same on a new disk, from a newer backup of the tombstones alone', async () => {
    const { backup, restore } = backups();
    const first = openCollector();
    const mine = ownEvent();
    await first.postEvents([mine.event, pageView()]);
    await backup('events', first.folder);
    await erase(first, toHeld([mine]));
    await backup('tombstones', first.folder, '--only-tombstones');
    await first.collector.close();

    const folder = join(makeFolder(), 'new');
    expect(await restore(['events', 'tombstones'], folder)).toMatchObject({ code: 0 });
    const second = openCollector({ dataFolder: folder });
    await ready(second);
    expect(await countStored(second)).toBe(1);
    expect(ofEvents(await erase(second, toHeld([mine])))).toMatchObject({ found: 0, erasedBefore: 1 });
  });

  it('holds all there is, as of one moment, while batches come in', async () => {
    const { backup, restore, path } = backups();
    const first = openCollector();
    const { body, receiptSecret } = await consentOf(first);
    await first.post('consent', body);
    let posted = 0;
    let isOver = false;
    const posting = (async () => {
      while (!isOver) posted += (await first.postEvents([pageView(), pageView(), pageView()])).stored;
    })();
    await expect.poll(() => posted).toBeGreaterThan(10);
    const before = posted;
    await backup('all', first.folder);
    const after = posted + 3;
    isOver = true;
    await posting;
    expect(readFileSync(path('all')).includes('/hats')).toBe(false);
    expect(statSync(path('all')).mode & 0o077).toBe(0);
    expect(existsSync(join(first.folder, 'backup-work'))).toBe(false);
    const keys = await (await first.get('keys.json')).text();
    await first.collector.close();

    const folder = join(makeFolder(), 'new');
    await restore(['all'], folder);
    const second = openCollector({ dataFolder: folder });
    await ready(second);
    const stored = await countStored(second);
    expect(stored).toBeGreaterThanOrEqual(before);
    expect(stored).toBeLessThanOrEqual(after);
    expect(stored % 3).toBe(0);
    expect(await (await second.get('keys.json')).text()).toBe(keys);
    expect(await (await second.post('access', { held: [], receiptSecret })).json()).toMatchObject({
      receipts: [{ method: 'banner' }],
    });
  });

  it('refuses what was altered or cut off, another key, a folder in use, and then changes nothing', async () => {
    const { backup, restore, path } = backups();
    const first = openCollector();
    await first.postEvents([pageView()]);
    await backup('good', first.folder);
    const bytes = readFileSync(path('good'));
    for (const at of [3, 40, 200, bytes.length - 2]) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      writeFileSync(path(`bad-${at}`), spoilt);
      expect(await restore([`bad-${at}`], join(makeFolder(), 'new'))).toMatchObject({
        code: 1,
        err: expect.stringContaining('cannot be read as a backup'),
      });
    }
    writeFileSync(path('cut'), bytes.subarray(0, bytes.length - 100));
    writeFileSync(path('longer'), Buffer.concat([bytes, Buffer.alloc(1)]));
    for (const name of ['cut', 'longer']) {
      expect((await restore([name], join(makeFolder(), 'new'))).code).toBe(1);
    }
    expect((await restore(['good'], first.folder)).err).toContain('Another process uses');
    await first.collector.close();
    const other = openCollector();
    await other.collector.close();
    expect((await restore(['good'], other.folder)).err).toContain('different tombstone keys');
    const copy = makeFolder();
    cpSync(path('good'), join(copy, 'good'));
    const stranger = await run(
      ['restore', join(copy, 'good'), '--data', join(copy, 'new'), '--key-file', join(copy, 'other-key')],
      { today: TODAY, home: '/nowhere' },
    );
    expect(stranger.err).toContain('the key is another');
  });

  it('P12 leaves keys and ledger as they are where they are newer, and the ledger consistent', async () => {
    const { backup, restore } = backups();
    const first = openCollector();
    const agree = async () => first.post('consent', (await consentOf(first)).body);
    await agree();
    await backup('old', first.folder);
    await agree();
    first.clock.nowMs += 24 * 60 * 60 * 1000;
    await first.collector.closeDays();
    const command = (...words: string[]) => run([...words, '--data', first.folder], { today: TODAY, home: '/nowhere' });
    expect(await command('keys', 'rotate')).toMatchObject({ code: 0 });
    first.collector.reload();
    const keys = await (await first.get('keys.json')).text();
    const page = await (await first.get('privacy')).text();
    await first.collector.close();
    expect(await restore(['old'], first.folder)).toMatchObject({ code: 0 });
    const head = join(makeFolder(), 'head.txt');
    writeFileSync(head, /<pre>(eyJ[\w.-]+)<\/pre>/.exec(page)?.[1] ?? '');
    expect(await command('ledger', 'verify', '--head', head)).toMatchObject({ code: 0, err: '' });
    const second = openCollector({ dataFolder: first.folder });
    expect(await (await second.get('keys.json')).text()).toBe(keys);
  });

  it('P4 leaves standing yeses of signed-in people out: an old one would overrule a no', async () => {
    const { backup, restore } = backups();
    const first = openCollector();
    writeFileSync(join(first.folder, 'preferences.sqlite'), 'as if');
    expect(await backup('all', first.folder)).not.toContain('preferences');
    rmSync(join(first.folder, 'preferences.sqlite'));
    await first.collector.close();
    const folder = join(makeFolder(), 'new');
    await restore(['all'], folder);
    expect(existsSync(join(folder, 'preferences.sqlite'))).toBe(false);
  });

  it('does not start on a restore that was broken off, and clears away copies that a killed backup left', async () => {
    const folder = makeFolder();
    const first = openCollector({ dataFolder: folder });
    await first.collector.close();
    writeFileSync(join(folder, 'restore-in-progress'), '');
    expect(() => openCollector({ dataFolder: folder })).toThrow('broken off');
    rmSync(join(folder, 'restore-in-progress'));
    cpSync(join(folder, 'events.sqlite'), join(folder, 'backup-work', 'events.sqlite'));
    openCollector({ dataFolder: folder });
    expect(existsSync(join(folder, 'backup-work'))).toBe(false);
  });
});

describe('retention', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const readAll = (open: OpenCollector) => open.collector.store.readPairs(BASE, '2099-01-01');

  it('removes what is older than its metric says, not a day earlier, and leaves the figures', async () => {
    const open = openCollector();
    await open.postEvents([pageView({ first: true }), pageView({ day: '2026-11-20' })]);
    open.clock.nowMs += 6 * DAY_MS;
    await open.collector.closeDays();
    open.clock.nowMs += 174 * DAY_MS;
    await open.collector.closeDays();
    expect(await readAll(open)).toEqual([{ day: TODAY, metric: 'page.view' }]);
    open.clock.nowMs += DAY_MS;
    await open.collector.closeDays();
    expect(await readAll(open)).toEqual([]);
    expect(await open.collector.store.readClosedDays(BASE, '2026-11-20', TODAY)).toHaveLength(2);
  });

  it('is told by askfirst retention --dry-run, which changes nothing', async () => {
    const folder = makeFolder();
    const store = openSqliteStore({ folder });
    await store.append(BASE, [pageView({ day: '2026-01-01' }), pageView({ day: '2026-11-20' })]);
    await store.close();
    const registry = join(import.meta.dirname, '../../../demo/shop/askfirst');
    const ask = (...words: string[]) =>
      run(['retention', ...words, '--data', folder, '--registry', registry], { today: TODAY, home: '/nowhere' });
    for (let time = 0; time < 2; time++) {
      const { code, out } = await ask('--dry-run');
      expect([code, out]).toEqual([
        0,
        expect.stringMatching(/^2026-01-01 +1 {2}page\.view .*\n1 events would go\.\n$/),
      ]);
    }
    expect((await ask()).code).toBe(1);
  });

  it('T-77 S-23 removes nothing when the clock jumps ten years ahead', async () => {
    const clock = { nowMs: Date.parse(`${TODAY}T12:00:00Z`), now: () => clock.nowMs, steady: () => 0 };
    const open = openCollector({ clock });
    await open.postEvents([pageView()]);
    await open.collector.closeDays();
    clock.nowMs += 3_650 * DAY_MS;
    await open.collector.closeDays();
    expect(await readAll(open)).toHaveLength(1);
  });

  it('P9 T-69 goes over what a restore brought back before the collector is ready', async () => {
    const { backup, restore } = backups();
    const first = openCollector();
    await first.postEvents([pageView()]);
    await backup('old', first.folder);
    await first.collector.close();
    await restore(['old'], first.folder);
    const clock = { nowMs: Date.parse('2027-11-01T12:00:00Z'), now: () => clock.nowMs };
    const second = openCollector({ dataFolder: first.folder, clock });
    await ready(second);
    expect(await readAll(second)).toEqual([]);
  });
});
