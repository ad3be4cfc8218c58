import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './terminal.ts';

const ROOT = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'askfirst-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The errors of the compiler on a site's own file, as `line code`. */
function compile(source: string, files: readonly string[]): string[] {
  writeFileSync(join(folder, 'site.ts'), source);
  const configuration = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'bundler',
      allowImportingTsExtensions: true,
      lib: ['ES2022', 'DOM'],
      types: [],
      skipLibCheck: true,
      paths: { askfirst: [join(ROOT, 'src/api.ts')] },
    },
    files: ['site.ts', ...files],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false']);
    return [];
  } catch (error) {
    const text = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    return [...text.matchAll(/site\.ts\((\d+),\d+\): error (TS\d+)/g)].map(([, line, code]) => `${line} ${code}`);
  }
}

const USE = `import type { Askfirst } from 'askfirst';
declare const askfirst: Askfirst;
`;

describe('askfirst types', () => {
  it('lets the compiler refuse wrong names and values, and take right ones', { timeout: 60_000 }, async () => {
    const printed = await run(['types', '--registry', join(ROOT, 'demo/shop/askfirst')], {
      today: '2026-11-22',
      home: folder,
    });
    expect(printed).toMatchObject({ code: 0, err: '' });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'metrics.d.ts'), printed.out);

    const right = `${USE}void askfirst('page.view', { path: '/about' });
void askfirst.track('visit.seconds', { reached: 30 });
void askfirst.track('visit.day', { week: true, age: 'new' });
void askfirst('order.place');
void askfirst.track('cart.add', { category: 'kitchen' });
`;
    expect(compile(right, ['metrics.d.ts'])).toEqual([]);

    const wrong = [
      "void askfirst('page.veiw', { path: '/about' });",
      "void askfirst('page.view', { page: '/about' });",
      "void askfirst.track('page.view', { path: 1 });",
      "void askfirst.track('page.view');",
      "void askfirst.track('visit.seconds', { reached: 31 });",
      "void askfirst.track('visit.day', { age: 'ancient' });",
      "void askfirst.track('order.place', { price: 12 });",
      "void askfirst.track('cart.add', { category: 'kitchen', email: 'a@b.example' });",
    ];
    const errors = compile(`${USE}${wrong.join('\n')}\n`, ['metrics.d.ts']);
    expect(errors.map((error) => error.split(' ')[0])).toEqual(wrong.map((_, at) => String(at + 3)));
  });

  it('takes every name where no metrics are declared', { timeout: 60_000 }, () => {
    expect(compile(`${USE}void askfirst('any.thing', { at: 1 });\n`, [])).toEqual([]);
  });
});
