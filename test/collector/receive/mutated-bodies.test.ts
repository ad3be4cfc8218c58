import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import type { SiteTexts } from '../../../contract/texts.ts';
import { createPick, KINDS, mutate, type Pick } from './mutate-body.ts';
import { BASE, batchOf, NOON_MS, type OpenCollector, openCollector, pageView } from './open-collector.ts';

/** How many bodies. ASKFIRST_BODIES=1000000 is what T-92 asks for; ASKFIRST_SEED breaks others. */
const count = Number(env.ASKFIRST_BODIES ?? 3_000);
const seed = Number(env.ASKFIRST_SEED ?? 1);
/** So many at once, so that they share commits. */
const AT_ONCE = 200;

/** Text that may be stored: no control characters and no half of a pair. */
const isText = (value: unknown): boolean => typeof value === 'string' && !/[\p{Cc}\p{Cs}]/u.test(value);
const isPath = (value: unknown): boolean => isText(value) && /^\/[^?#]{0,300}$/.test(String(value));
/** The fixture's registry once more, by hand: what each metric may hold. */
const MAY_HOLD: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  'page.view': { path: isPath },
  'visit.start': { entry: isPath },
  'shop.search': { results: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100 },
  'reader.path': { path: isPath },
  'note.left': { note: (value) => isText(value) && String(value).length <= 1_000 },
};

const newId = (pick: Pick) => Array.from({ length: 32 }, () => pick(16).toString(16)).join('');

/** Good bodies for every address that takes one, new each time. */
function toBodies(notice: string): readonly ((pick: Pick) => [string, Record<string, unknown>])[] {
  const eventsOf = (pick: Pick) => [
    pageView({ id: newId(pick), first: true }),
    pageView({ id: newId(pick), metric: 'shop.search', properties: { results: 7 } }),
    pageView({ id: newId(pick), metric: 'note.left', properties: { note: 'a word' } }),
    pageView({ id: newId(pick), metric: 'reader.path', session: newId(pick), sequence: 3 }),
  ];
  const rights = (pick: Pick) => ({
    held: [
      { day: '2026-11-21', metric: 'page.view', handles: [Buffer.from(newId(pick), 'hex').toString('base64url')] },
    ],
    receiptSecret: Buffer.from(newId(pick) + newId(pick), 'hex').toString('base64url'),
  });
  const consent = (pick: Pick) => ({
    version: 1,
    purposes: ['improve'],
    scope: 2,
    notice,
    language: 'en',
    method: 'banner',
    includesEarlier: true,
    receiptKey: Buffer.from(newId(pick) + newId(pick), 'hex').toString('base64url'),
  });
  return [
    // Most of all the address that everybody posts to.
    ...Array(12).fill((pick: Pick) => ['events', batchOf(eventsOf(pick), { drops: { 'buffer-full': 2 } })]),
    (pick) => ['consent', consent(pick)],
    (pick) => ['erase', { ...rights(pick), part: 1, last: true }],
    (pick) => ['withdraw', { ...rights(pick), part: 1, last: true }],
    (pick) => ['access', rights(pick)],
  ];
}

/** Everything stored that the registry does not allow. */
async function findOffSchema(open: OpenCollector): Promise<{ rows: number; wrong: unknown[] }> {
  const { store } = open.collector;
  const wrong: unknown[] = [];
  let rows = 0;
  expect(await store.readSites()).toEqual([BASE]);
  for (const day of await store.readDaysWithEvents(BASE, '0000-01-01', '9999-12-31')) {
    if (day < '2026-11-01' || day > '2026-11-22') wrong.push({ day });
    for (const { metric, properties, count: times } of await store.readDay(BASE, day)) {
      rows += times;
      const allowed = MAY_HOLD[metric] ?? {};
      const isAllowed = ([name, value]: [string, unknown]) => Object.hasOwn(allowed, name) && allowed[name]?.(value);
      if (!Object.hasOwn(MAY_HOLD, metric) || !Object.entries(properties).every(isAllowed))
        wrong.push({ metric, properties });
    }
  }
  return { rows, wrong };
}

/** Columns of the file itself: what no report reads is stored all the same. */
function readRows(open: OpenCollector, file: string, sql: string): readonly unknown[] {
  const connection = openReadConnection(join(open.folder, file));
  try {
    return connection.prepare(sql).all();
  } finally {
    connection.close();
  }
}

describe('T-92 bodies that were broken on the way', () => {
  it(`are answered with 2xx or 4xx, ${count} of them, and nothing is stored that is off the schema`, {
    timeout: 120_000 + count * 20,
  }, async () => {
    const faults: unknown[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (...said: unknown[]) => void faults.push(said) };
    // Time flies, so that no limit hides what would have been answered.
    let steadyMs = 0;
    const clock = { now: () => NOON_MS, steady: () => (steadyMs += 1_000) };
    const open = openCollector({ log, clock });
    const { notice } = (await (await open.get('texts/en.json')).json()) as SiteTexts;
    const bodies = toBodies(notice);
    const pick = createPick(seed);
    const [statuses, used] = [new Map<string, number>(), new Map<string, number>()];
    const countIn = (sums: Map<string, number>, name: string) => sums.set(name, (sums.get(name) ?? 0) + 1);

    for (let sent = 0; sent < count; sent += AT_ONCE) {
      const round = Array.from({ length: Math.min(AT_ONCE, count - sent) }, async () => {
        const [path, body] = (bodies[pick(bodies.length)] as (typeof bodies)[number])(pick);
        const { bytes, kinds } = mutate(body, pick);
        for (const kind of kinds) countIn(used, kind);
        const { status } = await open.post(path, bytes);
        countIn(statuses, `${path} ${status}`);
        // Told with its body, to be sent again by hand.
        if (status < 200 || status >= 500) expect([path, status, bytes.toString('latin1')]).toEqual([]);
      });
      await Promise.all(round);
    }

    expect(faults).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const { rows, wrong } = await findOffSchema(open);
    expect(wrong).toEqual([]);
    const odd = `hour IS NOT NULL OR "first" NOT IN (0, 1) OR length(id) <> 16 OR length(session) <> 16 OR sequence < 0`;
    expect(readRows(open, 'events.sqlite', `SELECT * FROM events WHERE ${odd}`)).toEqual([]);
    const consents = readRows(
      open,
      'consents.sqlite',
      'SELECT DISTINCT purposes, scope, language, method FROM consents',
    );
    for (const row of consents)
      expect(row).toEqual({
        purposes: expect.stringMatching(/^(?:improve|shop|improve shop|)$/),
        scope: expect.toBeOneOf([1, 2]),
        language: 'en',
        method: expect.stringMatching(/^[a-z-]+$/),
      });
    console.log(
      `T-92: ${count} bodies of seed ${seed}, ${rows} events stored, ${consents.length} kinds of consents;`,
      JSON.stringify(Object.fromEntries([...statuses].sort())),
    );

    // It was a search: every way to break was used, and each address both took and refused.
    expect([...used.keys()].sort()).toEqual([...KINDS].sort());
    for (const answer of ['events 202', 'events 400', 'consent 201', 'consent 400', 'erase 200', 'erase 400'])
      expect([answer, statuses.get(answer) ?? 0]).not.toEqual([answer, 0]);
    expect(rows).toBeGreaterThan(count / 10);
    // And it still counts.
    expect((await open.postEvents([pageView()])).stored).toBe(1);
  });
});
