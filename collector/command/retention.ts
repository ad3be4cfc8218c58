/** `askfirst retention --dry-run`: what the running collector will remove by itself because its time is over. Changes nothing. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { dayAndHour } from '../../contract/day.ts';
import { loadRegistry } from '../registry/load-registry.ts';
import { findOverdue } from '../rights/retention.ts';
import { StartProblem } from '../start-problem.ts';
import { openReadConnection } from '../store/sqlite/connection.ts';
import { createQueries } from '../store/sqlite/queries.ts';
import { EVENTS_FILE } from '../store/sqlite/schema.ts';
import { CommandProblem } from './command-problem.ts';

type Output = { readonly stdout: { write(text: string): unknown } };

interface RetentionFlags {
  readonly data: string;
  readonly registry: string;
  readonly dryRun?: true;
}

/** Adds `retention` to the command line. */
export function addRetention(program: Command, terminal: Output, clock: { now(): number } = Date): void {
  program
    .command('retention')
    .description('What is older than the retentionDays of its metric, and will be removed.')
    .option('--dry-run', 'only say it; the running collector does it by itself each day')
    .addOption(new Option('--data <folder>', 'where events lie').env('ASKFIRST_DATA').default('./data'))
    .addOption(new Option('--registry <folder>', 'the registry').env('ASKFIRST_REGISTRY').default('./askfirst'))
    .action(async (flags: RetentionFlags) => {
      if (!flags.dryRun) {
        throw new CommandProblem('A running collector removes by itself what is too old. To see what: --dry-run.');
      }
      terminal.stdout.write(await list(flags, clock));
    });
}

async function list({ data, registry }: RetentionFlags, clock: { now(): number }): Promise<string> {
  const loaded = loadRegistry(registry, { today: dayAndHour(clock.now(), 'UTC').day });
  const path = join(data, EVENTS_FILE);
  if (!existsSync(path)) throw new StartProblem(`${path} is missing. Name the data folder with --data.`);
  const connection = openReadConnection(path);
  try {
    const queries = createQueries(connection);
    const store = {
      readSites: async () => queries.readSites(),
      readPairs: async (site: string, to: string) => queries.readPairs(site, to),
    };
    const overdue = await findOverdue({ store, loaded, clock });
    if (overdue.length === 0) return 'Nothing is too old.\n';
    const rows = overdue.map(({ site, day, metric }) => [
      site,
      day,
      metric,
      String(queries.countEvents(site, day, metric)),
    ]);
    const total = rows.reduce((sum, row) => sum + Number(row[3]), 0);
    const lines = rows.map(([site, day, metric, events]) => `${day}  ${events?.padStart(8)}  ${metric}  ${site}\n`);
    return `${lines.join('')}${total} events would go.\n`;
  } finally {
    connection.close();
  }
}
