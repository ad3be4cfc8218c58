import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { parse } from 'yaml';
import { checkRegistry } from '../../collector/registry/check-registry.ts';
import { type BenchOptions, ROOT } from './bench-options.ts';
import type { Group } from './table.ts';
import { compileThirtyMetrics, configurationWith } from './thirty-metrics.ts';

const METRICS = 1_000;

/** `check` of a thousand metrics beside a bare parse of the same file, and what a compiled registry adds to the script. */
export async function measureRegistry({ runs }: BenchOptions): Promise<readonly Group[]> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-bench-registry-'));
  try {
    const text = writeThousand(folder);
    const checks: number[] = [];
    const parses: number[] = [];
    // The first run of each warms up and is not counted.
    for (let run = -1; run < runs; run++) {
      const parseMs = time(() => parse(text));
      const checkMs = time(() => checkRegistry(folder, { today: '2026-11-22' }));
      if (run < 0) continue;
      parses.push(parseMs);
      checks.push(checkMs);
    }
    const bytes = bytesOf(compileThirtyMetrics()) - bytesOf({});
    return [
      {
        title: 'Registry',
        how: `\`askfirst check\` of ${METRICS} metrics in one file, beside a bare YAML parse of it; and what 30 compiled metrics add to \`askfirst.js\` (Brotli -11), beside the limit we set.`,
        columns: ['Askfirst', 'reference'],
        rows: [
          { what: `check of ${METRICS} metrics; bare YAML parse`, unit: 'ms', values: [checks, parses] },
          { what: '30 metrics in askfirst.js; limit', unit: 'bytes', values: [[bytes], [1_500]] },
        ],
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The demo's page view a thousand times, under names and descriptions of its own. */
function writeThousand(folder: string): string {
  const shop = join(ROOT, 'demo/shop/askfirst');
  const one = readFileSync(join(shop, 'metrics/pages.yaml'), 'utf8');
  const text = Array.from({ length: METRICS }, (_, at) => {
    const word = toWord(at);
    return one.replace('page.view', `${word}.open`).replace('A page was shown', `The page ${word} was shown`);
  }).join('\n');
  mkdirSync(join(folder, 'metrics'));
  writeFileSync(join(folder, 'metrics/all.yaml'), text);
  writeFileSync(join(folder, 'askfirst.yaml'), readFileSync(join(shop, 'askfirst.yaml')));
  return text;
}

/** A number in letters. */
function toWord(number: number): string {
  return `thing${[...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;
}

function time(work: () => unknown): number {
  const startedAtMs = performance.now();
  work();
  return performance.now() - startedAtMs;
}

function bytesOf(metrics: Parameters<typeof configurationWith>[0]): number {
  const script = readFileSync(join(ROOT, 'dist/page/askfirst.js'), 'utf8');
  const site = JSON.stringify(configurationWith(metrics));
  return brotliCompressSync(script.replace('globalThis.__ASKFIRST_SITE__', () => site)).length;
}
