import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import type { Mutant } from './mutant.ts';
import { createMutantRunner } from './run-mutant.ts';
import { openWorkTree, type WorkTree } from './work-tree.ts';

/** Two of each promise, those first whose test needs no build and no browser. `npm run mutants` runs all of them. */
const MUTANTS_PER_PROMISE = 2;
const isSlow = ({ build, test }: Mutant) => build === true || /^test\/(browser|drills)\//.test(test);
const all = await readCatalogue();
const chosen = [...new Set(all.map(({ promise }) => promise))].flatMap((promise) => {
  const mutants = all.filter((mutant) => mutant.promise === promise);
  const quick = mutants.filter((mutant) => !isSlow(mutant));
  // A browser test takes many seconds: one of them speaks for a promise that has no quick one.
  return quick.length > 0 ? quick.slice(0, MUTANTS_PER_PROMISE) : mutants.slice(0, 1);
});

describe('a broken promise is noticed', () => {
  const abort = new AbortController();
  let tree: WorkTree;
  let runMutant: ReturnType<typeof createMutantRunner>;

  beforeAll(() => {
    tree = openWorkTree({ rebuild: false });
    runMutant = createMutantRunner(tree, abort.signal);
  });
  afterAll(() => {
    abort.abort();
    tree.close();
  });

  it.each(chosen.map((mutant): [string, string, Mutant] => [mutant.promise, mutant.id, mutant]))(
    '%s %s is caught',
    async (_promise, _id, mutant) => {
      expect(await runMutant(mutant)).toEqual({ result: 'caught' });
    },
  );
});
