import { describe, expect, it } from 'vitest';
import { checkMutant, readCatalogue } from './catalogue.ts';

const PROMISES = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'P11', 'P12'];

describe('the catalogue of mutants', async () => {
  const mutants = await readCatalogue();

  it.each(PROMISES)('%s has two mutants that break it', (promise) => {
    expect(mutants.filter((mutant) => mutant.promise === promise).length).toBeGreaterThanOrEqual(2);
  });

  it('names each mutant once', () => {
    expect(mutants.map(({ id }) => id)).toEqual([...new Set(mutants.map(({ id }) => id))]);
  });

  it('finds the text of each mutant exactly once in its file', () => {
    const problems = mutants.flatMap((mutant) => {
      const problem = checkMutant(mutant);
      return problem === undefined ? [] : [`${mutant.id}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });
});
