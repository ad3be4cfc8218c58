import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BufferedEvent, readmit, sizeInBytes } from '../../src/admit.ts';
import { createDevice, type Device } from '../../src/device.ts';
import { prepare, type Seen, toWire } from '../../src/send/prepare.ts';
import { toJson } from '../../src/to-json.ts';
import { siteOf } from './site.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;

/** A device whose clock a test sets; the rest of the browser is not asked for here. */
function deviceAt(nowMs: number, changes = {}): Device {
  const neighbours = {
    now: () => nowMs,
    random: (bytes: number) => webcrypto.getRandomValues(new Uint8Array(bytes)),
    subtle: webcrypto.subtle,
  };
  // Only these neighbours are used by what is tested here.
  return createDevice(neighbours as never, siteOf(changes), 'http://shop.example/askfirst/');
}
const event = (metric: string, recordedAtMs: number, properties = {}): BufferedEvent => {
  const row = readmit({ metric, properties, handle: webcrypto.getRandomValues(new Uint8Array(16)), recordedAtMs });
  if (!row) throw new Error('The row has not the shape of one.');
  return row;
};
const empty = (): Seen => ({ key: webcrypto.getRandomValues(new Uint8Array(32)), marks: {} });
const rules = siteOf().registry.metrics;

async function prepareAll(
  events: readonly BufferedEvent[],
  { nowMs = NOON, offsetMs = 0, seen = empty(), changes = {} } = {},
) {
  const device = deviceAt(nowMs, changes);
  const sent = [];
  let table = seen;
  for (const one of events) {
    const rule = rules[one.metric];
    if (!rule) throw new Error(`No rule for ${one.metric}`);
    const [after, ready] = await prepare(device, { event: one, rule, seen: table, clockOffsetMs: offsetMs });
    table = after;
    if (ready) sent.push(await toWire(device, ready, rule));
  }
  return { sent, seen: table };
}

