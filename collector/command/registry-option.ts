/** What every command about the registry needs: its folder, today in the site's time zone, and the registry itself. */

import { type Command, Option } from 'commander';
import { dayAndHour, isDay } from '../../contract/day.ts';
import type { Configuration } from '../registry/configuration.ts';
import type { DeclaredMetric } from '../registry/loaded-registry.ts';
import { type RegistryFolder, readFolder } from '../registry/read-folder.ts';
import { RegistryProblem } from '../registry/registry-problem.ts';
import { CHECK_RULES } from '../registry/rules/check-rules.ts';
import { runRules } from '../registry/run-rules.ts';
import { CommandProblem } from './command-problem.ts';

/** Flags that commands about the registry share. */
export interface RegistryFlags {
  readonly registry: string;
  readonly today?: string;
}

/** Where the time comes from. */
export interface Clock {
  now(): number;
}

/** A registry whose shape is right and whose enforced rules hold. */
export interface SoundRegistry extends RegistryFolder {
  readonly folder: string;
  readonly configuration: Configuration;
  readonly today: string;
}

/** Adds `--registry`, and `--today` for looking ahead. */
export function addRegistryOption(command: Command): Command {
  return command
    .addOption(
      new Option('--registry <folder>', 'the registry of purposes, metrics and reviews')
        .env('ASKFIRST_REGISTRY')
        .default('./askfirst'),
    )
    .option('--today <day>', 'as if today were this day, 2026-11-22');
}

/** Today in the site's time zone, or the day given. */
export function toToday(flags: Pick<RegistryFlags, 'today'>, timeZone: string, clock: Clock): string {
  if (flags.today === undefined) return dayAndHour(clock.now(), timeZone).day;
  if (isDay(flags.today)) return flags.today;
  throw new CommandProblem(`--today is no day: ${flags.today}. Write it as 2026-11-22.`);
}

/** Reads the registry; throws RegistryProblem unless its shape is right and every rule holds that the collector enforces. */
export function readSound(flags: RegistryFlags, clock: Clock): SoundRegistry {
  const read = readFolder(flags.registry);
  const { configuration, metrics, problems, files } = read;
  if (!configuration) throw new RegistryProblem(problems);
  const today = toToday(flags, configuration.timeZone, clock);
  const enforced = CHECK_RULES.filter((rule) => rule.enforced === 'load');
  const all = [...problems, ...runRules(enforced, { configuration, metrics, today }, files)];
  if (all.length > 0) throw new RegistryProblem(all);
  return { ...read, folder: flags.registry, configuration, today };
}

/** The metric of that name; throws CommandProblem, naming those there are, if it is not declared. */
export function findMetric({ metrics, folder }: SoundRegistry, name: string): DeclaredMetric {
  const metric = metrics.find((declared) => declared.name === name);
  if (metric) return metric;
  const known = metrics.map((declared) => declared.name).join(', ') || 'none yet';
  throw new CommandProblem(`No metric in ${folder} is called ${name}. Declared are: ${known}.`);
}
