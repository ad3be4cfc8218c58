import { measureBudgets } from '../sizes/budgets.ts';
import { buildPageBundles } from '../sizes/page-bundles.ts';
import type { Group } from './table.ts';

/** Bytes of every file of design 13, and the share of each module in them. */
export async function measureBytes(): Promise<readonly Group[]> {
  const sizes = measureBudgets().flatMap(({ what, files, sizes, total, maxBytes }) => [
    {
      what,
      unit: 'bytes',
      values: [
        [total.rawBytes],
        [total.gzipBytes],
        [total.brotliBytes],
        maxBytes === undefined ? undefined : [maxBytes],
      ],
    },
    ...files.flatMap((file, index) => {
      const size = sizes[index];
      if (files.length === 1 || size === undefined) return [];
      const values = [[size.rawBytes], [size.gzipBytes], [size.brotliBytes], undefined];
      return [{ what: `– ${file}`, unit: 'bytes', values }];
    }),
  ]);
  const shares = (await buildPageBundles()).flatMap(({ file, code, modules }) => {
    const all = modules.reduce((sum, { bytes }) => sum + bytes, 0);
    const minified = Buffer.byteLength(code);
    return modules.map(({ path, bytes }) => ({
      what: `${file}: ${path}`,
      unit: '%, bytes',
      values: [[(100 * bytes) / all], [Math.round((minified * bytes) / all)]],
    }));
  });
  return [
    {
      title: 'Bytes of what a page loads',
      how: 'Files as built. gzip -9, Brotli -11. The reference is the budget of the design.',
      columns: ['raw', 'gzip', 'Brotli', 'budget (Brotli)'],
      rows: sizes,
    },
    {
      title: 'What each file is made of',
      how: "A module's share of the file before minification, and as much of the minified file's raw bytes.",
      columns: ['share', 'minified, about'],
      rows: shares,
    },
  ];
}
