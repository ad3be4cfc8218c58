import { describe, expect, it } from 'vitest';
import { compareReport } from '../../../demo/traffic/compare-reports.ts';
import type { ExpectedReport } from '../../../demo/traffic/truth/expected-reports.ts';

const expected: ExpectedReport = {
  report: 'top-pages',
  from: '2026-11-26',
  to: '2026-11-26',
  period: 'day',
  rows: [
    { value: '/', count: 9 },
    { value: '(other)', count: 7 },
  ],
};
const answer = { k: 5, development: false, rows: expected.rows, total: 16 };

const compare = (given: object) =>
  compareReport(expected, { k: 5, site: 'http://localhost/askfirst', ask: async () => ({ ...answer, ...given }) });

describe('the comparison of a report with the truth', () => {
  it('finds nothing where all is equal', async () => {
    expect(await compare({})).toMatchObject({ numbers: 3, differences: [] });
  });

  it('asks for the site, the days and the period', async () => {
    const asked: string[] = [];
    await compareReport(expected, {
      k: 5,
      site: 'http://localhost/askfirst',
      ask: async (path) => {
        asked.push(path);
        return answer;
      },
    });
    expect(asked).toEqual([
      '/reports/top-pages?site=http%3A%2F%2Flocalhost%2Faskfirst&from=2026-11-26&to=2026-11-26&period=day',
    ]);
  });

  it.each([
    ['a number that is one off', { rows: [{ value: '/', count: 10 }, expected.rows[1]] }, 1],
    ['a row too many', { rows: [...expected.rows, { value: '/rare', count: 1 }] }, 1],
    ['a row that is missing', { rows: expected.rows.slice(0, 1) }, 1],
    ['rows in another order', { rows: [...expected.rows].reverse() }, 2],
    ['a bound where a number is due', { rows: [{ value: '/', count: 9, atLeast: true }, expected.rows[1]] }, 1],
    ['a mark it does not know', { rows: [{ value: '/', count: 9, open: true }, expected.rows[1]] }, 1],
    ['a total that does not add up', { total: 17 }, 1],
    ['another threshold', { k: 1 }, 1],
    ['a development site', { development: true }, 1],
    ['no rows at all', { rows: undefined }, 2],
  ])('finds %s', async (_, given, differences) => {
    expect((await compare(given)).differences).toHaveLength(differences);
  });
});
