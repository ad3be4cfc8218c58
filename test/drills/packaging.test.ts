import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshInstall, openFreshInstall } from './fresh-install.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Folders of `dist` that are run; the types beside them are printed by `tsc`. */
const BUILT = ['page', 'module', 'collector', 'command'];

const readJson = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));

/** Every file below a folder, by its path from there. */
function readFolder(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.map((name) => [name.slice(folder.length + 1), readFileSync(name, 'latin1')]));
}

describe('T-112 what is published', () => {
  it('is what was built and the documents, and no source, test, map or secret', () => {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' }),
    ) as { files: { path: string }[] }[]; // npm's own form.
    const paths = packed?.files.map(({ path }) => path) ?? [];
    const strange = paths.filter(
      (path) =>
        !/^(?:LICENSE|README\.md|package\.json)$/.test(path) &&
        !/^dist\/(?:page|module|collector|command)\/[\w./-]+\.(?:js|json)$/.test(path) &&
        !/^dist\/types\/(?:contract|src|widget|collector)\/[\w./-]+\.d\.ts$/.test(path) &&
        !/^docs\/[\w./-]+\.(?:md|png|svg)$/.test(path),
    );
    expect(strange).toEqual([]);
    for (const needed of [
      'dist/page/askfirst.js',
      'dist/module/askfirst.js',
      'dist/collector/collector.js',
      'dist/command/askfirst.js',
    ])
      expect(paths).toContain(needed);
    const built = BUILT.flatMap((folder) =>
      [...readFolder(join(ROOT, 'dist', folder)).keys()].map((name) => `dist/${folder}/${name}`),
    );
    expect(paths.filter((path) => /^dist\/(?!types\/)/.test(path)).sort()).toEqual(built.sort());
    // The threads that the store starts by name are files of their own.
    for (const thread of ['writer', 'reader', 'copier']) expect(paths).toContain(`dist/collector/${thread}.js`);
  });

  it('imports the packages it names and no other, and the page imports none', () => {
    const { dependencies } = readJson('package.json') as { dependencies: Record<string, string> };
    const imported = new Set<string>();
    for (const folder of ['collector', 'command']) {
      for (const [name, text] of readFolder(join(ROOT, 'dist', folder))) {
        if (!name.endsWith('.js')) continue;
        for (const [, one] of text.matchAll(/(?:^|[;\n}])\s*(?:import|export)\b[^'"`;]*?['"]([^'"./][^'"]*)['"]/g))
          imported.add(one ?? '');
        for (const [, one] of text.matchAll(/\bimport\(['"]([^'"./][^'"]*)['"]\)/g)) imported.add(one ?? '');
      }
    }
    const packages = [...imported]
      // What `askfirst types` prints imports the package itself.
      .filter((name) => name !== 'askfirst' && !name.startsWith('node:') && !builtinModules.includes(name))
      .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    expect([...new Set(packages)].sort().filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
    for (const folder of ['page', 'module']) {
      for (const [name, text] of readFolder(join(ROOT, 'dist', folder))) {
        expect([name, /\bfrom\s*['"][^./]|sourceMappingURL/.test(text)]).toEqual([name, false]);
      }
    }
  });

  it('names every package by its digest, and lets only those run scripts that are listed', () => {
    const { packages } = readJson('package-lock.json') as {
      packages: Record<string, { integrity?: string; link?: boolean; hasInstallScript?: boolean; inBundle?: boolean }>;
    };
    const { allowScripts } = readJson('package.json') as { allowScripts: Record<string, boolean> };
    const others = Object.entries(packages).filter(([path]) => path !== '');
    // Packages for other systems, which npm never fetched here, have none.
    const unsigned = others
      .filter(([path, one]) => !one.integrity && !one.link && !one.inBundle && existsSync(join(ROOT, path)))
      .map(([path]) => path);
    expect(unsigned).toEqual([]);
    const withScripts = others
      .filter(([, one]) => one.hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(withScripts.filter((name) => !Object.hasOwn(allowScripts, name) && !/^fsevents$/.test(name))).toEqual([]);
  });
});

describe('T-112 a fresh clone, with no package allowed to run a script', () => {
  let fresh: FreshInstall;
  beforeAll(() => {
    fresh = openFreshInstall();
    // What runs these tests has just been installed, so npm has nearly everything in its cache.
    fresh.npm('ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund');
    fresh.npm('run', 'build', '--silent');
  }, 600_000);
  afterAll(() => fresh?.close());

  it('builds the same files, byte for byte, whichever Node it is built with', () => {
    for (const folder of BUILT) {
      const [here, there] = [readFolder(join(ROOT, 'dist', folder)), readFolder(join(fresh.folder, 'dist', folder))];
      expect([...there.keys()].sort()).toEqual([...here.keys()].sort());
      for (const [name, text] of here) expect([folder, name, there.get(name) === text]).toEqual([folder, name, true]);
    }
  });

  it('changes no file, the lockfile least of all', () => {
    expect(fresh.readChanged()).toEqual([]);
    expect(readFileSync(join(fresh.folder, 'package-lock.json'), 'utf8')).toBe(
      readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    );
  });

  it('has the packages that its bill of materials names, by the digests of the lockfile, and no other', () => {
    const { components } = JSON.parse(fresh.npm('sbom', '--sbom-format', 'cyclonedx')) as {
      components: { name: string; version: string; hashes?: { alg: string; content: string }[] }[];
    }; // The form of CycloneDX 1.5.
    const { packages } = readJson('package-lock.json') as {
      packages: Record<string, { version?: string; integrity?: string }>;
    };
    const digests = new Map(
      Object.entries(packages).map(([path, { version, integrity }]) => [
        `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`,
        integrity,
      ]),
    );
    expect(components.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
      [...new Set(fresh.readPackages())].sort(),
    );
    for (const { name, version, hashes } of components) {
      const named = hashes?.map(({ alg, content }) => [alg, Buffer.from(content, 'hex').toString('base64')].join(' '));
      const locked = digests.get(`${name}@${version}`)?.replace('sha512-', 'SHA-512 ');
      expect([name, named]).toEqual([name, [locked]]);
    }
  });

  it('opens a store with its native part', () => {
    const script =
      "const Database = require('better-sqlite3'); console.log(new Database(':memory:').prepare('SELECT 6 * 7').pluck().get())";
    // Our own Node: the collector needs 22, and a system may have an older one.
    expect(execFileSync(execPath, ['--eval', script], { cwd: fresh.folder, encoding: 'utf8' })).toBe('42\n');
  });
});
