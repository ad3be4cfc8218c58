/** `askfirst add`: asks what a metric needs, writes it, and for simple ones reviews and releases in one go. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { addDays } from '../../contract/day.ts';
import { addMetric } from '../registry/add-metric.ts';
import { checkRegistry } from '../registry/check-registry.ts';
import { METRIC_NAME } from '../registry/metric-definition.ts';
import { toLine } from '../registry/registry-problem.ts';
import { standardMetric } from '../registry/standard/standard-metrics.ts';
import { appendScope, writeReview } from '../registry/write-registry.ts';
import { type ApproveFlags, approve } from './approve.ts';
import { askAll, isInteractive } from './ask.ts';
import { CommandProblem } from './command-problem.ts';
import { parseProperty } from './parse-property.ts';
import { type Clock, findMetric, readSound, type SoundRegistry } from './registry-option.ts';
import { planNext } from './release.ts';
import { addStewardOptions } from './steward.ts';
import type { Terminal } from './terminal.ts';

interface AddFlags extends ApproveFlags {
  readonly description?: string;
  readonly why?: string;
  readonly purpose?: string;
  readonly category?: string;
  readonly property?: readonly string[];
  readonly distinct?: string;
  readonly owner?: string;
  readonly implementation?: string;
  readonly issue?: readonly string[];
  readonly expires?: string;
  readonly retentionDays?: string;
  readonly reviewAndRelease?: true;
}

/** A new metric lives for a year unless told otherwise. Our choice, half of what is allowed. */
const FIRST_LIFE_DAYS = 365;

/** Adds `add` to the command line. */
export function addAdd(program: Command, terminal: Terminal, clock: Clock): void {
  addStewardOptions(program.command('add').argument('<metric>', 'its name: cart.add'))
    .description('Declare a metric: asks what is not given, writes it to metrics/.')
    .option('--description <text>', 'what has to happen for one event')
    .option('--why <text>', 'which decision needs it, and what visitors gain')
    .option('--purpose <name>', 'one of the purposes in askfirst.yaml')
    .option('--category <name>', 'technical, interaction, content or sensitive')
    .option('--property <text...>', '"shelf: choice lights, kitchen: The shelf."')
    .option('--distinct <property>', 'whose values are counted by browser')
    .option('--owner <person>', 'who answers for its design')
    .option('--implementation <person>', 'who answers for the code; the owner unless given')
    .option('--issue <address...>', 'where it was asked for')
    .option('--expires <day>', 'a year from now unless given')
    .option('--retention-days <days>', 'how long rows are kept', '180')
    .option('--review-and-release', 'technical and interaction only: approve and release in one go')
    .option('--answers <file>', "a steward's answers, for --review-and-release")
    .option('--escalation <outcome...>', 'outcomes of an escalated review, for --review-and-release')
    .action((name: string, flags: AddFlags) => add(name, { flags, terminal, clock }));
}

interface AddParts {
  readonly flags: AddFlags;
  readonly terminal: Terminal;
  readonly clock: Clock;
}

async function add(name: string, { flags, terminal, clock }: AddParts): Promise<void> {
  if (!METRIC_NAME.test(name))
    throw new CommandProblem(`${name} is no name for a metric. Use lower-case words joined by dots: cart.add.`);
  const registry = readSound(flags, clock);
  const known = registry.metrics.find((metric) => metric.name === name);
  if (known) throw new CommandProblem(`${name} is declared already: ${known.file}:${known.line}.`);

  const written = await toWritten(name, { flags, terminal, registry });
  requireSimple(name, written.category, flags);
  const file = addMetric(registry.folder, name, written);
  terminal.stdout.write(`Wrote ${name} to ${join(registry.folder, file)}.\n`);

  const about = checkRegistry(registry.folder, { today: registry.today }).findings.filter(
    (finding) => finding.message.startsWith(`${name}:`) && finding.rule !== 'not-reviewed',
  );
  for (const finding of about) terminal.stderr.write(`${finding.severity}: ${toLine(finding)}\n`);
  if (about.some(({ severity }) => severity === 'error')) {
    terminal.exitCode = 1;
    return;
  }
  if (flags.reviewAndRelease) await reviewAndRelease(name, { flags, terminal, clock });
  else terminal.stdout.write(`Next: askfirst review request ${name}\n`);
}

