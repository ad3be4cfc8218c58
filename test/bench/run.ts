/**
 * `npm run bench`: bytes, page, ingest, store, registry and rights, each beside its reference in the same run (never a timed test).
 * Options: `--quick` (a smoke run), `--rows <n>` (events in the store), `--only bytes|page|ingest|store|registry|rights`, `--write`
 * (puts the table into docs/measurements.md).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchOptions, FULL, QUICK, ROOT } from './bench-options.ts';
import { measureBytes } from './measure-bytes.ts';
import { measureIngest } from './measure-ingest.ts';
import { measurePage } from './measure-page.ts';
import { measureRegistry } from './measure-registry.ts';
import { measureRights } from './measure-rights.ts';
import { measureStore } from './measure-store.ts';
import { type Group, printGroup } from './table.ts';

const PAGE = join(ROOT, 'docs/measurements.md');

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    rows: { type: 'string' },
    only: { type: 'string' },
    write: { type: 'boolean' },
  },
});
const size = values.quick ? QUICK : FULL;
const options: BenchOptions = { ...size, rows: values.rows === undefined ? size.rows : Number(values.rows) };
const parts: Readonly<Record<string, (options: BenchOptions) => Promise<readonly Group[]>>> = {
  bytes: measureBytes,
  page: measurePage,
  ingest: measureIngest,
  store: measureStore,
  registry: measureRegistry,
  rights: measureRights,
};
const chosen = values.only === undefined ? Object.keys(parts) : [values.only];

if (!Number.isInteger(options.rows) || options.rows < 1 || chosen.some((name) => !Object.hasOwn(parts, name))) {
  console.error(
    'Usage: npm run bench -- [--quick] [--rows <n>] [--only bytes|page|ingest|store|registry|rights] [--write]',
  );
  process.exitCode = 1;
} else {
  const printed: string[] = [];
  for (const name of chosen) {
    console.error(`Measuring: ${name}`);
    for (const group of (await parts[name]?.(options)) ?? []) printed.push(printGroup(group));
  }
  console.log(printed.join('\n'));
  if (values.write) writeFileSync(PAGE, `${toPage(printed)}${readDrills()}`);
}

/** What the drills in full showed, and which aims are missed, is written by hand, at the end of the page. */
function readDrills(): string {
  const page = readFileSync(PAGE, 'utf8');
  const at = page.indexOf('\n## The drills in full');
  return at === -1 ? '' : page.slice(at);
}

function toPage(printed: readonly string[]): string {
  const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`;
  return `# Measurements

Printed by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, on a machine with 2 cores that did nothing else. Each value
is the median of ${options.runs} runs with the least and the most, or was measured once where no range stands; each row stands beside its reference from the same run. Compare within a row: another
machine gives other numbers, and much the same ratios.

${printed.join('\n')}`;
}
