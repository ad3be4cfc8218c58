import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from './architecture/source.ts';

/** The numbers from the first to the last. */
const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
const faults = (...numbers: readonly number[]) => numbers.map((number) => `T-${String(number).padStart(2, '0')}`);
const rows = (prefix: string, ...names: readonly (string | number)[]) => names.map((name) => `${prefix}-${name}`);

/** Rows of the catalogues of faults (T) and of the interface (UI) that the spine must answer for. */
const SPINE_ROWS = [
  ...faults(1, 15, 17, 19, 21, 26, 29, 30, 31, 42, 54, 55, 56, 57, 62, 67, 78, 79, 83, 85, 90, 91, 93, 95, 99),
  ...faults(101, 103),
  ...rows('UI', 'A1', 'A2', 'A3', 'A5', 'A6', 'A7', 'A12', 'A14', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'C1', 'C2', 'C4'),
  ...rows('UI', 'F1', 'F4', 'G1', 'G2', 'G5', 'G7', 'G8', 'G10'),
];

/** Rows that it must answer for under fire: faults, races and hostile input. */
const FIRE_ROWS = [
  ...faults(
    ...range(2, 14),
    16,
    18,
    20,
    22,
    23,
    27,
    28,
    ...range(32, 37),
    40,
    41,
    ...range(43, 53),
    58,
    59,
    60,
    63,
    64,
  ),
  ...faults(80, 81, 84, 86, 89, 92, 94, 98, 100, 102, 104, 105, 106, 109, 111, 112, 114),
];

/** Rows that withdrawing, erasing, proof and the privacy centre must answer for. */
const RIGHTS_ROWS = [
  ...faults(11, 16, 61, ...range(65, 77), 82),
  ...rows('UI', 'A13', 'C1', 'C2', 'C3', 'C4', 'D1', 'D3', 'D4', 'D6', 'F3', 'F6', 'F7'),
  ...rows('UI', 'E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8'),
  ...rows('GL', 13, 15, 16),
  ...['FE-1', 'CH-13'],
];

/** Rows that signed-in people and their organisations must answer for. */
const ORGANISATION_ROWS = [...rows('GL', 1, 7, 19), 'FE-2', 'FE-14', 'UI-E9'];

/** Rows that registry, review and transparency must answer for. */
const REGISTRY_ROWS = [
  ...rows('GL', ...range(2, 12), 14, 17, 18, 20, 21),
  ...rows('MZ', ...range(1, 15)),
  ...['CH-5', 'CH-6', 'CH-15', 'FE-4', 'FE-7', 'FE-8', 'FE-10', 'FE-20'],
  ...['UI-A10', 'UI-A11', 'UI-B8', 'UI-C5', 'UI-C6', 'UI-C7', 'UI-D2', 'T-64'],
];

const ROWS = [...new Set([...SPINE_ROWS, ...FIRE_ROWS, ...RIGHTS_ROWS, ...ORGANISATION_ROWS, ...REGISTRY_ROWS])];

/** Promises that the spine must keep; none may be pending. */
const PROMISES = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'];

const tests = readSources().filter(({ path }) => /^test\/(?!rows|mutants).*\.test\.tsx?$/.test(path));
/** Is it in the name of a test, or at least in a string of a test file? A comment does not count. */
const isNamed = (row: string) => tests.some(({ text }) => new RegExp(`['"\`][^'"\`\\n]*\\b${row}\\b`).test(text));
const pending = readFileSync(join(import.meta.dirname, 'pending.md'), 'utf8');
const isPending = (row: string) => new RegExp(`^\\| ${row} \\|`, 'm').test(pending);

describe('every row has a test of its name, or a reason why not yet', () => {
  it.each(ROWS)('%s', (row) => {
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
