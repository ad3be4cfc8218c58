import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compileThirtyMetrics, configurationWith } from '../../bench/thirty-metrics.ts';

describe('a compiled registry', () => {
  it('of 30 metrics adds at most 1,500 bytes to askfirst.js', () => {
    const script = readFileSync(new URL('../../../dist/page/askfirst.js', import.meta.url), 'utf8');
    const served = (metrics: Parameters<typeof configurationWith>[0]) =>
      brotliCompressSync(
        script.replace('globalThis.__ASKFIRST_SITE__', () => JSON.stringify(configurationWith(metrics))),
      ).length;
    const thirty = compileThirtyMetrics();
    expect(Object.keys(thirty)).toHaveLength(30);
    expect(served(thirty) - served({})).toBeLessThanOrEqual(1_500);
  });
});
