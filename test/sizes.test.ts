import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSection } from './printed/replace-section.ts';
import { BUDGETS, type MeasuredBudget, measureBudgets, PAGE_FOLDER } from './sizes/budgets.ts';
import { measureBytes } from './sizes/measure-file.ts';
import { buildPageBundles, type PageBundle } from './sizes/page-bundles.ts';

describe('the budgets of design 13', () => {
  let measured: readonly MeasuredBudget[];
  beforeAll(() => {
    measured = measureBudgets();
  });

  it.each(BUDGETS.filter(({ maxBytes }) => maxBytes !== undefined))(
    '$what: at most $maxBytes bytes',
    ({ what, maxBytes, heldAtBytes }) => {
      const bytes = measured.find((one) => one.what === what)?.total.brotliBytes;
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(heldAtBytes ?? maxBytes ?? 0);
    },
  );

  it('a budget that is missed stands in test/pending.md, and one that is met is no longer held higher', () => {
    const pending = readFileSync(join(import.meta.dirname, 'pending.md'), 'utf8');
    for (const { files, maxBytes = 0, heldAtBytes, total } of measured) {
      if (heldAtBytes === undefined) continue;
      expect(total.brotliBytes, `${files}: heldAtBytes can go`).toBeGreaterThan(maxBytes);
      expect(pending).toContain(`| design 13, \`${files.join('`, `')}\` |`);
    }
  });

  it('the README shows the sizes there are, within 2 % (else: npm run docs)', () => {
    const table = readSection(readFileSync(join(import.meta.dirname, '../README.md'), 'utf8'), 'sizes');
    for (const { what, total } of measured) {
      const line = table.split('\n').find((row) => row.startsWith(`| ${what}`)) ?? '';
      const [, , , , brotli = ''] = line.split('|').map((cell) => cell.trim().replaceAll(',', ''));
      expect(Math.abs(Number(brotli) / total.brotliBytes - 1), `${what}: README ${brotli}`).toBeLessThan(0.02);
    }
  });

  it('measures bytes as they are', () => {
    expect(measureBytes(new TextEncoder().encode('a'.repeat(1_000)))).toMatchObject({ rawBytes: 1_000 });
  });
});

describe('what is inside the files a page loads', () => {
  let bundles: readonly PageBundle[];
  beforeAll(async () => {
    bundles = await buildPageBundles();
  }, 60_000);

  const packagesOf = (file: string) => {
    const bundle = bundles.find((one) => one.file === file);
    expect(bundle, `${file} is built`).toBeDefined();
    const paths = bundle?.modules.map(({ path }) => path) ?? [];
    return [
      ...new Set(paths.filter((path) => !/^(contract|src|widget)\//.test(path)).map((path) => path.split('/')[0])),
    ];
  };

  it('the script contains our code and idb-keyval: no preact, no zod', () => {
    expect(packagesOf('askfirst.js')).toEqual(['idb-keyval']);
  });

  it('the banner and the centre contain our code and nothing else', () => {
    for (const file of ['widget.js', 'waiting.js', 'centre.js']) expect(packagesOf(file)).toEqual([]);
  });

  it('no file a page loads contains a room of the server', () => {
    const paths = bundles.flatMap(({ modules }) => modules.map(({ path }) => path));
    expect(paths.filter((path) => /^(collector|demo|test)\//.test(path))).toEqual([]);
  });

  it('the built files are those the sources make', () => {
    for (const { file, code } of bundles)
      expect(readFileSync(join(PAGE_FOLDER, file), 'utf8').trim()).toBe(code.trim());
  });
});

describe('the names that the build shortens', () => {
  it('are none of the wire, of a configuration, of words or of what a visitor is handed', () => {
    const [, list = ''] = /INNER_NAMES =\s*'([^']+)'/.exec(readFileSync('rollup.config.ts', 'utf8')) ?? [];
    const innerNames = list.split(' ');
    expect(innerNames.length).toBeGreaterThan(20);
    const folders = ['contract', 'widget/texts'];
    const files = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|json)$/.test(name))
        .map((name) => join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(15);
    // How a property is declared in a type, and how it stands in JSON.
    const isDeclared = (name: string, text: string) =>
      new RegExp(`readonly ${name}\\??:|"${name}":|^\\s+${name}\\(.*\\):`, 'm').test(text);
    const found = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return innerNames.filter((name) => isDeclared(name, text)).map((name) => `${name} of ${file}`);
    });
    expect(found).toEqual([]);
    // The public documents are declared beside the inner interfaces: their keys by name.
    const handedOut = [
      'status',
      'device',
      'collector',
      'waiting',
      'held',
      'receipts',
      'certificates',
      'requested',
      'kind',
    ];
    expect(handedOut.filter((name) => innerNames.includes(name))).toEqual([]);
  });
});
