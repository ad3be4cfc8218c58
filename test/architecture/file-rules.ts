import { posix } from 'node:path';
import type { Violations } from './import-rules.ts';
import { ROOMS } from './rooms.ts';
import { isCode, type Source } from './source.ts';

/** Names that say nothing of what a file knows (house style, names 6). */
const DRAWERS = ['common', 'constants', 'helper', 'helpers', 'lib', 'misc', 'shared', 'tools', 'util', 'utils'];

/** Documents whose names are a custom of their own. */
const CUSTOMARY = ['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md'];

/** Every top-level folder is a room of the table; hidden ones belong to tools. */
export function hasUnknownRooms(sources: readonly Source[]): Violations {
  const folders = new Set(
    sources.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])),
  );
  return [...folders].filter((folder) => !folder.startsWith('.') && !Object.hasOwn(ROOMS, folder));
}

/** File names are kebab-case, with dots only before what says the kind. */
export function isNotKebabCase(sources: readonly Source[]): Violations {
  return sources
    .map(({ path }) => path)
    .filter((path) => !CUSTOMARY.includes(posix.basename(path)))
    .filter((path) => !/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(posix.basename(path)));
}

/** No folder and no file is a drawer for what found no place. */
export function isDrawer(sources: readonly Source[]): Violations {
  return sources
    .map(({ path }) => path)
    .filter((path) => path.split('/').some((part) => DRAWERS.includes(part.replace(/\..*$/, ''))));
}

/** No default exports; tool configurations must have one. */
export function hasDefaultExports(sources: readonly Source[]): Violations {
  return sources
    .filter((source) => isCode(source) && !source.path.endsWith('.config.ts'))
    .filter(({ text }) => /^export default\b|^export \{[^}]*\bas default\b/m.test(text))
    .map(({ path }) => path);
}

/** A test that may be skipped, and is not told of in test/pending.md by its file's path; one that shuts out the others. */
export function skipsInSilence(sources: readonly Source[]): Violations {
  const told = sources.find(({ path }) => path === 'test/pending.md')?.text ?? '';
  return sources
    .filter(
      ({ path, text }) =>
        path.endsWith('.test.ts') &&
        (/\b(it|test|describe)\.only\b/.test(text) ||
          (/\b(it|test|describe)\.(skip|skipIf|runIf|todo)\b/.test(text) && !told.includes(`\`${path}\``))),
    )
    .map(({ path }) => path);
}

/** A browser driver takes the promise of an async condition for a yes, so that nothing is waited for; `until` asks again. */
export function waitsForNothing(sources: readonly Source[]): Violations {
  return sources
    .filter((source) => isCode(source) && /\.waitForFunction\(\s*async\b/.test(source.text))
    .map(({ path }) => path);
}

/** Nothing that holds on one machine only: home folders, checkouts, package mirrors. */
export function isMachineSpecific(sources: readonly Source[]): Violations {
  const patterns = [
    // Written in two parts, so that this file does not find itself.
    new RegExp(`/(${'home'}/[a-z][\\w-]*|${'root'}|${'Users'}/\\w+|${'work'}/(main|shared))/`),
    new RegExp(`https?://[^/\\s'"]*(${'registry'}|${'artifactory'}|${'nexus'}|${'verdaccio'})[^/\\s'"]*`),
    new RegExp(`[A-Z]:\\\\\\\\?${'Users'}`),
  ];
  return sources.flatMap(({ path, text }) =>
    patterns.flatMap((pattern) => {
      const found = pattern.exec(text)?.[0];
      return found === undefined ? [] : [`${path} names ${found}`];
    }),
  );
}

/** The lock file names packages and digests, never the address they came from. */
export function lockHasAddresses(sources: readonly Source[]): Violations {
  const lock = sources.find(({ path }) => path === 'package-lock.json');
  if (lock === undefined) return ['there is no package-lock.json'];
  return [...lock.text.matchAll(/"resolved": "([^"]+)"/g)].map(([, address = '']) => address);
}

/**
 * Every optional dependency that a package of the lock file names is in it too, for all platforms: npm 11 otherwise refuses
 * `npm ci`. A lock file made where a mirror lacks other platforms' binaries has such gaps.
 */
export function lockHasGaps(sources: readonly Source[]): Violations {
  const text = sources.find(({ path }) => path === 'package-lock.json')?.text ?? '{}';
  // Written by npm.
  const { packages = {} } = JSON.parse(text) as {
    readonly packages?: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
  };
  const known = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !known.has(name))
      .map((name) => `${path} wants ${name}`),
  );
}

/** Folders of the map in ARCHITECTURE.md beside those there are, down to the second level. */
export function mapDiffers(sources: readonly Source[]): Violations {
  const page = sources.find(({ path }) => path === 'ARCHITECTURE.md')?.text ?? '';
  const map = /<!-- map -->([\s\S]*?)<!-- \/map -->/.exec(page)?.[1];
  if (map === undefined) return ['ARCHITECTURE.md has no map'];
  const mapped = new Set<string>();
  let room = '';
  for (const [, indent = '', folder = ''] of map.matchAll(/^( *)([a-z][\w-]*)\//gm)) {
    if (indent === '') room = folder;
    mapped.add(indent === '' ? folder : `${room}/${folder}`);
  }
  const real = new Set(
    sources.flatMap(({ path }) => {
      const [first = '', second = '', third] = path.split('/');
      if (!Object.hasOwn(ROOMS, first)) return [];
      return third === undefined ? [first] : [first, `${first}/${second}`];
    }),
  );
  return [
    ...[...real].filter((folder) => !mapped.has(folder)).map((folder) => `${folder} is not on the map`),
    ...[...mapped].filter((folder) => !real.has(folder)).map((folder) => `${folder} is on the map only`),
  ];
}
