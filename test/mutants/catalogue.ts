import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutant.ts';

/** The repository's root. */
export const ROOT = join(import.meta.dirname, '../..');

/** All mutants: every array that a file of `catalogue/` exports, in the order of promise, then file. */
export async function readCatalogue(): Promise<readonly Mutant[]> {
  const folder = join(import.meta.dirname, 'catalogue');
  const mutants: Mutant[] = [];
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (!name.endsWith('.ts')) continue;
    const exported: Record<string, unknown> = await import(pathToFileURL(join(folder, name)).href);
    // The files are type-checked, where each list is declared as `Mutant[]`.
    for (const list of Object.values(exported)) if (Array.isArray(list)) mutants.push(...(list as Mutant[]));
  }
  return mutants.sort((a, b) => Number(a.promise.slice(1)) - Number(b.promise.slice(1)));
}

/** What is wrong with a mutant before it is even run, or undefined. Its code may have changed since it was written. */
export function checkMutant(mutant: Mutant): string | undefined {
  if (!/^P([1-9]|1[0-2])$/.test(mutant.promise)) return `there is no promise ${mutant.promise}`;
  for (const path of [mutant.file, mutant.test]) if (!existsSync(join(ROOT, path))) return `there is no file ${path}`;
  if (mutant.from === mutant.to) return 'it changes nothing';
  const times = readFileSync(join(ROOT, mutant.file), 'utf8').split(mutant.from).length - 1;
  if (times !== 1) return `its text occurs ${times} times in ${mutant.file}, not once`;
  return undefined;
}
