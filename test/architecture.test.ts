import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  hasDefaultExports,
  hasUnknownRooms,
  isDrawer,
  isMachineSpecific,
  isNotKebabCase,
  lockHasAddresses,
  lockHasGaps,
  mapDiffers,
  skipsInSilence,
  waitsForNothing,
} from './architecture/file-rules.ts';
import { findSideEffects } from './architecture/find-side-effects.ts';
import {
  breaksCollectorFloors,
  breaksRoomTable,
  hasCycles,
  truthKnowsTheCode,
  type Violations,
} from './architecture/import-rules.ts';
import { COLLECTOR_PACKAGES, PAGE_PACKAGES } from './architecture/rooms.ts';
import { readSources, type Source } from './architecture/source.ts';

const sources = readSources();
// Our own file; its shape is npm's.
const packageFile = JSON.parse(sources.find(({ path }) => path === 'package.json')?.text ?? '{}') as {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
};
const source = (path: string, text = ''): Source => ({ path, text });

/** Each rule beside sources that break it, and how often they do: a rule that cannot fail is no rule. */
const RULES: readonly [string, (sources: readonly Source[]) => Violations, broken: Source[], faults: number][] = [
  [
    'rooms import only what the table of design 4 allows',
    breaksRoomTable,
    [
      source('contract/a.ts', "import { b } from '../src/b.ts';"),
      source('src/a.ts', "import fs from 'node:fs';"),
      source('src/b.ts', "import { h } from 'preact';"),
      source('widget/a.ts', "import {\n  b,\n} from '../src/b.ts';"),
      source('widget/b.ts', "const later = import('../src/b.ts');"),
      source('collector/a.ts', "export type { B } from '../src/b.ts';"),
      source('demo/a.ts', "import { c } from '../collector/collector.ts';"),
    ],
    7,
  ],
  [
    'arrows inside the collector go down one way',
    breaksCollectorFloors,
    [
      source('collector/store/a.ts', "import { b } from '../receive/b.ts';"),
      source('collector/receive/a.ts', "import { b } from '../pages/b.ts';"),
      source('collector/pages/a.ts', "import type { b } from '../command/b.ts';"),
      source('collector/registry/a.ts', "import { createCollector } from '../collector.ts';"),
      source('collector/problem.ts', "import { b } from './store/store.ts';"),
      source('collector/command/a.ts', "import { b } from '../attic/b.ts';"),
    ],
    6,
  ],
  [
    'no file imports itself, by any way round',
    hasCycles,
    [source('src/a.ts', "import './b.ts';"), source('src/b.ts', "export { c } from './a.ts';")],
    1,
  ],
  [
    'truth files and simulators know nothing of the code they judge',
    truthKnowsTheCode,
    [
      source('demo/traffic/truth.ts', "import { b } from './b.ts';"),
      source('demo/traffic/b.ts', "import { Cell } from '../../collector/store/store.ts';"),
      source('test/drills/simulate-days.ts', "import { createAskfirst } from 'askfirst';"),
    ],
    2,
  ],
  ['every top-level folder is a room', hasUnknownRooms, [source('attic/a.ts')], 1],
  ['file names are kebab-case', isNotKebabCase, [source('src/toEvent.ts'), source('docs/Problems.md')], 2],
  ['there are no drawers', isDrawer, [source('src/utils.ts'), source('collector/helpers/a.ts')], 2],
  ['there are no default exports', hasDefaultExports, [source('src/a.ts', 'const a = 1;\nexport default a;')], 1],
  [
    'what may be skipped is told of with its reason, and no test shuts out the others',
    skipsInSilence,
    [
      // In two parts, so that this file does not find itself.
      source('test/a.test.ts', `it.${'skipIf'}(true)('is left out', () => undefined);`),
      source('test/b.test.ts', `describe.${'only'}('this one', () => undefined);`),
      source('test/c.test.ts', `it.${'todo'}('is told of');`),
      source('test/pending.md', '| `test/c.test.ts` | why |'),
    ],
    2,
  ],
  [
    'no test waits for a condition that is a promise',
    waitsForNothing,
    // In two parts, so that this file does not find itself.
    [source('test/a.ts', `await page.${'waitForFunction'}(async () => (await status()).held > 0);`)],
    1,
  ],
  [
    'nothing is true on one machine only',
    isMachineSpecific,
    [source('docs/a.md', `cd /${'home'}/eva/askfirst`), source('.npmrc', `https://${'registry'}.example.org/npm`)],
    2,
  ],
  [
    'the lock file names no addresses',
    lockHasAddresses,
    [source('package-lock.json', '{ "resolved": "https://npm.example/a.tgz" }')],
    1,
  ],
  [
    'the lock file knows the binaries of every platform',
    lockHasGaps,
    [
      source(
        'package-lock.json',
        '{ "packages": { "": {}, "node_modules/a": { "optionalDependencies": { "a-linux": "1", "a-mac": "1" } }, "node_modules/a-linux": {} } }',
      ),
    ],
    1,
  ],
  [
    'the map in ARCHITECTURE.md shows the folders there are',
    mapDiffers,
    [source('ARCHITECTURE.md', '<!-- map -->\nsrc/\n  gone/\n<!-- /map -->'), source('src/new/a.ts')],
    2,
  ],
];

describe('the house', () => {
  it.each(RULES)('%s', (_sentence, rule) => {
    expect(rule(sources)).toEqual([]);
  });

  it.each(RULES)('would notice if not: %s', (_sentence, rule, broken, faults) => {
    expect(rule(broken)).toHaveLength(faults);
  });

  it('brings along exactly the packages the collector may import', () => {
    expect(Object.keys(packageFile.dependencies).sort()).toEqual([...COLLECTOR_PACKAGES].sort());
  });

  it('bundles what the page uses, so that nobody installs it', () => {
    for (const name of [...PAGE_PACKAGES.src, ...PAGE_PACKAGES.widget])
      expect(Object.keys(packageFile.devDependencies)).toContain(name);
  });
});

describe('what runs in the page', () => {
  const files = sources
    .map(({ path }) => path)
    .filter((path) => /^(contract|src|widget)\/.*\.tsx?$/.test(path) && !/^src\/script(-for-people)?\.ts$/.test(path));

  it('does nothing when imported, the script tag itself aside', { timeout: 60_000 }, async () => {
    expect(await findSideEffects(files)).toEqual([]);
  });

  it('would be noticed if it did', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'askfirst-side-effect-'));
    writeFileSync(join(folder, 'guilty.ts'), 'export const opened = globalThis.open("about:blank");');
    try {
      expect(
        await findSideEffects([relative(join(import.meta.dirname, '..'), join(folder, 'guilty.ts'))]),
      ).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
