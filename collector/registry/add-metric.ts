/** Puts a new metric into the file of its kind, below what stands there. Comes in: a definition as it shall be written. Goes out: the file. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml, writeWhole } from './write-registry.ts';

/** The file for metrics of a name's first word: `cart.add` goes to metrics/cart.yaml. */
export function fileForMetric(name: string): string {
  return `metrics/${name.split('.')[0]}.yaml`;
}

/** Appends the metric; everything in the file stays as it is. @returns the file, relative to the folder */
export function addMetric(folder: string, name: string, written: Readonly<Record<string, unknown>>): string {
  const file = fileForMetric(name);
  const path = join(folder, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const gap = before.trim() === '' ? '' : `${before.replace(/\n*$/, '\n')}\n`;
  writeWhole(folder, file, gap + toYaml({ [name]: written }));
  return file;
}
