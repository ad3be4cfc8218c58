/** `askfirst review survey`: every metric that somebody must look at, with the collector's own counts where they can be read. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { judgeMetric } from '../registry/judge-review.ts';
import { NO_SCOPE } from '../registry/scope-lock.ts';
import { type MetricUse, type SurveyRow, surveyMetrics } from '../registry/survey.ts';
import { readCountsOfReads } from '../reports/read-counts.ts';
import { openReadConnection } from '../store/sqlite/connection.ts';
import { createQueries } from '../store/sqlite/queries.ts';
import { EVENTS_FILE } from '../store/sqlite/schema.ts';
import { addRegistryOption, type Clock, type RegistryFlags, readSound } from './registry-option.ts';
import type { Terminal } from './terminal.ts';

interface SurveyFlags extends RegistryFlags {
  readonly data: string;
  readonly json?: true;
}

/** Adds `survey` to `review`. */
export function addSurvey(review: Command, terminal: Terminal, clock: Clock): void {
  addRegistryOption(review.command('survey'))
    .description('List what is expired, expiring, permanent, never read in any report, never received.')
    .addOption(new Option('--data <folder>', "the collector's data folder").env('ASKFIRST_DATA').default('./data'))
    .option('--json', 'as JSON')
    .action((flags: SurveyFlags) => {
      const { configuration, metrics, stewards, scopes, today } = readSound(flags, clock);
      const court = { configuration, stewards, scope: scopes.at(-1) ?? NO_SCOPE };
      const withheld = new Set(metrics.filter((metric) => judgeMetric(metric, court)).map(({ name }) => name));
      const use = existsSync(join(flags.data, EVENTS_FILE)) ? readUse(flags.data, today) : undefined;
      const rows = surveyMetrics({ metrics, withheld, today, ...(use && { use }) });
      terminal.stdout.write(flags.json ? `${JSON.stringify({ today, rows }, null, 2)}\n` : toText(rows, flags, use));
    });
}

function toText(
  rows: readonly SurveyRow[],
  { data }: SurveyFlags,
  use: ReadonlyMap<string, MetricUse> | undefined,
): string {
  const untold = use ? '' : `No ${EVENTS_FILE} in ${data}, so nothing is said about reading and receiving (--data).\n`;
  if (rows.length === 0) return `${untold}Every metric is in use and in time.\n`;
  const lines = rows.map(({ metric, reasons, owners, proposal }) => {
    const people = [...new Set([owners.design, owners.implementation])].join(', ');
    return `${metric}: ${reasons.join(', ')}. ${proposal} (${people})\n`;
  });
  return untold + lines.join('');
}

/** What the collector's own files say of each metric. */
function readUse(folder: string, today: string): ReadonlyMap<string, MetricUse> {
  const connection = openReadConnection(join(folder, EVENTS_FILE));
  try {
    const queries = createQueries(connection);
    const last = new Map<string, string>();
    for (const site of queries.readSites())
      for (const day of queries.readDaysWithEvents(site, FIRST_DAY, today))
        for (const { metric } of queries.readDay(site, day)) if (day > (last.get(metric) ?? '')) last.set(metric, day);
    const reads = readCountsOfReads(folder);
    const names = new Set([...last.keys(), ...reads.keys()]);
    return new Map(
      [...names].map((name) => {
        const lastReceivedDay = last.get(name);
        return [name, { ...(lastReceivedDay && { lastReceivedDay }), reads: reads.get(name) ?? 0 }];
      }),
    );
  } finally {
    connection.close();
  }
}

/** No event is older than the project. */
const FIRST_DAY = '2026-01-01';