/** What needs a second look cannot be hurried (MZ-8). */
function requireSimple(name: string, category: unknown, { reviewAndRelease }: AddFlags): void {
  if (!reviewAndRelease || category === 'technical' || category === 'interaction') return;
  throw new CommandProblem(
    `${name} is of category ${category}, which is not reviewed in one go. Leave out --review-and-release.`,
  );
}

async function reviewAndRelease(name: string, { flags, terminal, clock }: AddParts): Promise<void> {
  const registry = readSound(flags, clock);
  const review = await approve(findMetric(registry, name), { registry, flags, terminal });
  writeReview(registry.folder, review);
  const record = planNext(readSound(flags, clock), {});
  if (record) appendScope(registry.folder, record);
  terminal.stdout.write(`Approved by ${review.steward}; froze scope ${record?.number}: ${record?.kind}.\n`);
}

/** What must be told, and how it is asked where a person sits at the terminal. */
const QUESTIONS = {
  description: 'What has to happen for one event?',
  why: 'Which decision needs the number, and what do visitors gain?',
  purpose: 'For which purpose?',
  category: 'technical, interaction, content or sensitive?',
  owner: 'Who answers for it?',
} as const;

async function toWritten(
  name: string,
  {
    flags,
    terminal,
    registry,
  }: { readonly flags: AddFlags; readonly terminal: Terminal; readonly registry: SoundRegistry },
): Promise<Record<string, unknown>> {
  const standard = standardMetric(name);
  const purposes = Object.keys(registry.configuration.purposes);
  const told: Partial<Record<keyof typeof QUESTIONS, string | undefined>> = {
    description: flags.description ?? standard?.description,
    why: flags.why ?? standard?.why,
    purpose: flags.purpose ?? (purposes.length === 1 ? purposes[0] : undefined),
    category: flags.category ?? standard?.category,
    owner: flags.owner,
  };
  const asksProperties = flags.property === undefined && standard === undefined && isInteractive(terminal);
  const answers: Readonly<Record<string, string | undefined>> = {
    ...told,
    ...(await askUntold(told, { terminal, purposes, asksProperties })),
  };
  const listed = flags.property ?? (answers.properties ?? 'none').split(';').filter((text) => text.trim() !== 'none');
  const properties =
    listed.length > 0
      ? Object.fromEntries(listed.map(parseProperty).map((parsed) => [parsed.name, parsed.property]))
      : (standard?.properties ?? {});
  const distinct = flags.distinct ?? standard?.distinct;
  return {
    description: answers.description,
    why: answers.why,
    purpose: answers.purpose,
    category: answers.category,
    linkage: 'none',
    ...(distinct !== undefined && { distinct }),
    properties,
    owners: { design: answers.owner, implementation: flags.implementation ?? answers.owner },
    ...(flags.issue && { issues: flags.issue }),
    expires: flags.expires ?? addDays(registry.today, FIRST_LIFE_DAYS),
    retentionDays: Number(flags.retentionDays),
  };
}

async function askUntold(
  told: Readonly<Record<string, string | undefined>>,
  {
    terminal,
    purposes,
    asksProperties,
  }: { readonly terminal: Terminal; readonly purposes: readonly string[]; readonly asksProperties: boolean },
): Promise<Record<string, string>> {
  const untold = Object.entries(QUESTIONS).filter(([key]) => told[key] === undefined);
  if (untold.length > 0 && !isInteractive(terminal))
    throw new CommandProblem(
      `Not told: ${untold.map(([key]) => `--${key}`).join(', ')}. Nobody sits here to be asked.`,
    );
  const questions: Record<string, { text: string; offered?: string }> = Object.fromEntries(
    untold.map(([key, text]) => [key, key === 'purpose' ? { text: `${text} (${purposes.join(', ')})` } : { text }]),
  );
  if (asksProperties)
    questions.properties = {
      text: 'Which properties? "shelf: choice lights, kitchen: The shelf."; …',
      offered: 'none',
    };
  return askAll(questions, terminal);
}
