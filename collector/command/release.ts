/** `askfirst release`: freezes the next scope, and says whether an earlier yes still covers everything. */

import type { Command } from 'commander';
import { rewordedParts } from '../registry/compare-surroundings.ts';
import { judgeReview } from '../registry/judge-review.ts';
import { otherMeaningRemedy, whyOtherMeaning } from '../registry/kept-meaning.ts';
import type { DeclaredMetric } from '../registry/loaded-registry.ts';
import { planRelease } from '../registry/plan-release.ts';
import type { Escalation } from '../registry/review-record.ts';
import { NO_SCOPE, type ScopeRecord } from '../registry/scope-lock.ts';
import { appendScope } from '../registry/write-registry.ts';
import { CommandProblem } from './command-problem.ts';
import { parseEscalation } from './escalation.ts';
import { createPainter } from './paint.ts';
import { addRegistryOption, type Clock, type RegistryFlags, readSound, type SoundRegistry } from './registry-option.ts';
import { causesOf } from './steward.ts';
import type { Terminal } from './terminal.ts';

interface ReleaseFlags extends RegistryFlags {
  readonly acceptBootstrap?: true;
  readonly dryRun?: true;
  readonly json?: true;
  readonly noticeReview?: readonly string[];
  readonly minor?: readonly string[];
}

/** Adds `release` to the command line. */
export function addRelease(program: Command, terminal: Terminal, clock: Clock): void {
  addRegistryOption(program.command('release'))
    .description('Freeze the next scope. Says whether it widens, narrows or only rewords what was agreed to.')
    .option('--accept-bootstrap', 'take metrics that no person has reviewed; pages will say so')
    .option(
      '--notice-review <outcome...>',
      'who looked at changed words that visitors are shown: "legal: Ilse Roth: approved"',
    )
    .option(
      '--minor <part...>',
      'purposes (or controller.name) of which only the wording changed: nobody is asked again',
    )
    .option('--dry-run', 'say what would happen, and write nothing')
    .option('--json', 'as JSON')
    .action((flags: ReleaseFlags) => {
      const registry = readSound(flags, clock);
      const record = planNext(registry, flags);
      if (record && !flags.dryRun) appendScope(registry.folder, record);
      if (flags.json) terminal.stdout.write(`${JSON.stringify(record ?? null, null, 2)}\n`);
      else
        terminal.stdout.write(
          record ? toText(record, { registry, terminal, flags }) : 'Nothing has changed since the last scope.\n',
        );
    });
}

/** The record of the next scope, not written yet; throws CommandProblem where something is not ready to be frozen. */
export function planNext(
  registry: SoundRegistry,
  flags: Pick<ReleaseFlags, 'acceptBootstrap' | 'noticeReview' | 'minor'>,
): ScopeRecord | undefined {
  const { configuration, metrics, scopes, today } = registry;
  const before = scopes.at(-1) ?? NO_SCOPE;
  if (today < before.date)
    throw new CommandProblem(
      `Scope ${before.number} is dated ${before.date}, which is after today (${today}). Look at the clock.`,
    );
  const ready = metrics.filter((metric) => isReady(metric, registry));
  const { minor, escalations } = noticeReview(registry, flags);
  const record = planRelease({ before, configuration, metrics: ready, today, escalations, minor });
  if (!record || flags.acceptBootstrap || !record.bootstrap?.length) return record;
  throw new CommandProblem(
    `No person has reviewed ${record.bootstrap.join(', ')}. Review them (askfirst review approve <metric>), or take them as they are: askfirst release --accept-bootstrap.`,
  );
}

