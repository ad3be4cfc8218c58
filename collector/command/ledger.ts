/** `askfirst ledger verify`: finds what was altered, deleted, reordered or cut off, as far as a kept head reaches. */

import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { verifyLedger } from '../rights/ledger/verify-ledger.ts';
import { openReceiptKeys } from '../rights/receipt-keys.ts';
import { verifyFile } from '../rights/verify-file.ts';
import { verifyJws } from '../rights/verify-jws.ts';
import type { LedgerHead } from '../store/ledger.ts';
import { CommandProblem } from './command-problem.ts';
import { openLedgerRows } from './read-ledger.ts';
import { readKeySet } from './verify.ts';

type Output = { readonly stdout: { write(text: string): unknown } };

/** A head as somebody kept it: of one site, unless the file does not say which. */
type KeptHead = Omit<LedgerHead, 'site'> & { readonly site?: string };

interface VerifyFlags {
  readonly data: string;
  readonly head?: readonly string[];
  readonly keys?: string;
}

/** Adds `ledger verify` to the command line. */
export function addLedger(program: Command, terminal: Output): void {
  program
    .command('ledger')
    .description('The ledger of what was in force and what was agreed to.')
    .command('verify')
    .description('Check that nothing was altered, deleted, reordered or cut off.')
    .option('--head <file...>', 'a head, receipt or certificate that somebody kept')
    .option('--keys <file>', 'keys.json of the site; those in the data folder unless given')
    .addOption(new Option('--data <folder>', 'where the ledger lies').env('ASKFIRST_DATA').default('./data'))
    .action(async (flags: VerifyFlags) => {
      terminal.stdout.write(await verify(flags));
    });
}

async function verify({ data, head: files = [], keys: keyFile }: VerifyFlags): Promise<string> {
  const keysOf = keyFile === undefined ? openReceiptKeys(data).publicKeys : () => readKeySet(keyFile);
  const { sites, close } = openLedgerRows(data);
  try {
    const allKeys = sites.flatMap(({ site }) => keysOf(site));
    const kept = (await Promise.all(files.map((file) => readKept(file, allKeys)))).flat();
    const problems: string[] = [];
    const lines: string[] = [];
    for (const rows of sites) {
      const { site, heads } = rows;
      for (const { jws, day, size, hash } of heads) {
        const verdict = await verifyJws(jws, keysOf(site));
        const isSame = verdict.ok && verdict.payload.size === size && verdict.payload.hash === hash;
        if (!isSame) problems.push(`${site}: the head of ${day} is not what was signed.`);
      }
      const ofSite = kept.filter((head) => head.site === undefined || head.site === site);
      const found = verifyLedger(
        rows,
        ofSite.map((head) => ({ ...head, site })),
      );
      problems.push(...found.map((problem) => `${site}: ${problem}`));
      const reach = ofSite.toSorted((a, b) => b.size - a.size)[0];
      lines.push(
        reach
          ? `${site}: consistent, and nothing before the head of ${reach.day} (${reach.size} entries) was changed.\n`
          : `${site}: consistent in itself. Without a head that somebody kept it cannot be told whether all of it was written anew.\n`,
      );
    }
    if (problems.length > 0) throw new CommandProblem(problems.join('\n'));
    if (sites.length === 0) return 'The ledger is empty.\n';
    return lines.join('');
  } finally {
    close();
  }
}

/** Heads in a file: signed ones, those inside receipts and certificates, or plain JSON `{ day, size, hash }`. */
async function readKept(file: string, keys: Parameters<typeof verifyFile>[1]): Promise<readonly KeptHead[]> {
  const text = readFileSync(file, 'utf8');
  const plain = toHead(parse(text));
  if (plain) return [plain];
  const findings = await verifyFile(text, keys);
  const bad = findings.find(({ isGood }) => !isGood);
  if (bad) throw new CommandProblem(`${file}: ${bad.text}`);
  const heads = findings.flatMap(({ payload }) => {
    const head = toHead(payload) ?? toHead(payload?.ledgerHead);
    return head ? [{ ...head, ...(typeof payload?.site === 'string' ? { site: payload.site } : {}) }] : [];
  });
  if (heads.length === 0) throw new CommandProblem(`${file} holds no head of a ledger.`);
  return heads;
}

function toHead(value: unknown): KeptHead | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('day' in value) || !('size' in value) || !('hash' in value)) return undefined;
  const { day, size, hash } = value;
  const isHead = typeof day === 'string' && typeof size === 'number' && typeof hash === 'string';
  return isHead
    ? { day, size, hash, ...('site' in value && typeof value.site === 'string' ? { site: value.site } : {}) }
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Signed text is no JSON.
    return undefined;
  }
}
