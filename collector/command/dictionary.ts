/** `askfirst dictionary`: every metric as page and as JSON, removed ones included. */

import type { Command } from 'commander';
import { toDictionaryBody } from '../pages/dictionary.ts';
import { toDocument } from '../pages/document.ts';
import { toDictionary } from '../registry/dictionary.ts';
import { loadRegistry } from '../registry/load-registry.ts';
import { writeWhole } from '../registry/write-registry.ts';
import { addRegistryOption, type Clock, type RegistryFlags, readSound } from './registry-option.ts';
import type { Terminal } from './terminal.ts';

interface DictionaryFlags extends RegistryFlags {
  readonly json?: true;
  readonly out?: string;
}

/** Adds `dictionary` to the command line. */
export function addDictionary(program: Command, terminal: Terminal, clock: Clock): void {
  addRegistryOption(program.command('dictionary'))
    .description('Print every metric as a page; removed ones too.')
    .option('--json', 'as JSON instead')
    .option('--out <folder>', 'write dictionary.html and dictionary.json there')
    .action((flags: DictionaryFlags) => {
      const { today, configuration } = readSound(flags, clock);
      const dictionary = toDictionary(loadRegistry(flags.registry, { today }), today);
      const page = toDocument({
        language: 'en',
        title: `What ${configuration.controller.name} collects`,
        className: 'text',
        body: toDictionaryBody(dictionary),
      });
      const json = `${JSON.stringify(dictionary, null, 2)}\n`;
      if (flags.out === undefined) {
        terminal.stdout.write(flags.json ? json : page);
        return;
      }
      writeWhole(flags.out, 'dictionary.html', page);
      writeWhole(flags.out, 'dictionary.json', json);
      terminal.stdout.write(
        `Wrote dictionary.html and dictionary.json to ${flags.out}: ${dictionary.metrics.length} metrics.\n`,
      );
    });
}
