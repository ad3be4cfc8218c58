/** `askfirst verify`: checks what a visitor kept, without network and without a collector. */

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { verifyFile } from '../rights/verify-file.ts';
import type { VerifyingKey } from '../rights/verify-jws.ts';
import { CommandProblem } from './command-problem.ts';

type Output = { readonly stdout: { write(text: string): unknown } };

const keySet = z.object({
  keys: z.array(z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })).min(1),
});

/** Adds `verify` to the command line. */
export function addVerify(program: Command, terminal: Output): void {
  program
    .command('verify')
    .description('Check a receipt, a certificate, a key file or a head of the ledger, offline.')
    .argument('<file>', 'as downloaded')
    .option('--keys <file>', 'keys.json of the site, fetched by yourself; else the key inside the file is used')
    .option('--json', 'also print what was signed, as JSON')
    .action(async (file: string, flags: { readonly keys?: string; readonly json?: true }) => {
      const keys = flags.keys === undefined ? [] : readKeySet(flags.keys);
      const findings = await verifyFile(readFileSync(file, 'utf8'), keys);
      const lines = findings.map(({ isGood, text, payload }) => {
        const signed = flags.json && payload ? `\n${JSON.stringify(payload, null, 2)}` : '';
        return `${isGood ? 'ok  ' : 'BAD '} ${text}${signed}\n`;
      });
      if (findings.some(({ isGood }) => !isGood)) throw new CommandProblem(lines.join('').trimEnd());
      terminal.stdout.write(lines.join(''));
    });
}

/** Throws, naming the file, for what is no key set. */
export function readKeySet(file: string): readonly VerifyingKey[] {
  try {
    return keySet.parse(JSON.parse(readFileSync(file, 'utf8'))).keys;
  } catch (error) {
    // A missing file is told by its path.
    if (error instanceof Error && 'path' in error) throw error;
    throw new CommandProblem(`${file} holds no Ed25519 keys. Fetch keys.json under the base path of the site.`);
  }
}
