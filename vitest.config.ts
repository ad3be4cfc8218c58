import { defineConfig } from 'vitest/config';

/** The groups run one after another, so that browsers and servers are not measured against each other's load. */
export default defineConfig({
  test: {
    // A busy machine is no failure: what is waited for may take its time.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'test/*.test.ts',
            'test/{contract,src,collector,demo,model}/**/*.test.ts',
            'test/mutants/catalogue.test.ts',
          ],
          testTimeout: 30_000,
          // A busy machine builds slowly.
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'dom',
          include: ['test/widget/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // Real browsers on built files; two at a time, for two cores.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts', 'test/drills/**/*.test.ts'],
          globalSetup: 'test/browser/install-browsers.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          retry: 0,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        // One quick mutant or more of each promise; `npm run mutants` runs all of them.
        test: {
          name: 'mutants',
          include: ['test/mutants/mutants.test.ts'],
          globalSetup: 'test/browser/install-browsers.ts',
          testTimeout: 240_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
