import { EventEmitter, once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openConnection } from '../../../collector/store/sqlite/connection.ts';
import { createEraser } from '../../../collector/store/sqlite/erase.ts';
import { migrate } from '../../../collector/store/sqlite/migrate.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { MIGRATIONS, prepareTombstones } from '../../../collector/store/sqlite/schema.ts';
import { openTombstones } from '../../../collector/store/sqlite/tombstones.ts';
import { BASE, makeFolder, openCollector, pageView, TODAY } from '../receive/open-collector.ts';
import { erase, ofEvents, ownEvent, toHeld } from './claimant.ts';

/** Copies the files of events as an operator's own backup would, to be put back later. */
function copyEvents(folder: string): (to: string) => void {
  const copy = mkdtempSync(join(tmpdir(), 'askfirst-copy-'));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  const files = readdirSync(folder).filter((name) => /^(events|consents)\.sqlite/.test(name));
  for (const name of files) cpSync(join(folder, name), join(copy, name));
  return (to) => {
    for (const name of readdirSync(to)) if (/^(events|consents)\.sqlite/.test(name)) rmSync(join(to, name));
    for (const name of files) cpSync(join(copy, name), join(to, name));
  };
}

describe('at the start', () => {
  it('P9 T-69 what was erased goes out of files that were put back, before the collector says it is ready', async () => {
    const first = openCollector();
    const mine = Array.from({ length: 5 }, () => ownEvent());
    await first.postEvents([...mine.map(({ event }) => event), pageView(), pageView()]);
    await first.collector.close();
    const putBack = copyEvents(first.folder);

    const second = openCollector({ dataFolder: first.folder });
    expect(ofEvents(await erase(second, toHeld(mine)))).toMatchObject({ found: 5, removed: 5 });
    await second.collector.close();
    putBack(first.folder);

    const third = openCollector({ dataFolder: first.folder });
    await expect.poll(async () => (await third.get('readyz')).status).toBe(200);
    expect(await third.stored()).toMatchObject([{ count: 2 }]);
    // Known to be clean from now on.
    expect(await third.collector.store.needsReplay()).toBe(false);
  });

  it('T-69 is not ready while what was erased may still be stored', async () => {
    const first = openCollector();
    const mine = ownEvent();
    await first.postEvents([mine.event]);
    await first.collector.close();
    const putBack = copyEvents(first.folder);
    const second = openCollector({ dataFolder: first.folder });
    await erase(second, toHeld([mine]));
    await second.collector.close();
    putBack(first.folder);

    const gate = new EventEmitter();
    const held = once(gate, 'open');
    const third = openCollector({
      dataFolder: first.folder,
      openStore(folder) {
        const store = openSqliteStore({ folder });
        return { ...store, replayErasures: () => held.then(() => store.replayErasures()) };
      },
    });
    expect((await third.get('readyz')).status).toBe(503);
    gate.emit('open');
    await expect.poll(async () => (await third.get('readyz')).status).toBe(200);
    expect(await third.stored()).toEqual([]);
  });

  it('P9 applies tombstones whose deletion a crash broke off, though other erasures came after', async () => {
    const folder = makeFolder();
    const first = openCollector({ dataFolder: folder });
    const [broken, later] = [ownEvent(), ownEvent()];
    await first.postEvents([broken.event, later.event]);
    await first.collector.close();
    // What the writer does first, and then the power fails.
    const key = readFileSync(join(folder, 'tombstone-key'), 'utf8').trim();
    const tombstones = openTombstones(openConnection(join(folder, 'tombstones.sqlite')), key);
    tombstones.bar(BASE, [{ kind: 'event', name: broken.event.id, isFound: true, until: '2027-06' }]);
    tombstones.close();

    const store = openSqliteStore({ folder });
    const named = [{ day: TODAY, metric: 'page.view', ids: [later.event.id] }];
    await store.erase(BASE, {
      named,
      barredUntil: '2027-06',
      unknownUntil: '2027-01',
      openFrom: '2026-11-17',
      sweep: false,
    });
    expect(await store.needsReplay()).toBe(true);
    expect(await store.replayErasures()).toBe(1);
    expect(await store.readDay(BASE, TODAY)).toEqual([]);
    await store.close();
  });

  it('refuses to start without the key that the tombstones were made with', async () => {
    const folder = makeFolder();
    await openSqliteStore({ folder }).close();
    rmSync(join(folder, 'tombstone-key'));
    expect(() => openSqliteStore({ folder })).toThrow('Restore it from a backup');
  });
});