/** A metric that is not reviewed is left out if it is new; if it was released before, leaving it out in silence would be wrong. */
function isReady(metric: DeclaredMetric, registry: SoundRegistry): boolean {
  const { configuration, stewards, scopes } = registry;
  const refusal = judgeReview(metric, { configuration, stewards });
  const released = scopes.at(-1)?.metrics ?? {};
  const earlier = Object.hasOwn(released, metric.name) ? released[metric.name] : undefined;
  if (refusal && earlier)
    throw new CommandProblem(
      `${metric.file}:${metric.line} ${metric.name}: ${refusal.message} ${refusal.remedy} Or remove it.`,
    );
  if (refusal) return false;
  const otherMeaning = whyOtherMeaning(metric.name, metric.definition, scopes);
  if (otherMeaning)
    throw new CommandProblem(
      `${metric.file}:${metric.line} ${metric.name}: ${otherMeaning} ${otherMeaningRemedy(metric.name)}`,
    );
  // A bootstrap review claims nobody's judgement; taking it needs its own flag, whatever is new in it.
  if (earlier?.digest === metric.digest || metric.review?.outcome === 'bootstrap') return true;
  const causes = causesOf(metric, registry);
  if (causes.length === 0 || metric.review?.escalations?.length) return true;
  throw new CommandProblem(
    `${metric.name} needs an escalated review (${causes.join(', ')}). Approve it again with --escalation "privacy: name: approved".`,
  );
}

/**
 * Who looked at the words that changed: a changed notice needs more than a steward (design 10.1). That a change is minor
 * is for the same person to sign (UI-C5): it spares visitors a question.
 */
function noticeReview(
  { configuration, scopes, today }: SoundRegistry,
  flags: Pick<ReleaseFlags, 'noticeReview' | 'minor'>,
): { readonly escalations: Escalation[]; readonly minor: readonly string[] } {
  const reworded = rewordedParts(scopes.at(-1) ?? NO_SCOPE, configuration);
  const minor = flags.minor ?? [];
  const unchanged = minor.filter((part) => !reworded.includes(part));
  if (unchanged.length > 0)
    throw new CommandProblem(
      `--minor: the words of ${unchanged.join(', ')} did not change. Changed are: ${reworded.join(', ') || 'none'}.`,
    );
  const isMinor = minor.length > 0 && minor.length === reworded.length;
  const cause = `${isMinor ? 'minor change of the' : 'changed'} words of ${reworded.join(', ')}`;
  const outcomes = (flags.noticeReview ?? []).map((text) => parseEscalation(text, { cause, today }));
  if (reworded.length === 0) return { escalations: [], minor };
  if (outcomes.some(({ outcome }) => outcome === 'denied'))
    throw new CommandProblem(`The ${cause} were denied. Restore them.`);
  if (outcomes.length > 0) return { escalations: outcomes, minor };
  throw new CommandProblem(
    `The words of ${reworded.join(', ')} changed, and visitors agreed to the old ones. Have them looked at: --notice-review "legal: Ilse Roth: approved". If they still say the same, add --minor ${reworded.join(' ')}, and nobody is asked again.`,
  );
}

function toText(
  record: ScopeRecord,
  {
    registry,
    terminal,
    flags,
  }: { readonly registry: SoundRegistry; readonly terminal: Terminal; readonly flags: ReleaseFlags },
): string {
  const paint = createPainter(terminal);
  const frozen = new Set(Object.keys(record.metrics ?? {}));
  const lines = [
    ...Object.entries(record.metrics ?? {}).map(([name, { change }]) => `  ${change.padEnd(9)}${name}`),
    ...(record.removed ?? []).map((name) => `  removed  ${name}`),
    ...(['controller', 'purposes', 'processors', 'timePrecision', 'paths'] as const)
      .filter((key) => record[key] !== undefined)
      .map((key) => `  changed  ${key}`),
  ];
  const before = registry.scopes.at(-1)?.metrics ?? {};
  const left = registry.metrics.filter(({ name }) => !frozen.has(name) && !Object.hasOwn(before, name));
  const meaning = {
    widening:
      record.number === 1
        ? 'It is the first: visitors are asked for it.'
        : 'Visitors who agreed to an earlier scope are not measured by what is new, and are asked about it.',
    narrowing: 'Every earlier yes still covers it; nobody is asked again.',
    editorial: 'Only words changed; nobody is asked again.',
  }[record.kind];
  return [
    `${flags.dryRun ? 'Would freeze' : 'Froze'} scope ${record.number}: ${paint('bold', record.kind)}. ${meaning}`,
    ...lines,
    ...left.map(({ name }) => `  left out ${name}: not reviewed`),
    `  digest   ${record.digest}`,
    '',
  ].join('\n');
}
