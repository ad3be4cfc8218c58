/** What surrounds the metrics of a scope: purposes, processors, precision, paths. Does a change there reach metrics whose own definition stayed the same? */

import { type Change, compareSets, strongest } from './classify-change.ts';
import type { Configuration } from './configuration.ts';
import { toDigest } from './digest.ts';
import type { Scope, ScopeRecord } from './scope-lock.ts';

/** The surroundings of the next scope against those of the one before. */
export interface Surroundings {
  /** Each whole, where it changed. */
  readonly changes: Pick<ScopeRecord, 'controller' | 'purposes' | 'processors' | 'timePrecision' | 'paths'>;
  readonly kind: Change;
  /** Purposes whose words changed: what was agreed to under the old words is not agreed to under the new. */
  readonly purposes: ReadonlySet<string>;
  /** More of a path may be recorded than before. */
  readonly widensPaths: boolean;
  /** More may be recorded of everything, or somebody new sees it. */
  readonly widensAll: boolean;
}

/**
 * Compares. A new controller or processor, hours instead of days, and pages no longer ignored reach every metric.
 * @param minor purposes, or `controller.name`, of which only the words changed and not what they say (UI-C5)
 */
export function compareSurroundings(
  before: Scope,
  configuration: Configuration,
  minor: readonly string[] = [],
): Surroundings {
  const { purposes, processors, timePrecision, paths, controller } = configuration;
  const changed = rewordedParts(before, configuration).filter((part) => !minor.includes(part));
  const reworded = changed.filter((part) => part !== CONTROLLER);
  const ofController = changed.includes(CONTROLLER) ? 'widening' : 'editorial';
  const ofProcessors = compareSets(before.processors.map(toRole), processors.map(toRole));
  const ofPrecision = compareSets(finer(before.timePrecision), finer(timePrecision));
  const ofPaths = comparePaths(before.paths, paths);
  // Fewer ignored pages are more observed ones.
  const ofIgnored = compareSets(paths.ignore, before.paths.ignore);
  const ofPurposes = compareSets(Object.keys(before.purposes), Object.keys(purposes));
  const ofWords = reworded.length > 0 ? 'widening' : 'editorial';
  const said = processors.map(withoutUndefined);
  return {
    changes: {
      ...(before.controller !== controller.name && { controller: controller.name }),
      ...(toDigest(before.purposes) !== toDigest(purposes) && { purposes }),
      ...(toDigest(before.processors) !== toDigest(said) && { processors: said }),
      ...(before.timePrecision !== timePrecision && { timePrecision }),
      ...(toDigest(before.paths) !== toDigest(paths) && { paths }),
    },
    kind: strongest([ofController, ofProcessors, ofPrecision, ofPaths, ofIgnored, ofPurposes, ofWords]),
    purposes: new Set(reworded),
    widensPaths: ofPaths === 'widening',
    widensAll: [ofController, ofProcessors, ofPrecision, ofIgnored].includes('widening'),
  };
}

/** What stands for the controller's name among parts of the notice. No purpose can be called so. */
export const CONTROLLER = 'controller.name';

/**
 * Released parts of the notice whose words now are others: purposes by name, and `controller.name`. A further language says
 * the same.
 */
export function rewordedParts(
  before: Scope,
  { purposes, controller }: Pick<Configuration, 'purposes' | 'controller'>,
): string[] {
  const reworded = Object.entries(purposes)
    .filter(([name, words]) => Object.hasOwn(before.purposes, name) && !saysTheSame(before.purposes[name], words))
    .map(([name]) => name);
  const isOther = before.controller !== undefined && before.controller !== controller.name;
  return isOther ? [CONTROLLER, ...reworded] : reworded;
}

/** Who does what, where: the part of a processor that visitors agreed to. Contract and dates may change. */
export function toRole({ name, role, country }: Readonly<Record<string, unknown>>): string {
  return toDigest([name, role, country]);
}

/** Is more of a path told than before? Which pages are left out altogether is another question. */
export function comparePaths(before: Scope['paths'], after: Scope['paths']): Change {
  return strongest([compareSets(before.keep, after.keep), compareTemplates(before.templates, after.templates)]);
}

/**
 * The first template that fits becomes the path, so one put before another can tell apart what was one path; one that
 * comes after all the others only shortens paths that no other fitted.
 */
function compareTemplates(before: readonly string[], after: readonly string[]): Change {
  if (before.some((template, at) => after[at] !== template)) return 'widening';
  return after.length > before.length ? 'narrowing' : 'editorial';
}

function finer(precision: 'day' | 'hour'): string[] {
  return precision === 'hour' ? ['hour'] : [];
}

type Words = Scope['purposes'][string];

/** Languages may come and go, as long as one stays and no word of those that stay changes. */
export function saysTheSame(before: Words | undefined, after: Words): boolean {
  const keeps = (old: Readonly<Record<string, string>> = {}, now: Readonly<Record<string, string>>) =>
    Object.entries(old).every(([language, words]) => now[language] === undefined || now[language] === words) &&
    Object.keys(old).some((language) => now[language] !== undefined);
  return keeps(before?.title, after.title) && keeps(before?.text, after.text);
}

/** Optional keys that zod leaves as undefined would not survive the file. */
function withoutUndefined(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