describe('what is fixed before the first attempt', () => {
  it('first: once a day for each metric and value of its distinct property', async () => {
    const { sent } = await prepareAll([
      event('page.view', NOON, { path: '/a' }),
      event('page.view', NOON, { path: '/a' }),
      event('page.view', NOON, { path: '/b' }),
      event('page.view', NOON - DAY_MS, { path: '/a' }),
    ]);
    expect(sent.map(({ first }) => first ?? false)).toEqual([true, false, true, true]);
  });

  it('visit.day: once a day, its week and month once each, and how long ago the browser was first seen', async () => {
    const days = [0, 0, 1, 7, 8, 9, 10, 40, 200].map((later) => event('visit.day', NOON + later * DAY_MS));
    const { sent } = await prepareAll(days, { nowMs: NOON + 300 * DAY_MS });
    expect(sent.map(({ day, properties }) => [day, properties.week, properties.month, properties.age])).toEqual([
      ['2026-11-22', true, true, 'new'],
      ['2026-11-23', true, false, 'week'],
      ['2026-11-29', false, false, 'month'],
      ['2026-11-30', true, false, 'month'],
      ['2026-12-01', false, true, 'month'],
      ['2026-12-02', false, false, 'month'],
      ['2027-01-01', true, true, 'quarter'],
      ['2027-06-10', true, true, 'older'],
    ]);
  });

  it('P7 an event in its final form never changes, however often it is prepared again', async () => {
    const device = deviceAt(NOON);
    const rule = rules['page.view'];
    if (!rule) throw new Error('No rule');
    const [seen, ready] = await prepare(device, {
      event: event('page.view', NOON, { path: '/a' }),
      rule,
      seen: empty(),
      clockOffsetMs: 0,
    });
    if (!ready) throw new Error('Nothing was prepared.');
    const [after, again] = await prepare(deviceAt(NOON + 2 * DAY_MS), { event: ready, rule, seen, clockOffsetMs: 9e9 });
    expect(again).toEqual(ready);
    expect(Object.keys(after.marks)).toEqual(Object.keys(seen.marks));
  });

  it('P7 the marks say nothing without their key, and two browsers share none', async () => {
    const one = await prepareAll([event('page.view', NOON, { path: '/a' })]);
    const two = await prepareAll([event('page.view', NOON, { path: '/a' })]);
    expect(JSON.stringify(one.seen.marks)).not.toContain('/a');
    expect(Object.keys(one.seen.marks)).not.toEqual(Object.keys(two.seen.marks));
  });

  it("T-49 the day is the collector's: a clock three years off is corrected, and nothing lies in the future", async () => {
    for (const years of [-3, 3]) {
      const offsetMs = -years * 365 * DAY_MS;
      const nowMs = NOON - offsetMs;
      const { sent } = await prepareAll([event('page.view', nowMs, { path: '/a' })], { nowMs, offsetMs });
      expect(sent[0]?.day).toBe('2026-11-22');
    }
    const jumped = await prepareAll([event('page.view', NOON + 900 * DAY_MS, { path: '/a' })]);
    expect(jumped.sent[0]?.day).toBe('2026-11-22');
  });

  it('T-49 where hours travel, a clock that jumps back leaves none that has not come yet, and moves none that has', async () => {
    const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
    const hourly = { changes: { timePrecision: 'hour' } };
    const view = (recordedAtMs: number) => event('page.view', recordedAtMs, { path: '/a' });
    const whenOf = async (recordedAtMs: number, nowMs: number, offsetMs = 0) => {
      const { sent } = await prepareAll([view(recordedAtMs)], { nowMs, offsetMs, ...hourly });
      return `${sent[0]?.day} ${sent[0]?.hour}`;
    };
    // Recorded while the clock was three hours ahead; a new look at the time has put it right.
    expect(await whenOf(NOON + 3 * HOUR_MS, NOON + 40 * MINUTE_MS)).toBe('2026-11-22 12');
    // Over midnight, back into the day before.
    expect(await whenOf(NOON + 12.5 * HOUR_MS, NOON + 11.8 * HOUR_MS)).toBe('2026-11-22 23');
    // The clock jumped an hour back and is wrong now: the collector's says so, and what came before the jump is clamped to it.
    expect(await whenOf(NOON, NOON - 50 * MINUTE_MS, HOUR_MS)).toBe('2026-11-22 12');
    // Recorded before the hour to which the clock jumped back: true as it is.
    expect(await whenOf(NOON - 2 * HOUR_MS, NOON - HOUR_MS)).toBe('2026-11-22 10');
  });

  it('the hour travels only where the site says so', async () => {
    const view = () => [event('page.view', NOON, { path: '/a' })];
    expect((await prepareAll(view())).sent[0]).not.toHaveProperty('hour');
    expect((await prepareAll(view(), { changes: { timePrecision: 'hour' } })).sent[0]?.hour).toBe(12);
  });

  it('P7 what travels has these fields and no others', async () => {
    const row = Object.assign(event('page.view', NOON, { path: '/a' }), {
      ...{ visitor: 'x', epoch: 'e', token: 't' },
      // A row may say what it likes: only a review lets events be joined.
      ...{ session: '0'.repeat(32), sequence: 3 },
    });
    const { sent } = await prepareAll([row]);
    expect(Object.keys(sent[0] ?? {}).sort()).toEqual(['day', 'first', 'id', 'metric', 'properties']);
  });

  it('P7 a session travels on metrics reviewed with linkage session, and on no other', async () => {
    const joined = { session: 'ab'.repeat(16), sequence: 0 };
    const rule = { ...rules['page.view'], linkage: 'session' } as NonNullable<(typeof rules)['page.view']>;
    const device = deviceAt(NOON, {});
    const [, ready] = await prepare(device, {
      event: Object.assign(event('page.view', NOON, { path: '/a' }), joined),
      rule,
      seen: empty(),
      clockOffsetMs: 0,
    });
    if (!ready) throw new Error('It was not prepared.');
    expect(await toWire(device, ready, rule)).toMatchObject(joined);
    expect(await toWire(device, ready, { ...rule, linkage: 'none' })).not.toHaveProperty('session');
  });
});

describe('text', () => {
  it('T-53 is measured in bytes', () => {
    expect(sizeInBytes('abc')).toBe(3);
    expect(sizeInBytes('🦀')).toBe(4);
    expect(sizeInBytes('\ud800')).toBe(3);
  });

  it('T-45 becomes JSON as the standard says, for anything JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(toJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(toJson({ a: undefined, b: [1, '"', null] })).toBe('{"b":[1,"\\"",null]}');
  });
});