describe('tombstones', () => {
  const open = (maxUnknown?: number) => {
    const connection = openConnection(join(makeFolder(), 'tombstones.sqlite'));
    prepareTombstones(connection);
    const tombstones = openTombstones(connection, 'a key of this test', maxUnknown);
    onTestFinished(() => tombstones.close());
    return { tombstones, connection };
  };
  const named = (name: string, isFound = false, until = '2027-06') => ({
    kind: 'event' as const,
    name,
    isFound,
    until,
  });

  it('hold no id, lie in the order of their hashes, and tell sites and kinds apart', () => {
    const { tombstones, connection } = open();
    tombstones.bar(BASE, [named('ab'.repeat(16))]);
    expect(tombstones.read(BASE, 'event', 'ab'.repeat(16))).toBe('unknown');
    expect(tombstones.read('https://other.example/askfirst', 'event', 'ab'.repeat(16))).toBeUndefined();
    expect(tombstones.read(BASE, 'consent', 'ab'.repeat(16))).toBeUndefined();
    const [row] = connection.prepare('SELECT * FROM tombstones').all() as { hash: Buffer }[];
    expect(row?.hash.toString('hex')).not.toContain('abab');
    expect(Object.keys(row ?? {})).toEqual(['site', 'hash', 'until_month', 'found']);
    expect(() => connection.prepare('SELECT rowid FROM tombstones').get()).toThrow('no such column');
  });

  it('bar at most so many unknown ids of a site, and every id that was found', () => {
    const { tombstones } = open(2);
    expect(tombstones.bar(BASE, [named('a'), named('b'), named('c'), named('d', true)])).toHaveLength(3);
    expect(tombstones.read(BASE, 'event', 'c')).toBeUndefined();
    expect(tombstones.read(BASE, 'event', 'd')).toBe('found');
    // One that was unknown and then found makes room.
    expect(tombstones.bar(BASE, [named('a', true)])).toHaveLength(1);
    expect(tombstones.bar(BASE, [named('c')])).toHaveLength(1);
    expect(tombstones.bar('https://other.example/askfirst', [named('c')])).toHaveLength(1);
  });

  it('P9 where there is no room for more, what can still come in is not called barred, and the rest is', () => {
    const folder = makeFolder();
    const connections = ['events', 'consents', 'tombstones'].map((name) =>
      openConnection(join(folder, `${name}.sqlite`)),
    );
    const [events, consents, ofTombstones] = connections;
    if (!events || !consents || !ofTombstones) throw new Error('three were opened');
    migrate(events, { file: 'events.sqlite', migrations: MIGRATIONS['events.sqlite'] });
    migrate(consents, { file: 'consents.sqlite', migrations: MIGRATIONS['consents.sqlite'] });
    prepareTombstones(ofTombstones);
    const tombstones = openTombstones(ofTombstones, 'a key of this test', 1);
    const eraseNamed = createEraser({ events, consents, tombstones, failed: { count: 0 } });
    const ids = ['aa', 'bb', 'cc'].map((part) => part.repeat(16));
    const until = { barredUntil: '2027-06', unknownUntil: '2027-01', openFrom: '2026-11-17', sweep: false };
    const barredOn = (day: string) => eraseNamed(BASE, { ...until, named: [{ day, metric: 'page.view', ids }] }).barred;
    expect(barredOn('2026-11-20')).toBe(1);
    expect(barredOn('2026-11-16')).toBe(3);
    for (const connection of connections) connection.close();
  });

  it('are forgotten after their month and not before, the later month of two counting', () => {
    const { tombstones } = open();
    tombstones.bar(BASE, [named('a')]);
    tombstones.bar(BASE, [named('b')]);
    tombstones.bar(BASE, [named('b', false, '2028-01')]);
    tombstones.bar(BASE, [named('b', false, '2027-01')]);
    expect(tombstones.forget('2027-06')).toBe(0);
    expect(tombstones.forget('2027-07')).toBe(1);
    expect(tombstones.read(BASE, 'event', 'b')).toBe('unknown');
  });
});

describe('closing a day', () => {
  it('P9 publishes nothing that was counted before an erasure and is gone after it', async () => {
    const store = openSqliteStore({ folder: makeFolder() });
    const [mine, other] = [ownEvent(), ownEvent()];
    await store.append(BASE, [mine.event, other.event]);
    const cells = [{ day: TODAY, metric: 'page.view', value: '/hats', count: 2, firsts: 2 }];
    const ids = [mine.event.id];
    await store.erase(BASE, {
      named: [{ day: TODAY, metric: 'page.view', ids }],
      barredUntil: '2027-06',
      unknownUntil: '2027-01',
      openFrom: '2026-11-17',
      sweep: false,
    });
    expect(await store.closeDay(BASE, TODAY, cells, 2)).toBe(false);
    expect(await store.readClosedDays(BASE, TODAY, TODAY)).toEqual([]);
    expect(await store.closeDay(BASE, TODAY, [], 1)).toBe(true);
    await store.close();
  });
});
