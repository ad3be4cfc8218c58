import { describe, expect, it } from 'vitest';
import type { ReportAnswer } from '../../../collector/reports/answer.ts';
import { toCsv, toField } from '../../../collector/reports/csv.ts';
import { toTextTable } from '../../../collector/reports/text-table.ts';

const answer: ReportAnswer = {
  report: 'top-pages',
  site: 'https://shop.example/askfirst',
  from: '2026-11-01',
  to: '2026-11-02',
  period: 'day',
  k: 10,
  development: false,
  timeZone: 'Europe/Lisbon',
  rows: [
    { value: '/a,"b"', count: 1_234, atLeast: true, open: true },
    { value: '=HYPERLINK("https://evil.example")', count: 20 },
  ],
  total: 1_254,
  atLeast: true,
};

describe('CSV', () => {
  it('S-18 gives no spreadsheet a formula', () => {
    for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1']) {
      expect(toField(formula).replace(/^"/, '')[0]).toBe("'");
    }
    expect(toField('/plain')).toBe('/plain');
    expect(toField(-3)).toBe('-3');
  });

  it('writes one line for each row, quoted where it has to be', () => {
    expect(toCsv(answer)).toBe(
      'value,count,atLeast,open,tooFew\r\n"/a,""b""",1234,true,true,\r\n"\'=HYPERLINK(""https://evil.example"")",20,,,\r\n',
    );
  });

  it('names the first column as the period where rows are periods', () => {
    expect(toCsv({ ...answer, period: 'week', rows: [{ week: '2026-11-02', count: 30 }] })).toBe(
      'week,count,atLeast,open,tooFew\r\n2026-11-02,30,,,\r\n',
    );
  });
});

describe('the table on a terminal', () => {
  it('says whose figures these are, from when, and how large a crowd stands behind them', () => {
    const text = toTextTable(answer);
    expect(text).toContain('Top pages of https://shop.example/askfirst, 2026-11-01 to 2026-11-02 (Europe/Lisbon)');
    expect(text).toContain('At least 10 browsers');
    expect(text).toMatch(/\/a,"b" +at least 1,234\n/);
    expect(text).toMatch(/Total +at least 1,254\n/);
    expect(toTextTable({ ...answer, development: true, k: 1 })).toContain('Development site');
  });

  it('obeys no control character that a path might hold', () => {
    const text = toTextTable({ ...answer, rows: [{ value: '/\u001b[2J\u202e\u0007', count: 20 }] });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
