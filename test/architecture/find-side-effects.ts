import { join, relative } from 'node:path';
import { rollup } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Files that do something when imported: those of which rollup cannot leave everything out when nothing of them is used.
 * Packages count as harmless; their own tests are theirs.
 */
export async function findSideEffects(paths: readonly string[]): Promise<readonly string[]> {
  const bundle = await rollup({
    input: Object.fromEntries(paths.map((path, index) => [`file-${index}`, `alone:${path}`])),
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('alone:'),
    treeshake: { moduleSideEffects: (id, isExternal) => !isExternal && id !== '' },
    plugins: [
      {
        name: 'each-file-alone',
        resolveId: (id) => (id.startsWith('alone:') ? `\0${id}` : undefined),
        load: (id) =>
          id.startsWith('\0alone:') ? `import ${JSON.stringify(join(ROOT, id.slice('\0alone:'.length)))};` : undefined,
      },
      esbuild({ target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact' }),
    ],
    onLog: (_level, log, handler) => {
      // Empty chunks are what we hope for.
      if (log.code !== 'EMPTY_BUNDLE') handler('warn', log);
    },
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const guilty = output.flatMap((chunk) =>
    chunk.type === 'chunk'
      ? Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
      : [],
  );
  return [...new Set(guilty)].filter((id) => !id.startsWith('\0')).map((id) => relative(ROOT, id));
}
