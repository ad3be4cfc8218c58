/** `npm run demo:week -- --employees 8 --seed 7`: people of three organisations work for a week, and every row is checked. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from '../traffic/find-chromium.ts';
import { FEWEST_EMPLOYEES } from './plan.ts';
import { runWeek } from './run-week.ts';

const { values } = parseArgs({
  options: {
    employees: { type: 'string', default: '40' },
    seed: { type: 'string' },
    'at-once': { type: 'string', default: '6' },
    /** Where truth and data are kept; a new folder among the system's temporary ones unless named. */
    folder: { type: 'string' },
  },
});

const employees = Number(values.employees);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const atOnce = Number(values['at-once']);
if (
  ![employees, seed, atOnce].every((number) => Number.isInteger(number) && number >= 0) ||
  employees < FEWEST_EMPLOYEES
) {
  console.error(`--employees takes a whole number from ${FEWEST_EMPLOYEES}, --seed and --at-once whole numbers.`);
  process.exit(1);
}
const folder = values.folder ? resolve(values.folder) : mkdtempSync(join(tmpdir(), 'askfirst-week-'));
mkdirSync(folder, { recursive: true });
console.log(`${employees} employees, seed ${seed}, truth in ${join(folder, 'truth.jsonl')}`);

const begun = performance.now();
const result = await runWeek({
  employees,
  seed,
  folder,
  chromium: findChromium(),
  atOnce,
  log: (line) => console.log(line),
});

console.log('\ncustom                                    contexts  requests per context  of these more than a file');
const counts = [...result.requestsByContext.values()];
for (const custom of new Set(counts.map((count) => count.custom))) {
  const its = counts.filter((count) => count.custom === custom);
  const range = (name: 'all' | 'told') => {
    const numbers = its.map((count) => count[name]);
    return `${Math.min(...numbers)} to ${Math.max(...numbers)}`;
  };
  const columns = [custom.padEnd(40), String(its.length).padStart(8), range('all').padStart(20)];
  console.log(`${columns.join('  ')}  ${range('told').padStart(23)}`);
}
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(
  `\n${result.people} people in ${result.contexts} contexts; ${result.taken} events were taken, ${result.erased} erased again.`,
);
console.log(`${result.rows} yeses stand. ${result.figures} figures compared in ${result.checks} checks.`);

const tooSmall = [
  ...(result.people < employees ? [`Only ${result.people} of ${employees} people came.`] : []),
  ...(result.contexts < employees ? [`Only ${result.contexts} contexts were opened.`] : []),
  ...(result.erased < employees || result.taken - result.erased < employees
    ? ['Too little was stored or erased.']
    : []),
];
const problems = [...result.problems, ...tooSmall];
for (const problem of problems.slice(0, 60)) console.error(problem);
console.log(
  problems.length === 0
    ? `What is stored is what people agreed to, after every step of the week. ${seconds} s`
    : `${problems.length} problems. Run again with --employees ${employees} --seed ${seed}. ${seconds} s`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
if (!values.folder && problems.length === 0) rmSync(folder, { recursive: true });
