/** `askfirst release`: freezes the next scope, and says whether an earlier yes still covers everything. */

import type { Command } from 'commander';
import { rewordedPurposes } from '../registry/compare-surroundings.ts';
import { judgeReview } from '../registry/judge-review.ts';
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
}

/** Adds `release` to the command line. */
export function addRelease(program: Command, terminal: Terminal, clock: Clock): void {
  addRegistryOption(program.command('release'))
    .description('Freeze the next scope. Says whether it widens, narrows or only rewords what was agreed to.')
    .option('--accept-bootstrap', 'take metrics that no person has reviewed; pages will say so')
    .option('--notice-review <outcome...>', 'who looked at changed words of a purpose: "legal: Ilse Roth: approved"')
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
  flags: Pick<ReleaseFlags, 'acceptBootstrap' | 'noticeReview'>,
): ScopeRecord | undefined {
  const { configuration, metrics, scopes, today } = registry;
  const before = scopes.at(-1) ?? NO_SCOPE;
  if (today < before.date)
    throw new CommandProblem(
      `Scope ${before.number} is dated ${before.date}, which is after today (${today}). Look at the clock.`,
    );
  const ready = metrics.filter((metric) => isReady(metric, registry));
  const escalations = noticeReview(registry, flags);
  const record = planRelease({ before, configuration, metrics: ready, today, escalations });
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
  // A bootstrap review claims nobody's judgement; taking it needs its own flag, whatever is new in it.
  if (earlier?.digest === metric.digest || metric.review?.outcome === 'bootstrap') return true;
  const causes = causesOf(metric, registry);
  if (causes.length === 0 || metric.review?.escalations?.length) return true;
  throw new CommandProblem(
    `${metric.name} needs an escalated review (${causes.join(', ')}). Approve it again with --escalation "privacy: name: approved".`,
  );
}

/** Who looked at the words of a purpose that changed: a changed notice needs more than a steward (design 10.1). */
function noticeReview(
  { configuration, scopes, today }: SoundRegistry,
  flags: Pick<ReleaseFlags, 'noticeReview'>,
): Escalation[] {
  const reworded = rewordedPurposes(scopes.at(-1) ?? NO_SCOPE, configuration);
  const cause = `changed words of ${reworded.join(', ')}`;
  const outcomes = (flags.noticeReview ?? []).map((text) => parseEscalation(text, { cause, today }));
  if (reworded.length === 0) return [];
  if (outcomes.some(({ outcome }) => outcome === 'denied'))
    throw new CommandProblem(`The ${cause} were denied. Restore them.`);
  if (outcomes.length > 0) return outcomes;
  throw new CommandProblem(
    `The words of ${reworded.join(', ')} changed, and visitors agreed to the old ones. Have them looked at: --notice-review "legal: Ilse Roth: approved".`,
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
    ...(['purposes', 'processors', 'timePrecision', 'paths'] as const)
      .filter((key) => record[key] !== undefined)
      .map((key) => `  changed  ${key}`),
  ];
  const before = registry.scopes.at(-1)?.metrics ?? {};
  const left = registry.metrics.filter(({ name }) => !frozen.has(name) && !Object.hasOwn(before, name));
  const meaning = {
    widening: 'Visitors who agreed to an earlier scope are not measured by what is new, and are asked about it.',
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
