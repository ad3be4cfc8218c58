/** `askfirst review`: request, approve, deny, renew, survey (design 10.1). */

import { join } from 'node:path';
import type { Command } from 'commander';
import type { DeclaredMetric } from '../registry/loaded-registry.ts';
import { toDenial, toRequest } from '../registry/review-process.ts';
import { STEWARD_NAME } from '../registry/review-record.ts';
import { reviewFile, writeReview, writeStewards } from '../registry/write-registry.ts';
import { approve } from './approve.ts';
import { CommandProblem } from './command-problem.ts';
import {
  addRegistryOption,
  type Clock,
  findMetric,
  type RegistryFlags,
  readSound,
  type SoundRegistry,
} from './registry-option.ts';
import { setExpiry } from './set-expiry.ts';
import { addStewardOptions, causesOf, openSteward, type StewardFlags } from './steward.ts';
import { openStewardKey } from './steward-key-file.ts';
import { addSurvey } from './survey.ts';
import type { Terminal } from './terminal.ts';

interface RequestFlags extends RegistryFlags {
  readonly by?: string;
  readonly private?: true;
  readonly alternatives?: string;
}

interface RenewFlags extends RegistryFlags {
  readonly by?: string;
  readonly expires: string;
  readonly stillNeeded: string;
}

/** Adds `review` and its words to the command line. */
export function addReview(program: Command, terminal: Terminal, clock: Clock): void {
  const review = program.command('review').description('Ask for, give and refuse reviews of metrics.');
  const say = (text: string) => terminal.stdout.write(`${text}\n`);

  addRegistryOption(review.command('request').argument('<metric...>', 'which metrics'))
    .description('Ask a steward: fills the request form from the definition.')
    .option('--by <person>', 'who asks; the owner of the design unless given')
    .option('--private', 'not on public pages before the metric is released')
    .option('--alternatives <text>', 'what else was considered')
    .action((names: string[], flags: RequestFlags) => {
      const registry = readSound(flags, clock);
      for (const metric of names.map((name) => findMetric(registry, name))) {
        request(metric, { registry, flags });
        say(
          `${metric.name}: review requested (${join(registry.folder, reviewFile(metric.name))}). A steward runs: askfirst review approve ${metric.name}`,
        );
        const causes = causesOf(metric, registry);
        if (causes.length > 0) say(`  It needs an escalated review: ${causes.join(', ')}.`);
      }
    });

  addStewardOptions(review.command('approve').argument('<metric...>', 'which metrics'))
    .description('Approve metrics as they stand, after answering the questions, with your signature.')
    .option('--answers <file>', 'answers as YAML: documented, justified, matchesConsent, lean, category, permanent')
    .option('--escalation <outcome...>', 'a second look: "privacy: Ilse Roth: approved" (privacy, policy or legal)')
    .action(async (names: string[], flags) => {
      const registry = readSound(flags, clock);
      for (const name of names) {
        const written = await approve(findMetric(registry, name), { registry, flags, terminal });
        writeReview(registry.folder, written);
        say(`${name}: approved by ${written.steward}. It is collected once a scope holds it: askfirst release`);
      }
    });

  addStewardOptions(review.command('deny').argument('<metric>', 'which metric'))
    .description('Deny a metric as it stands, with a reason, under your signature.')
    .requiredOption('--reason <text>', 'why, in words its owners can act on')
    .action((name: string, flags: StewardFlags & { readonly reason: string }) => {
      const registry = readSound(flags, clock);
      const metric = findMetric(registry, name);
      const by = openSteward(registry, { flags, terminal });
      writeReview(registry.folder, toDenial(metric, { ...by, reason: flags.reason }));
      say(`${name}: denied by ${by.steward}: ${flags.reason}`);
    });

  addRegistryOption(review.command('renew').argument('<metric>', 'which metric'))
    .description('Give a metric a new day to expire and ask for the short review of a renewal.')
    .requiredOption('--expires <day>', 'the new day, 2027-11-01')
    .requiredOption('--still-needed <text>', 'which decision still needs it')
    .option('--by <person>', 'who asks; the owner of the design unless given')
    .action((name: string, flags: RenewFlags) => {
      const before = readSound(flags, clock);
      setExpiry(findMetric(before, name), before, flags.expires);
      const registry = readSound(flags, clock);
      const metric = findMetric(registry, name);
      const form = { stillNeeded: flags.stillNeeded };
      writeReview(
        registry.folder,
        toRequest(metric, {
          by: byWhom(metric, flags.by),
          today: registry.today,
          isPrivate: false,
          isRenewal: true,
          form,
        }),
      );
      say(`${name}: expires on ${flags.expires}; renewal requested. A steward runs: askfirst review approve ${name}`);
    });

  addRegistryOption(review.command('steward').argument('<name>', 'their name: eva'))
    .description('Add a steward: makes a key where there is none, and writes its public half into stewards.yaml.')
    .option('--email <address>', "how metrics' owners name them, so that nobody approves their own")
    .option('--key <file>', 'where the private key lies, or shall lie')
    .action((name: string, flags: RegistryFlags & { readonly email?: string; readonly key?: string }) => {
      if (!STEWARD_NAME.test(name))
        throw new CommandProblem(`${name} is no name for a steward. Use lower-case letters, digits and hyphens.`);
      const { stewards, folder } = readSound(flags, clock);
      if (Object.hasOwn(stewards, name)) throw new CommandProblem(`${name} is in stewards.yaml already.`);
      const key = openStewardKey({ steward: name, file: flags.key, env: terminal.env });
      writeStewards(folder, {
        ...stewards,
        [name]: { key: key.publicKey, ...(flags.email && { email: flags.email }) },
      });
      say(`${name} may approve metrics. The private key ${key.isNew ? 'was made and lies' : 'lies'} in ${key.file}.`);
    });

  addSurvey(review, terminal, clock);
}

function request(
  metric: DeclaredMetric,
  { registry, flags }: { readonly registry: SoundRegistry; readonly flags: RequestFlags },
): void {
  const { name, digest, review } = metric;
  if (review?.outcome === 'approved' && review.digest === digest)
    throw new CommandProblem(`${name} is approved as it stands. Change it first, or leave it.`);
  const by = byWhom(metric, flags.by);
  const form = flags.alternatives === undefined ? {} : { alternatives: flags.alternatives };
  const isPrivate = flags.private === true;
  writeReview(registry.folder, toRequest(metric, { by, today: registry.today, isPrivate, isRenewal: false, form }));
}

function byWhom({ definition }: DeclaredMetric, by: string | undefined): string {
  return by ?? definition.owners.design;
}
