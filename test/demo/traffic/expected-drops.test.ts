import { describe, expect, it } from 'vitest';
import { DROP_REASONS } from '../../../contract/drop-reasons.ts';
import { checkDrops, expectDrops, type NotedBatch } from '../../../demo/traffic/truth/expected-drops.ts';
import type { Outcome } from '../../../demo/traffic/truth/expected-events.ts';

const RULES = { k: 5, from: '2026-11-01', to: '2026-11-30', timeZone: 'Europe/Athens' };

/** A batch that was taken, with what it told. */
const batch = (at: string, drops: Record<string, number>, changes: Partial<NotedBatch> = {}): NotedBatch => ({
  browser: 'b',
  path: '/askfirst/events',
  atMs: Date.parse(at),
  body: JSON.stringify({ events: [], drops }),
  status: 202,
  answer: '{"stored":0,"dropped":[]}',
  ...changes,
});
const shown = (batches: NotedBatch[]) => expectDrops(batches, RULES).rows.filter(({ count }) => count > 0);
const outcome = (changes: Partial<Outcome> = {}) =>
  new Map([['b', { decision: 'granted', views: [], late: 0, ...changes } as Outcome]]);

describe('what the report on dropped events must say', () => {
  it('lists every reason, and rounds each day down before it adds', () => {
    const { rows } = expectDrops([], RULES);
    expect(rows).toEqual(Object.keys(DROP_REASONS).map((value) => ({ value, count: 0, tooFew: true })));
    // Half past ten in the evening by UTC is the next day in Athens: 4 and 9, not 13.
    const told = [
      batch('2026-11-20T10:00:00Z', { 'too-old': 4 }),
      batch('2026-11-20T22:30:00Z', { 'too-old': 5, denied: 7 }),
      batch('2026-11-21T10:00:00Z', { 'too-old': 4 }),
    ];
    expect(shown(told)).toEqual([
      { value: 'denied', count: 5, atLeast: true },
      { value: 'too-old', count: 5, atLeast: true },
    ]);
  });

  it('counts what the collector refused, nothing of a batch that was not taken, and nothing outside the days', () => {
    const answer = JSON.stringify({ dropped: Array(6).fill({ id: '', reason: 'event-malformed' }) });
    expect(shown([batch('2026-11-20T10:00:00Z', {}, { answer })])).toMatchObject([{ value: 'event-malformed' }]);
    expect(shown([batch('2026-11-20T10:00:00Z', { 'too-old': 9 }, { status: 409 })])).toEqual([]);
    expect(shown([batch('2026-12-20T10:00:00Z', { 'too-old': 9 })])).toEqual([]);
  });
});

describe('what the truth holds against it', () => {
  const check = (drops: Record<string, number>, changes: Partial<Outcome> = {}) =>
    checkDrops([batch('2026-11-20T10:00:00Z', drops)], outcome(changes), RULES.timeZone);

  it('is nothing where all that waited too long was told of', () => {
    expect(check({})).toEqual([]);
    // Views of a page that was being closed may wait too long as well, and visits with them.
    expect(check({ 'too-old': 3 }, { late: 2 })).toEqual([]);
  });

  it('names what was not told, what cannot have happened, and whoever told without a yes', () => {
    expect(check({ 'too-old': 1 }, { late: 2 })).toEqual(['b: 2 page views waited too long, and it told of 1']);
    expect(check({ denied: 1 })).toEqual(['b: 1 dropped as denied, for which nothing happened']);
    expect(check({ 'too-old': 1 }, { decision: 'denied' })).toEqual(['b: told of 1 dropped events without a yes']);
  });
});
