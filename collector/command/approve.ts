/** The steward's half of a review: reads or asks the answers, and refuses what a steward may not do alone. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { checkShape } from '../registry/check-shape.ts';
import type { DeclaredMetric } from '../registry/loaded-registry.ts';
import { parseYaml } from '../registry/read-yaml.ts';
import { RegistryProblem } from '../registry/registry-problem.ts';
import { QUESTIONS, questionsFor, toApproval, toRequest } from '../registry/review-process.ts';
import { type Answers, answersSchema, type Review } from '../registry/review-record.ts';
import { askAll, isInteractive } from './ask.ts';
import { CommandProblem } from './command-problem.ts';
import { parseEscalation } from './escalation.ts';
import type { SoundRegistry } from './registry-option.ts';
import { causesOf, openSteward, requireOther, type StewardFlags } from './steward.ts';
import type { Terminal } from './terminal.ts';

/** Flags of an approval. */
export interface ApproveFlags extends StewardFlags {
  readonly answers?: string;
  readonly escalation?: readonly string[];
}

/** What an approval needs beside the metric. */
export interface ApproveParts {
  readonly registry: SoundRegistry;
  readonly flags: ApproveFlags;
  readonly terminal: Terminal;
}

/** The signed approval; throws CommandProblem where the steward may not, or has not answered. */
export async function approve(metric: DeclaredMetric, { registry, flags, terminal }: ApproveParts): Promise<Review> {
  const by = openSteward(registry, { flags, terminal });
  requireOther(metric, by.steward, registry);
  const causes = causesOf(metric, registry);
  const escalations = (flags.escalation ?? []).map((text) =>
    parseEscalation(text, { cause: causes.join(', ') || 'asked for', today: by.today }),
  );
  if (causes.length > 0 && escalations.length === 0)
    throw new CommandProblem(
      `${metric.name} needs an escalated review (${causes.join(', ')}). Add each outcome: --escalation "privacy: Ilse Roth: approved".`,
    );
  const denied = escalations.find(({ outcome }) => outcome === 'denied');
  if (denied)
    throw new CommandProblem(
      `${denied.name} denied ${metric.name} (${denied.kind}). Record it: askfirst review deny ${metric.name} --reason <text>.`,
    );
  const answers = await readAnswers(metric, { registry, flags, terminal });
  return toApproval(metric, { ...by, answers, escalations });
}

async function readAnswers(metric: DeclaredMetric, { registry, flags, terminal }: ApproveParts): Promise<Answers> {
  const wanted = questionsFor(metric);
  const given =
    flags.answers === undefined ? await askAnswers(metric, { registry, terminal, wanted }) : readFile(flags.answers);
  const missing = wanted.filter((question) => given[question] === undefined);
  if (missing.length > 0)
    throw new CommandProblem(`${metric.name}: not answered: ${missing.join(', ')}. Add them to --answers.`);
  return given;
}

function readFile(path: string): Answers {
  const file = parseYaml(path, readFileSync(path, 'utf8'));
  const { value, problems } = file.problems.length > 0 ? { problems: file.problems } : checkShape(answersSchema, file);
  if (!value) throw new RegistryProblem(problems);
  return value;
}

async function askAnswers(
  metric: DeclaredMetric,
  { registry, terminal, wanted }: Pick<ApproveParts, 'registry' | 'terminal'> & { readonly wanted: (keyof Answers)[] },
): Promise<Answers> {
  if (!isInteractive(terminal))
    throw new CommandProblem(
      `${metric.name}: the questions are not answered. Answer them in a file: --answers <file>.`,
    );
  const { request } =
    metric.review?.request && metric.review.digest === metric.digest
      ? metric.review
      : toRequest(metric, {
          by: metric.definition.owners.design,
          today: registry.today,
          isPrivate: false,
          isRenewal: false,
        });
  terminal.stdout.write(`\n${metric.name} (${metric.file}:${metric.line})\n`);
  for (const [name, text] of Object.entries(request?.form ?? {})) terminal.stdout.write(`  ${name}: ${text}\n`);
  const answers = await askAll(Object.fromEntries(wanted.map((name) => [name, { text: QUESTIONS[name] }])), terminal);
  return z.parse(answersSchema, answers);
}
