/** `askfirst verify`: checks what a visitor kept, without network and without a collector; with the data folder, shows what it proves. */

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { openReceiptKeys } from '../rights/receipt-keys.ts';
import { type Finding, verifyFile } from '../rights/verify-file.ts';
import type { VerifyingKey } from '../rights/verify-jws.ts';
import { CommandProblem } from './command-problem.ts';
import { openLedgerRows } from './read-ledger.ts';
import { showReceipt } from './show-receipt.ts';

type Output = { readonly stdout: { write(text: string): unknown } };

const keySet = z.object({
  keys: z.array(z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })).min(1),
});

interface VerifyFlags {
  readonly keys?: string;
  readonly data?: string;
  readonly json?: true;
}

/** Adds `verify` to the command line. */
export function addVerify(program: Command, terminal: Output): void {
  program
    .command('verify')
    .description('Check a receipt, a certificate, a key file or a head of the ledger, offline.')
    .argument('<file>', 'as downloaded')
    .option('--keys <file>', 'keys.json of the site, fetched by yourself; else the key inside the file is used')
    .option(
      '--data <folder>',
      'the data folder of the collector: checks with its keys, and shows for each receipt when, which version and exact words, what was pressed, and the ledger’s entries of words and script',
    )
    .option('--json', 'also print what was signed, as JSON')
    .action(async (file: string, { keys: keyFile, data, json }: VerifyFlags) => {
      const text = readFileSync(file, 'utf8');
      const findings = await verifyFile(text, readTrusted(keyFile, data));
      const shown = data === undefined ? [] : showReceipts(findings, data);
      const lines = findings.map(({ isGood, text, payload }, at) => {
        const signed = json && payload ? `\n${JSON.stringify(payload, null, 2)}` : '';
        const { lines: details = [], problems = [] } = shown[at] ?? {};
        const proof = [...details.map((line) => `\n    ${line}`), ...problems.map((line) => `\nBAD ${line}`)].join('');
        return `${isGood ? 'ok  ' : 'BAD '} ${text}${signed}${proof}\n`;
      });
      const isBad = findings.some(({ isGood }) => !isGood) || shown.some((one) => one && one.problems.length > 0);
      if (isBad) throw new CommandProblem(lines.join('').trimEnd());
      terminal.stdout.write(lines.join(''));
    });
}

/** The keys of the file that was given, else those of the data folder, else none. */
function readTrusted(keyFile: string | undefined, folder: string | undefined): readonly VerifyingKey[] {
  if (keyFile !== undefined) return readKeySet(keyFile);
  if (folder === undefined) return [];
  const keys = openReceiptKeys(folder);
  return keys.sites().flatMap(keys.publicKeys);
}

/** What the data folder shows, for each finding that is a receipt. */
function showReceipts(findings: readonly Finding[], folder: string) {
  const { sites, close } = openLedgerRows(folder);
  try {
    return findings.map(({ payload }) => payload && showReceipt(payload, { folder, sites }));
  } finally {
    close();
  }
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
