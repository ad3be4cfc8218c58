import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { openPreferences } from '../../../collector/store/sqlite/open-preferences.ts';
import { BASE, NOON_MS, pageView } from '../receive/open-collector.ts';
import { type OpenApp, openApp } from './open-app.ts';

const EMPLOYEES = 10;
const EVENTS_EACH = 6;
const PATHS = ['/tides', '/quay', '/issues', '/boards'];

/** A day on which employees come one after another, each sending a batch; what the analyst would like to know. */
async function workingDay(app: OpenApp): Promise<ReadonlyMap<string, number>> {
  const truth = new Map<string, number>();
  for (let employee = 0; employee < EMPLOYEES; employee++) {
    const token = await app.token(`employee-${employee}`);
    await app.answer(token, true);
    const pass = await app.pass(token);
    const events = Array.from({ length: EVENTS_EACH }, (_, at) =>
      pageView({ id: randomBytes(16).toString('hex'), properties: { path: PATHS[at % PATHS.length] ?? '/' } }),
    );
    for (const { id } of events) truth.set(id, employee);
    const body = { version: 1, scope: 2, purposes: ['improve'], pass, events };
    expect((await app.post('events', body)).status).toBe(202);
  }
  return truth;
}

/** Every byte of the events, the log after the file: what was written last stands last. */
function readEventBytes(folder: string): Buffer {
  const parts = ['events.sqlite', 'events.sqlite-wal'].map((name) => join(folder, name)).filter(existsSync);
  return Buffer.concat(parts.map((path) => readFileSync(path)));
}

/**
 * An analyst who knows in which order people came to work, every column and every byte: SQLite fills a page from its end,
 * so rows that came early lie late in it. The better of both directions is theirs.
 */
function guessByPosition(folder: string, truth: ReadonlyMap<string, number>): number {
  const bytes = readEventBytes(folder);
  const ids = [...truth.keys()];
  const places = new Map(ids.map((id) => [id, bytes.lastIndexOf(Buffer.from(id, 'hex'))]));
  expect([...places.values()].filter((place) => place < 0)).toEqual([]);
  const scores = [1, -1].map((direction) => {
    const sorted = [...ids].sort((a, b) => direction * ((places.get(a) ?? 0) - (places.get(b) ?? 0)));
    const right = sorted.filter((id, at) => truth.get(id) === Math.floor(at / EVENTS_EACH));
    return right.length / ids.length;
  });
  return Math.max(...scores);
}

/** The hash a row would have, for somebody who holds the collector's own key and guesses a name. Written apart. */
function rowHash(folder: string, organisation: string, name: string): Buffer {
  const key = readFileSync(join(folder, 'preference-key'), 'utf8').trim();
  const siteKey = createHmac('sha256', key).update(BASE).digest();
  const hmac = createHmac('sha256', siteKey);
  for (const part of [organisation, name]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(part));
    hmac.update(length).update(part);
  }
  return hmac.digest();
}

/** Is it anywhere in the data folder? */
const isInFiles = (folder: string, bytes: Buffer) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(folder, entry.name)).includes(bytes));

/** How many rows each table of each file has. */
function countRows(folder: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.sqlite'))) {
    const connection = openReadConnection(join(folder, file));
    const tables = connection.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const table of tables) {
      counts[`${file} ${table}`] = connection.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    }
    connection.close();
  }
  return counts;
}

/** Tonight, after three. */
async function sleepOverIt(app: OpenApp): Promise<void> {
  await app.collector.runNightly();
  app.clock.nowMs = NOON_MS + 16 * 60 * 60 * 1000;
  expect(await app.collector.runNightly()).toBe('done');
}

