/** Visitors of random crowds against the truth: who came is known here, and nowhere in the product. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportParts } from '../../../collector/reports/figures.ts';
import { readReport } from '../../../collector/reports/report.ts';
import { toCells } from '../../../collector/reports/suppress.ts';
import type { Rows } from './crowd.ts';

const K = 5;
const SITE = 'https://shop.example/askfirst';
const metrics = { 'visit.day': {} };
/** Five whole weeks, Monday to Sunday, with the end of a month in the middle. */
const DAYS = Array.from({ length: 35 }, (_, at) => new Date(Date.UTC(2026, 9, 12 + at)).toISOString().slice(0, 10));
const weekAt = (at: number) => Math.floor(at / 7);
const monthAt = (at: number) => (DAYS[at] ?? '').slice(0, 7);

/** For each browser the days on which it came, as places in DAYS. */
type Crowd = readonly (readonly number[])[];

/** Regulars come often, others once or twice; some days belong to few. */
const crowds: fc.Arbitrary<Crowd> = fc.array(
  fc.oneof(
    fc.uniqueArray(fc.nat({ max: DAYS.length - 1 }), { maxLength: 3 }),
    fc.uniqueArray(fc.nat({ max: DAYS.length - 1 }), { minLength: 8, maxLength: 30 }),
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
);

/** What a device says on one of its days: is it the first in its week, in its month? */
function flagsOf(visits: readonly number[], at: number): { week: boolean; month: boolean } {
  const earlier = visits.filter((other) => other < at);
  return {
    week: !earlier.some((other) => weekAt(other) === weekAt(at)),
    month: !earlier.some((other) => monthAt(other) === monthAt(at)),
  };
}

function rowsOf(crowd: Crowd, at: number): Rows[] {
  return crowd
    .filter((visits) => visits.includes(at))
    .map((visits) => ({ metric: 'visit.day', properties: flagsOf(visits, at), count: 1, firsts: 1 }));
}

/** Every day closed, as a store would hold it. */
function publish(crowd: Crowd): ReportParts {
  const cells = DAYS.flatMap((day, at) => toCells(day, rowsOf(crowd, at), { k: K, metrics }));
  const within = (day: string, from: string, to: string) => day >= from && day <= to;
  return {
    configuration: { kThreshold: K, timeZone: 'UTC' },
    metrics,
    clock: { now: () => Date.UTC(2027, 0, 1) },
    store: {
      readSites: async () => [SITE],
      readDaysWithEvents: async (_site, from, to) => DAYS.filter((day) => within(day, from, to)),
      readClosedDays: async (_site, from, to) => DAYS.filter((day) => within(day, from, to)),
      readDrops: async () => [],
      readCells: async (_site, _metric, from, to) => cells.filter(({ day }) => within(day, from, to)),
      readDay: async () => [],
    },
  };
}

async function rowsBy(period: string, crowd: Crowd) {
  const answer = await readReport('visitors', { period, from: DAYS[0], to: DAYS.at(-1) }, publish(crowd));
  if ('problem' in answer) throw new Error(answer.problem.detail);
  return answer.rows;
}

const browsersOn = (crowd: Crowd, isIn: (at: number) => boolean) => crowd.filter((visits) => visits.some(isIn)).length;

describe('P7 visitors of random crowds', () => {
  it('P7 T-110 a day tells its true number of browsers, or nothing where they are fewer than k', async () => {
    await fc.assert(
      fc.asyncProperty(crowds, async (crowd) => {
        const rows = await rowsBy('day', crowd);
        for (const [at, day] of DAYS.entries()) {
          const truth = browsersOn(crowd, (visit) => visit === at);
          expect(rows[at]).toEqual(truth >= K ? { day, count: truth } : { day, count: 0, tooFew: true });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('P7 T-110 a week tells at most its true number, exactly that number unless it says "at least", and no crowd below k', async () => {
    await fc.assert(
      fc.asyncProperty(crowds, async (crowd) => {
        const rows = await rowsBy('week', crowd);
        for (const [week, row] of rows.entries()) {
          const truth = browsersOn(crowd, (visit) => weekAt(visit) === week);
          expect(row.count).toBeLessThanOrEqual(truth);
          if (!row.atLeast && !row.tooFew) expect(row.count).toBe(truth);
          if (row.count > 0) expect(row.count).toBeGreaterThanOrEqual(K);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('P7 T-110 what a single day adds to its week or month comes from at least k browsers, whatever is subtracted', async () => {
    await fc.assert(
      fc.asyncProperty(crowds, async (crowd) => {
        for (const [at, day] of DAYS.entries()) {
          const behind = new Map<string, number>();
          for (const { properties } of rowsOf(crowd, at)) {
            const name = `${properties.week ? 'w' : ''}${properties.month ? 'm' : ''}`;
            behind.set(name, (behind.get(name) ?? 0) + 1);
          }
          const cells = toCells(day, rowsOf(crowd, at), { k: K, metrics });
          const hidden = [...behind.values()].filter((browsers) => browsers < K).length;
          // Cells of one day never share a browser, so each must be a crowd by itself, and none stands for a single rare kind.
          for (const { firsts } of cells) expect(firsts).toBeGreaterThanOrEqual(K);
          expect(cells.some(({ value }) => value === '(other)')).toBe(hidden > 0 && cells.length > 0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
