/** Reads the registry's folder into shapes. Comes in: a path. Goes out: what is declared, and every problem of shape. No judgement of meaning. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { checkShape } from './check-shape.ts';
import { type Configuration, configurationSchema } from './configuration.ts';
import { toDigest } from './digest.ts';
import type { DeclaredMetric } from './loaded-registry.ts';
import { METRIC_NAME, metricSchema } from './metric-definition.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';
import type { FileProblem } from './registry-problem.ts';
import { type Review, reviewSchema, type Stewards, stewardsSchema } from './review-record.ts';
import { lockSchema, replayLock, type Scope } from './scope-lock.ts';
import { parsePublicKey } from './steward-key.ts';

/** The folder as read. `configuration` is missing only where `problems` says why. */
export interface RegistryFolder {
  readonly configuration?: Configuration;
  readonly metrics: readonly DeclaredMetric[];
  readonly stewards: Stewards;
  /** By metric; also those of metrics that are no longer declared. */
  readonly reviews: Readonly<Record<string, Review>>;
  /** Oldest first. */
  readonly scopes: readonly Scope[];
  readonly problems: readonly FileProblem[];
  /** A file that was read, by its name in the folder; for the places of later findings. */
  readonly files: ReadonlyMap<string, YamlFile>;
}

/** Reads everything there is; stewards, reviews and lock may be missing. */
export function readFolder(folder: string): RegistryFolder {
  const files = new Map<string, YamlFile>();
  const problems: FileProblem[] = [];
  const read = (name: string): YamlFile => {
    const file = readYaml(folder, name);
    files.set(name, file);
    problems.push(...file.problems);
    return file;
  };
  const shaped = <S extends z.ZodType>(schema: S, file: YamlFile): z.output<S> | undefined => {
    if (file.problems.length > 0) return undefined;
    const { value, problems: found } = checkShape(schema, file);
    problems.push(...found);
    return value;
  };

  const configuration = shaped(configurationSchema, read('askfirst.yaml'));
  const names = new Set(listFolder(folder));
  const stewards = names.has('stewards.yaml') ? shaped(stewardsSchema, read('stewards.yaml')) : undefined;
  if (stewards) problems.push(...brokenKeys(stewards, files.get('stewards.yaml')));

  const reviews: Record<string, Review> = {};
  for (const name of listYaml(folder, 'reviews')) {
    const review = shaped(reviewSchema, read(name));
    if (!review) continue;
    const expected = `reviews/${review.metric}.yaml`;
    if (name.replace(/\.yml$/, '.yaml') === expected) reviews[review.metric] = review;
    else problems.push(misplaced(name, files.get(name), expected));
  }

  const metrics = listYaml(folder, 'metrics').flatMap((name) => readMetrics(read(name), { problems, reviews }));
  problems.push(...twice(metrics));

  let scopes: readonly Scope[] = [];
  if (names.has('askfirst.lock')) {
    const file = read('askfirst.lock');
    const lock = shaped(lockSchema, file);
    if (lock) {
      const replayed = replayLock(lock.scopes, file);
      scopes = replayed.scopes;
      problems.push(...replayed.problems);
    }
  }
  return {
    ...(configuration && { configuration }),
    metrics,
    stewards: stewards ?? {},
    reviews,
    scopes,
    problems,
    files,
  };
}

function readMetrics(
  file: YamlFile,
  { problems, reviews }: { problems: FileProblem[]; reviews: Readonly<Record<string, Review>> },
): DeclaredMetric[] {
  if (file.problems.length > 0 || file.value === null) return [];
  const shape = { file: file.file, rule: 'shape' };
  if (typeof file.value !== 'object' || Array.isArray(file.value)) {
    const remedy = 'Write one metric per key: page.view: { … }.';
    problems.push({ ...shape, ...file.at([]), message: 'The file holds no metrics by name.', remedy });
    return [];
  }
  return Object.entries(file.value as Record<string, unknown>).flatMap(([name, value]) => {
    if (!METRIC_NAME.test(name)) {
      const remedy = 'Use words of lower-case letters and digits, joined by dots: cart.add.';
      const message = `\`${name}\` is no name for a metric.`;
      problems.push({ ...shape, rule: 'metric-name', ...file.at([name], 'key'), message, remedy });
    }
    const { value: definition, problems: found } = checkShape(metricSchema, file, { value, base: [name] });
    problems.push(...found);
    if (!definition) return [];
    const review = Object.hasOwn(reviews, name) ? reviews[name] : undefined;
    const place = file.at([name], 'key');
    // The shape has just been checked: a definition is an object.
    const written = value as Record<string, unknown>;
    const about = { name, file: file.file, ...place };
    return [{ ...about, definition, written, digest: toDigest(written), ...(review && { review }) }];
  });
}

function twice(metrics: readonly DeclaredMetric[]): FileProblem[] {
  const first = new Map<string, DeclaredMetric>();
  return metrics.flatMap((metric) => {
    const earlier = first.get(metric.name);
    if (!earlier) {
      first.set(metric.name, metric);
      return [];
    }
    const { file, line, column, name } = metric;
    const message = `\`${name}\` is declared twice, first in ${earlier.file}:${earlier.line}.`;
    return [{ file, line, column, rule: 'declared-twice', message, remedy: 'Keep one of the two.' }];
  });
}

function brokenKeys(stewards: Stewards, file: YamlFile | undefined): FileProblem[] {
  return Object.entries(stewards).flatMap(([name, { key }]) => {
    if (parsePublicKey(key) || !file) return [];
    const message = `The key of \`${name}\` is no Ed25519 key.`;
    const remedy = 'Paste the line that `askfirst init` or the steward’s own command printed.';
    return [{ file: file.file, ...file.at([name, 'key']), rule: 'steward-key', message, remedy }];
  });
}

function misplaced(name: string, file: YamlFile | undefined, expected: string): FileProblem {
  const place = file?.at(['metric']) ?? { line: 1, column: 1 };
  const message = `The file is about the metric of ${expected}.`;
  return { file: name, ...place, rule: 'review-misplaced', message, remedy: `Rename it to ${expected}.` };
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder that is not there: askfirst.yaml is reported missing, which says it all.
    return [];
  }
}

/** Both endings, so that no file is passed over in silence. Sorted, so that every machine reads alike. */
function listYaml(folder: string, inside: string): string[] {
  return listFolder(join(folder, inside))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
    .sort()
    .map((name) => `${inside}/${name}`);
}
