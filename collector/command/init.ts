/** `askfirst init`: a working registry with the standard web metrics, and the key of its first steward. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { dayAndHour } from '../../contract/day.ts';
import { createFirstRegistry, firstWords } from '../registry/first-registry.ts';
import { writeReview, writeStewards, writeWhole } from '../registry/write-registry.ts';
import { CommandProblem } from './command-problem.ts';
import type { Clock } from './registry-option.ts';
import { openStewardKey, toStewardName } from './steward-key-file.ts';
import type { Terminal } from './terminal.ts';

interface InitFlags {
  readonly name?: string;
  readonly contact?: string;
  readonly timeZone?: string;
  readonly language: string;
  readonly steward?: string;
  readonly owner?: string;
  readonly key?: string;
}

/** Adds `init` to the command line. */
export function addInit(program: Command, terminal: Terminal, clock: Clock): void {
  program
    .command('init')
    .description('Write a working registry with the standard web metrics.')
    .argument('[dir]', 'the folder to write', './askfirst')
    .option('--name <name>', 'who is responsible for the site (controller)')
    .option('--contact <address>', 'where visitors reach them')
    .option('--time-zone <name>', "the site's time zone; this machine's unless given")
    .option('--language <tag>', 'the first language of the site', 'en')
    .option('--steward <name>', 'who may approve metrics; your login name unless given')
    .option('--owner <person>', 'who answers for the standard metrics; the steward unless given')
    .option('--key <file>', "where the steward's private key lies; made if missing")
    .action((folder: string, flags: InitFlags) => init(folder, { flags, terminal, clock }));
}

function init(
  folder: string,
  { flags, terminal, clock }: { readonly flags: InitFlags; readonly terminal: Terminal; readonly clock: Clock },
): void {
  if (existsSync(join(folder, 'askfirst.yaml')))
    throw new CommandProblem(`${folder} already holds a registry. Change it there, or name another folder.`);
  const timeZone = flags.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const today = toDay(clock, timeZone);
  const steward = flags.steward ?? toStewardName(terminal.env);
  const key = openStewardKey({ steward, file: flags.key, env: terminal.env });
  const first = createFirstRegistry({
    controller: { name: flags.name ?? 'Your site', contact: flags.contact ?? 'privacy@your-site.invalid' },
    timeZone,
    language: flags.language,
    owner: flags.owner ?? steward,
    steward,
    privateKey: key.privateKey,
    today,
  });
  for (const [file, text] of Object.entries(first.files)) writeWhole(folder, file, text);
  writeStewards(folder, { [steward]: { key: key.publicKey } });
  for (const review of first.reviews) writeReview(folder, review);

  const say = (text: string) => terminal.stdout.write(`${text}\n`);
  say(`Wrote a registry to ${folder}:`);
  for (const file of Object.keys(first.files)) say(`  ${file}`);
  say(`  stewards.yaml          ${steward} may approve metrics`);
  say(`  reviews/               ${first.reviews.length} reviews marked bootstrap: not yet reviewed by a person`);
  say(
    `The private key of ${steward} ${key.isNew ? 'was made and lies' : 'lies'} in ${key.file}. Keep it out of the repository.`,
  );
  if (!flags.name || !flags.contact)
    say('Write your name and contact into askfirst.yaml: visitors are shown them (controller).');
  if (!firstWords(flags.language).isOwn)
    say(`Write the purpose in askfirst.yaml in ${flags.language}: its words are English.`);
  say('Then:');
  say('  askfirst check                        says what is missing');
  say('  askfirst review approve <metric>      after you have read it, or');
  say('  askfirst release --accept-bootstrap   take all as they are; pages then say that no person reviewed them');
  say('  askfirst serve');
}

function toDay(clock: Clock, timeZone: string): string {
  try {
    return dayAndHour(clock.now(), timeZone).day;
  } catch {
    // Intl throws RangeError for a name it does not know.
    throw new CommandProblem(`--time-zone: ${timeZone} is no time zone. Use an IANA name such as Europe/Lisbon.`);
  }
}
