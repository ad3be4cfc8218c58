/** Who signs, and what they may not sign alone. */

import type { Command } from 'commander';
import { escalationCauses } from '../registry/escalation-causes.ts';
import { isOwner } from '../registry/judge-review.ts';
import type { DeclaredMetric } from '../registry/loaded-registry.ts';
import { NO_SCOPE } from '../registry/scope-lock.ts';
import { CommandProblem } from './command-problem.ts';
import { addRegistryOption, type RegistryFlags, type SoundRegistry } from './registry-option.ts';
import { readStewardKey, toStewardName } from './steward-key-file.ts';
import type { Terminal } from './terminal.ts';

/** Flags of a steward. */
export interface StewardFlags extends RegistryFlags {
  readonly steward?: string;
  readonly key?: string;
}

/** Adds the flags of a steward. */
export function addStewardOptions(command: Command): Command {
  return addRegistryOption(command)
    .option('--steward <name>', 'who you are in stewards.yaml; the only steward, or your login name, unless given')
    .option('--key <file>', 'where your private key lies');
}

/** Who signs, with which key: throws CommandProblem for a stranger, or a key that is not the one in stewards.yaml. */
export function openSteward(
  { stewards, today }: SoundRegistry,
  { flags, terminal }: { readonly flags: StewardFlags; readonly terminal: Terminal },
): { readonly steward: string; readonly privateKey: string; readonly today: string } {
  const names = Object.keys(stewards);
  const steward = flags.steward ?? (names.length === 1 ? (names[0] ?? '') : toStewardName(terminal.env));
  const entry = Object.hasOwn(stewards, steward) ? stewards[steward] : undefined;
  if (!entry)
    throw new CommandProblem(
      `${steward} is not in stewards.yaml (${names.join(', ') || 'empty'}). Name one: --steward <name>.`,
    );
  const key = readStewardKey({ steward, file: flags.key, env: terminal.env });
  if (key.publicKey !== entry.key)
    throw new CommandProblem(
      `The key in ${key.file} is not that of ${steward} in stewards.yaml. Name another: --key <file>.`,
    );
  return { steward, privateKey: key.privateKey, today };
}

/** Throws CommandProblem where a steward would approve what they own. */
export function requireOther(
  metric: DeclaredMetric,
  steward: string,
  { configuration, stewards }: SoundRegistry,
): void {
  if (!isOwner(steward, stewards, metric.definition)) return;
  if (configuration.review === 'solo' && Object.keys(stewards).length === 1) return;
  throw new CommandProblem(
    `${steward} owns ${metric.name} and cannot approve it. Let another steward; or, if there is only one, set review: solo in askfirst.yaml, and pages will say so.`,
  );
}

/** The causes for which a metric needs more than its steward. */
export function causesOf(metric: DeclaredMetric, { scopes }: SoundRegistry): string[] {
  return escalationCauses(metric, scopes.at(-1) ?? NO_SCOPE);
}
