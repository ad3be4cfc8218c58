/** `askfirst types`: TypeScript types of the metrics, for the site's own code. */

import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { toMetricTypes } from '../registry/metric-types.ts';
import { writeWhole } from '../registry/write-registry.ts';
import { addRegistryOption, type Clock, type RegistryFlags, readSound } from './registry-option.ts';
import type { Terminal } from './terminal.ts';

/** Adds `types` to the command line. */
export function addTypes(program: Command, terminal: Terminal, clock: Clock): void {
  addRegistryOption(program.command('types'))
    .description('Print TypeScript types, so that track() is checked when your code is compiled.')
    .option('--out <file>', 'write them there: askfirst-metrics.d.ts')
    .action((flags: RegistryFlags & { readonly out?: string }) => {
      const { metrics } = readSound(flags, clock);
      const text = toMetricTypes(Object.fromEntries(metrics.map(({ name, definition }) => [name, definition])));
      if (flags.out === undefined) terminal.stdout.write(text);
      else {
        writeWhole(dirname(flags.out), basename(flags.out), text);
        terminal.stdout.write(`Wrote the types of ${metrics.length} metrics to ${flags.out}.\n`);
      }
    });
}
