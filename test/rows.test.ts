import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from './architecture/source.ts';

/** Rows of the catalogues of faults (T) and of the interface (UI) that the spine must answer for. */
const ROWS = [
  ...[
    1, 15, 17, 19, 21, 26, 29, 30, 31, 42, 52, 54, 55, 56, 57, 62, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79,
    80, 81, 82, 83, 84, 85, 86, 89, 90, 91, 92, 93, 94, 95, 98, 99, 100, 101, 102, 103, 104, 105, 106, 109, 111, 112,
    114,
  ].map((number) => `T-${String(number).padStart(2, '0')}`),
  ...['A1', 'A2', 'A3', 'A5', 'A6', 'A7', 'A12', 'A14', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'C1', 'C2', 'C4'],
  ...['F1', 'F4', 'G1', 'G2', 'G5', 'G7', 'G8', 'G10'],
].map((row) => (row.startsWith('T-') ? row : `UI-${row}`));

/** Rows that withdrawing, erasing and the privacy centre must answer for. */
const RIGHTS_ROWS = [
  ...['T-11', 'T-16', 'T-61', 'T-65', 'T-66'],
  ...['A13', 'D1', 'D3', 'D4', 'E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'F3', 'F6', 'F7'].map(
    (row) => `UI-${row}`,
  ),
];

/** Rows that registry, review and transparency must answer for. */
const REGISTRY_ROWS = [
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17, 18, 20, 21].map((number) => `GL-${number}`),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((number) => `MZ-${number}`),
  ...['CH-5', 'CH-6', 'CH-15', 'FE-4', 'FE-7', 'FE-8', 'FE-10', 'FE-20'],
  ...['UI-A10', 'UI-A11', 'UI-B8', 'UI-C5', 'UI-C6', 'UI-C7', 'UI-D2', 'T-64'],
];

/** Promises that the spine must keep; none may be pending. */
const PROMISES = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'];

const tests = readSources().filter(({ path }) => /^test\/(?!rows|mutants).*\.test\.tsx?$/.test(path));
/** Is it in the name of a test, or at least in a string of a test file? A comment does not count. */
const isNamed = (row: string) => tests.some(({ text }) => new RegExp(`['"\`][^'"\`\\n]*\\b${row}\\b`).test(text));
const pending = readFileSync(join(import.meta.dirname, 'pending.md'), 'utf8');
const isPending = (row: string) => new RegExp(`^\\| ${row} \\|`, 'm').test(pending);

describe('every row has a test of its name, or a reason why not yet', () => {
  it.each([...ROWS, ...RIGHTS_ROWS, ...REGISTRY_ROWS])('%s', (row) => {
    expect(isNamed(row) || isPending(row)).toBe(true);
  });

  it.each(PROMISES)('%s has a test and is not pending', (promise) => {
    expect(isNamed(promise)).toBe(true);
    expect(isPending(promise)).toBe(false);
  });

  it('lists as pending only what has no test', () => {
    expect(ROWS.filter((row) => isNamed(row) && isPending(row))).toEqual([]);
  });
});
