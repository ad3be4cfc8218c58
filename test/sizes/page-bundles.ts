import { isAbsolute, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RollupOptions, rollup } from 'rollup';

const ROOT = join(import.meta.dirname, '../..');

/** What a page can load, and what it is made of. */
export interface PageBundle {
  /** `askfirst.js`, as in `dist/page`. */
  readonly file: string;
  readonly code: string;
  /** Files of the repository (`src/admit.ts`) and packages (`preact/…`) that are in it, the largest first. */
  readonly modules: readonly { readonly path: string; readonly bytes: number }[];
}

/** Builds every file of `dist/page` in memory with the repository's own configuration, and says what went in. */
export async function buildPageBundles(): Promise<readonly PageBundle[]> {
  const bundles: PageBundle[] = [];
  // By address, because the configuration of a tool belongs to no room's type check.
  const url = pathToFileURL(join(ROOT, 'rollup.config.ts')).href;
  const config = (await import(url)) as { readonly default: readonly RollupOptions[] };
  for (const options of config.default) {
    const output = [options.output ?? []].flat()[0];
    if (output?.file?.startsWith('dist/page/')) bundles.push(await buildOne(options, output.file));
  }
  return bundles;
}

async function buildOne(options: RollupOptions, file: string): Promise<PageBundle> {
  const bundle = await rollup({ ...options, input: join(ROOT, String(options.input)) });
  try {
    const { output } = await bundle.generate([options.output ?? {}].flat()[0] ?? {});
    const chunks = output.filter((one) => one.type === 'chunk');
    const modules = chunks
      .flatMap((chunk) => Object.entries(chunk.modules))
      .map(([id, { renderedLength }]) => ({ path: toPath(id), bytes: renderedLength }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.bytes - a.bytes);
    return { file: file.slice('dist/page/'.length), code: chunks.map(({ code }) => code).join('\n'), modules };
  } finally {
    await bundle.close();
  }
}

function toPath(id: string): string {
  const packaged = id.lastIndexOf('node_modules/');
  if (packaged !== -1) return id.slice(packaged + 'node_modules/'.length);
  return isAbsolute(id) ? relative(ROOT, id) : id;
}
