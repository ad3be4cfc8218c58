/** Writes what the commands write: reviews, stewards, the lock. Each file appears whole or not at all. */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Review, Stewards } from './review-record.ts';
import type { ScopeRecord } from './scope-lock.ts';

/** Writes text to `<folder>/<file>` by way of a neighbour, so that no reader ever sees half of it. */
export function writeWhole(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  const neighbour = `${path}.${process.pid}.new`;
  writeFileSync(neighbour, text);
  renameSync(neighbour, path);
}

/** The file of a metric's review, relative to the registry's folder. */
export function reviewFile(metric: string): string {
  return `reviews/${metric}.yaml`;
}

/** Writes a review to the file that belongs to its metric. */
export function writeReview(folder: string, review: Review): void {
  writeWhole(folder, reviewFile(review.metric), toYaml(review));
}

/** Writes stewards.yaml anew. */
export function writeStewards(folder: string, stewards: Stewards): void {
  writeWhole(
    folder,
    'stewards.yaml',
    `# Who may approve a metric. Public keys only; the private ones never belong here.\n${toYaml(stewards)}`,
  );
}

/** Adds a scope at the end of askfirst.lock. What stands there is not touched, not even its formatting. */
export function appendScope(folder: string, record: ScopeRecord): void {
  const path = join(folder, 'askfirst.lock');
  // Two releases at once would freeze the same number twice: the second finds this file and fails.
  const neighbour = `${path}.new`;
  writeFileSync(neighbour, '', { flag: 'wx' });
  const header =
    '# Written by `askfirst release`, which only adds to it. Each digest covers the scope and all before it.\n';
  const before = existsSync(path) ? readFileSync(path, 'utf8') : `${header}version: 1\nscopes:\n`;
  const lines = toYaml([record]).replace(/^(?=.)/gm, '  ');
  writeFileSync(neighbour, `${before.replace(/\n*$/, '\n')}${lines}`);
  renameSync(neighbour, path);
}

/** Plain data as YAML: no aliases, no line breaks within a sentence. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
