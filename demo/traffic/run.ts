/** `npm run demo:traffic -- --contexts 12 --seed 7`: real pages go through the shop, and every number is checked. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './find-chromium.ts';
import { runTraffic } from './run-traffic.ts';

const { values } = parseArgs({
  options: {
    contexts: { type: 'string', default: '220' },
    seed: { type: 'string' },
    'at-once': { type: 'string', default: '8' },
    /** Where truth, registry and data are kept; a new folder among the system's temporary ones unless named. */
    folder: { type: 'string' },
  },
});

/** The smallest run that has every kind of visitor. */
const FEWEST_CONTEXTS = 12;

const contexts = Number(values.contexts);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const atOnce = Number(values['at-once']);
if (
  ![contexts, seed, atOnce].every((number) => Number.isInteger(number) && number >= 0) ||
  contexts < FEWEST_CONTEXTS
) {
  console.error(`--contexts takes a whole number from ${FEWEST_CONTEXTS}, --seed and --at-once whole numbers.`);
  process.exit(1);
}
const folder = values.folder ? resolve(values.folder) : mkdtempSync(join(tmpdir(), 'askfirst-traffic-'));
mkdirSync(folder, { recursive: true });
console.log(`${contexts} browser contexts, seed ${seed}, truth in ${join(folder, 'truth.jsonl')}`);

const begun = performance.now();
const result = await runTraffic({
  contexts,
  seed,
  folder,
  chromium: findChromium(),
  atOnce,
  log: (line) => console.log(line),
});

console.log('\nscenario                  contexts  requests per context  of these to the collector');
const allCounts = [...result.requestsByBrowser.values()];
for (const scenario of new Set(allCounts.map((count) => count.scenario))) {
  const counts = allCounts.filter((count) => count.scenario === scenario);
  const each = (name: 'all' | 'toCollector') => {
    const numbers = counts.map((count) => count[name]);
    return `${Math.min(...numbers)} to ${Math.max(...numbers)}`;
  };
  const columns = [scenario.padEnd(24), String(counts.length).padStart(8), each('all').padStart(20)];
  console.log(`${columns.join('  ')}  ${each('toCollector').padStart(25)}`);
}
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(`\n${result.contexts} contexts opened; ${result.viewsExpected} page views must have arrived.`);
console.log(`${result.numbersCompared} numbers compared, ${result.figuresShown} of them neither zero nor hidden.`);

const tooSmall = result.contexts < contexts ? [`Only ${result.contexts} of ${contexts} contexts were opened.`] : [];
const problems = [...tooSmall, ...result.problems];
for (const problem of problems.slice(0, 100)) console.error(problem);
console.log(
  problems.length === 0
    ? `Every number equals the truth, and nothing was sent without a yes. ${seconds} s`
    : `${problems.length} problems. Run again with --contexts ${contexts} --seed ${seed}. ${seconds} s`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
