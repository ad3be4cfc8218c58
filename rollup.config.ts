import { cpSync, readFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import type { Plugin, RollupOptions } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';

/**
 * Names that only our own files say to each other, which the built ones shorten, alike in all of them. Never one that is on the
 * wire, in storage, exported, in the public face, in a site's configuration or in the browser: those stay whole words.
 */
const INNER_NAMES =
  'alone announce baseUrl calendar choices chosenUnder clockOffsetMs current deny existing grant guarded hasFailed hasOutbox keeper maxAgeMs maxBytes maxEvents nameOf nowMs onAdded onlyOutbox onPageView onQuestion others probe putNow random refresh restMs rights schedule scriptUrl seen sendOutbox silence silenced strict today wishedLanguage withdrawn withheld writing'.split(
    ' ',
  );
const LETTERS = 'abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const mangleCache = Object.fromEntries(INNER_NAMES.map((name, at) => [name, LETTERS[at] ?? name]));
// Our own file; its shape is npm's.
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Chrome 111, Firefox 120, Safari 16.4 (design 4) all run ES2022. */
const page = () => [
  nodeResolve({ browser: true }),
  esbuild({
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    mangleProps: new RegExp(`^(${INNER_NAMES.join('|')})$`),
    mangleCache,
    // What the privacy centre says it is.
    define: { __ASKFIRST_VERSION__: JSON.stringify(version) },
  }),
  terser({
    ecma: 2020,
    module: true,
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true },
    mangle: { properties: { regex: /^_[a-z]/ } },
  }),
];
/** Promises as they were when the file ran, for our code and idb-keyval's alike: a page may replace them later (T-45). */
const intro = 'const { Promise } = globalThis;';
const node = () => [nodeResolve({ exportConditions: ['node'] }), esbuild({ target: 'node22' })];
/** Everything that is not ours stays an import; the package's dependencies bring it. */
const external = (id: string) => !id.startsWith('.') && !id.startsWith('/');

const texts: Plugin = {
  name: 'copy-texts',
  writeBundle: () => cpSync('widget/texts', 'dist/page/texts', { recursive: true }),
};

const options: RollupOptions[] = [
  {
    input: 'src/script.ts',
    output: { file: 'dist/page/askfirst.js', format: 'iife', intro },
    plugins: [...page(), texts],
  },
  {
    input: 'src/script-for-people.ts',
    output: { file: 'dist/page/askfirst-for-people.js', format: 'iife', intro },
    plugins: page(),
  },
  { input: 'src/module.ts', output: { file: 'dist/module/askfirst.js', format: 'es', intro }, plugins: page() },
  { input: 'src/choices.ts', output: { file: 'dist/page/choices.js', format: 'es', intro }, plugins: page() },
  { input: 'src/rights.ts', output: { file: 'dist/page/rights.js', format: 'es', intro }, plugins: page() },
  { input: 'widget/centre.ts', output: { file: 'dist/page/centre.js', format: 'es' }, plugins: page() },
  { input: 'widget/widget.ts', output: { file: 'dist/page/widget.js', format: 'es' }, plugins: page() },
  { input: 'widget/waiting.ts', output: { file: 'dist/page/waiting.js', format: 'es' }, plugins: page() },
  {
    input: {
      'collector/collector': 'collector/collector.ts',
      'collector/writer': 'collector/store/sqlite/writer.ts',
      'collector/reader': 'collector/store/sqlite/reader.ts',
      'collector/copier': 'collector/store/sqlite/copier.ts',
      'command/askfirst': 'collector/command/askfirst.ts',
    },
    output: { dir: 'dist', format: 'es', chunkFileNames: 'collector/[name]-[hash].js' },
    external,
    plugins: node(),
  },
];

export default options;
