/**
 * `askfirst report`: reads the data folder itself, for reading only, so it works while a collector runs and when none
 * does, and needs neither port nor token: whoever can read the folder can read the reports.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { dayAndHour } from '../../contract/day.ts';
import { loadRegistry } from '../registry/load-registry.ts';
import { toCsv } from '../reports/csv.ts';
import type { ReportParts } from '../reports/figures.ts';
import { countRead } from '../reports/read-counts.ts';
import { REPORTS, readReport } from '../reports/report.ts';
import { toKnownMetrics } from '../reports/suppress.ts';
import { toTextTable } from '../reports/text-table.ts';
import { StartProblem } from '../start-problem.ts';
import { openReadConnection } from '../store/sqlite/connection.ts';
import { createQueries } from '../store/sqlite/queries.ts';
import { EVENTS_FILE } from '../store/sqlite/schema.ts';

/** The part of Node's process that the command uses. */
type Output = { readonly stdout: { write(text: string): unknown } };

interface ReportFlags {
  readonly site?: string;
  readonly from?: string;
  readonly to?: string;
  readonly period?: string;
  readonly limit?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly data: string;
  readonly registry: string;
}

/** Adds `report` to the command line. */
export function addReport(program: Command, terminal: Output, clock: { now(): number } = Date): void {
  program
    .command('report')
    .description(`Read a report: ${Object.keys(REPORTS).join(', ')}.`)
    .argument('<name>', 'which report')
    .option('--site <site>', 'origin and base path, https://shop.example/askfirst; not needed with a single site')
    .option('--from <day>', 'first day, 2026-11-01')
    .option('--to <day>', 'last day; today unless given')
    .option('--period <period>', 'day, week or month')
    .option('--limit <rows>', 'most rows')
    .addOption(new Option('--json', 'as JSON').conflicts('csv'))
    .option('--csv', 'as CSV')
    .addOption(
      new Option('--data <folder>', 'where events, consents and secrets lie').env('ASKFIRST_DATA').default('./data'),
    )
    .addOption(
      new Option('--registry <folder>', 'the registry of purposes, metrics and reviews')
        .env('ASKFIRST_REGISTRY')
        .default('./askfirst'),
    )
    .action(async (name: string, flags: ReportFlags) => {
      terminal.stdout.write(await readAsText(name, flags, clock));
    });
}

/** Throws StartProblem for what the caller can mend: no data, an unknown report, a question that cannot be answered. */
async function readAsText(name: string, flags: ReportFlags, clock: { now(): number }): Promise<string> {
  const path = join(flags.data, EVENTS_FILE);
  if (!existsSync(path)) {
    throw new StartProblem(
      `There is no ${EVENTS_FILE} in ${flags.data}. Name the data folder with --data or ASKFIRST_DATA.`,
    );
  }
  const loaded = loadRegistry(flags.registry, { today: dayAndHour(clock.now(), 'UTC').day });
  const { configuration } = loaded;
  const connection = openReadConnection(path);
  try {
    const answer = await readReport(name, toAsked(flags), {
      store: toReads(createQueries(connection)),
      configuration,
      metrics: toKnownMetrics(loaded),
      clock,
      sites: configuration.sites.map(({ origin, basePath }) => origin + basePath),
      onRead: (metrics) => countRead(flags.data, { metrics, day: dayAndHour(clock.now(), 'UTC').day }),
    });
    if ('problem' in answer) throw new StartProblem(answer.problem.detail);
    if (flags.json) return `${JSON.stringify(answer, null, 2)}\n`;
    return flags.csv ? toCsv(answer) : toTextTable(answer);
  } finally {
    connection.close();
  }
}

function toAsked({ site, from, to, period, limit }: ReportFlags): Record<string, string> {
  const given = Object.entries({ site, from, to, period, limit });
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The store's reads without its thread: a command that ends with its answer may wait for it. */
function toReads(queries: ReturnType<typeof createQueries>): ReportParts['store'] {
  return {
    readSites: async () => queries.readSites(),
    readDaysWithEvents: async (...values) => queries.readDaysWithEvents(...values),
    readDay: async (...values) => queries.readDay(...values),
    readClosedDays: async (...values) => queries.readClosedDays(...values),
    readCells: async (...values) => queries.readCells(...values),
    readDrops: async (...values) => queries.readDrops(...values),
  };
}
