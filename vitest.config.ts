import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/*.test.ts', 'test/{contract,src,collector,demo}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: { name: 'dom', include: ['test/widget/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
      },
      {
        extends: true,
        // Real browsers on built files; two at a time, for two cores.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts', 'test/drills/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          retry: 0,
        },
      },
    ],
  },
});
