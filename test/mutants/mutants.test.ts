import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import type { Mutant } from './mutant.ts';
import { createMutantRunner } from './run-mutant.ts';
import { openWorkTree, type WorkTree } from './work-tree.ts';

/** Those whose test needs no build and no browser: about two seconds each. `npm run mutants` runs all. */
const quick = (await readCatalogue()).filter(({ build, test }) => !build && !test.startsWith('test/browser/'));

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

  it.each(quick.map((mutant): [string, string, Mutant] => [mutant.promise, mutant.id, mutant]))(
    '%s %s is caught',
    async (_promise, _id, mutant) => {
      expect(await runMutant(mutant)).toEqual({ result: 'caught' });
    },
  );
});
