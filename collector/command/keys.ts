/** `askfirst keys rotate`: a new key for what is signed from now on. Old ones stay in keys.json, so that all they signed still verifies. */

import { type Command, Option } from 'commander';
import { openReceiptKeys } from '../rights/receipt-keys.ts';
import { CommandProblem } from './command-problem.ts';

type Output = { readonly stdout: { write(text: string): unknown } };

/** Adds `keys rotate` to the command line. */
export function addKeys(program: Command, terminal: Output): void {
  program
    .command('keys')
    .description('The keys that sign receipts, certificates and heads of the ledger.')
    .command('rotate')
    .description('Make a new active key. Tell a running collector with SIGHUP.')
    .option('--site <site>', 'origin and base path; not needed with a single site')
    .addOption(new Option('--data <folder>', 'where the keys lie').env('ASKFIRST_DATA').default('./data'))
    .action(async (flags: { readonly site?: string; readonly data: string }) => {
      const keys = openReceiptKeys(flags.data);
      const sites = keys.sites();
      const site = flags.site ?? (sites.length === 1 ? sites[0] : undefined);
      if (site === undefined || !sites.includes(site)) {
        throw new CommandProblem(
          `Name one of the sites that have a key with --site: ${sites.join(', ') || 'none yet'}.`,
        );
      }
      const keyId = await keys.rotate(site);
      terminal.stdout.write(
        `${site} signs with ${keyId} from now on. Keep ${flags.data} in your backups; send a running collector SIGHUP.\n`,
      );
    });
}