describe('what an analyst with every column and byte can tell', () => {
  it('GL-19 P7 whose events are whose: all of it before the nightly pass, nothing better than chance after it', async () => {
    const [leaky, real]: [number[], number[]] = [[], []];
    for (let round = 0; round < 3; round++) {
      const app = openApp();
      const truth = await workingDay(app);
      // The build made leaky on purpose is ours without the pass: rows lie as they came.
      leaky.push(guessByPosition(app.folder, truth));
      await sleepOverIt(app);
      real.push(guessByPosition(app.folder, truth));
    }
    const mean = (scores: readonly number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(mean(leaky)).toBeGreaterThan(0.9);
    // Chance is 0.1, and 0.13 for the better of two tries; 180 guesses lie within 0.09 of it.
    expect(mean(real)).toBeLessThan(0.22);
  });

  it('GL-19 who refused among those without a standing yes: not even with the collector’s own keys and a list of names', async () => {
    const app = openApp();
    const refused = Array.from({ length: 8 }, (_, at) => `refused-${at}`);
    const absent = Array.from({ length: 8 }, (_, at) => `absent-${at}`);
    for (const [at, name] of refused.entries()) {
      const token = await app.token(name);
      // Half of them had said yes before.
      if (at % 2) await app.answer(token, true);
      await app.answer(token, false);
    }
    const score = () => {
      const found = (name: string) => isInFiles(app.folder, rowHash(app.folder, 'harbour', name));
      const right = refused.filter(found).length + absent.filter((name) => !found(name)).length;
      return right / (refused.length + absent.length);
    };
    await sleepOverIt(app);
    expect(score()).toBe(0.5);

    // A store that keeps a row for a no gives them all away.
    const leaky = openPreferences(app.folder);
    for (const name of refused) leaky.write(BASE, rowHash(app.folder, 'harbour', name), { scope: 2, purposes: [''] });
    leaky.close();
    expect(score()).toBeGreaterThan(0.9);
  });

  it('GL-19 who refused has no row anywhere, under whatever hash: the tables are as long as where they never came', async () => {
    const told = 'preferences.sqlite told_grants';
    const NOES = 8;
    const stores: OpenApp[] = [];
    for (const come of [true, false]) {
      const app = openApp();
      await app.answer(await app.token('rui'), true);
      for (let at = 0; come && at < NOES; at++) {
        const token = await app.token(`refused-${at}`);
        // Half of them had said yes before, and that it was told is no secret (docs/organisations.md).
        if (at % 2) await app.answer(token, true);
        expect((await app.answer(token, false)).status).toBe(204);
      }
      stores.push(app);
    }
    const [refused, absent] = stores;
    if (!refused || !absent) throw new Error('There are two.');
    const differences = (): readonly string[] => {
      const [there, here] = [countRows(refused.folder), countRows(absent.folder)];
      // A row for each yes that was told, and none for a no.
      expect([there[told], here[told]]).toEqual([1 + NOES / 2, 1]);
      expect(Object.keys(there)).toEqual(Object.keys(here));
      return Object.keys(there).filter((table) => table !== told && there[table] !== here[table]);
    };
    expect(differences()).toEqual([]);
    await sleepOverIt(refused);
    await sleepOverIt(absent);
    expect(differences()).toEqual([]);

    // A store that keeps a row for a no, under a key that nobody knows, gives their number away.
    const leaky = openPreferences(refused.folder);
    for (let at = 0; at < NOES; at++) leaky.write(BASE, randomBytes(32), { scope: 2, purposes: [''] });
    leaky.close();
    expect(differences()).toEqual(['preferences.sqlite preferences']);
  });

  it('GL-19 UI-E9 an admin with every right sees no difference between a colleague who refused and one who never came', async () => {
    const adminToken = 'a-token-of-forty-three-characters-for-tests';
    const paths = [
      '/',
      '/participation?site=http://shop.example/askfirst&people=40',
      ...['visitors', 'page-views', 'top-pages', 'drops'].map(
        (name) => `/reports/${name}?site=http://shop.example/askfirst&from=2026-11-21&to=2026-11-21`,
      ),
    ];
    const seen: string[][] = [];
    for (const refuses of [true, false]) {
      const app = openApp({ adminToken });
      const rui = await app.token('rui');
      await app.answer(rui, true);
      if (refuses) await app.answer(await app.token('ana'), false);
      // Enough for every report to say something, of what was dropped too.
      const events = Array.from({ length: 12 }, () => pageView({ first: true }));
      const wrong = events.map(() => pageView({ properties: { colour: 'red' } }));
      const pass = await app.pass(rui);
      const batch = { version: 1, scope: 2, purposes: ['improve'], pass, events: [...events, ...wrong] };
      expect((await app.post('events', batch)).status).toBe(202);
      app.clock.nowMs += 6 * 24 * 60 * 60 * 1000;
      await app.collector.closeDays();
      const answers: string[] = [];
      for (const path of paths) {
        const request = new Request(`http://localhost:4101${path}`, {
          headers: { authorization: `Bearer ${adminToken}` },
        });
        const response = await app.collector.admin.fetch(request);
        expect([path, response.status]).toEqual([path, 200]);
        answers.push(await response.text());
      }
      expect(answers.at(-2)).toContain('/hats');
      expect(answers.at(-1)).toContain('"property-not-allowed","count":10');
      const schema = await app.get('schema');
      seen.push([...answers, await schema.text()]);
    }
    expect(seen[0]).toEqual(seen[1]);
  });
});
