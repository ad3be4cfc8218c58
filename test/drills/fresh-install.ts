import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

const ROOT = join(import.meta.dirname, '../..');

/** The repository somewhere else, with packages of its own. */
export interface FreshInstall {
  readonly folder: string;
  /** Runs npm there, as somebody would who has cloned it. */
  npm(...words: readonly string[]): string;
  /** Files that git sees changed or added since the installation began. */
  readChanged(): readonly string[];
  /** Name and version of every package that lies below `node_modules`. */
  readPackages(): readonly string[];
  close(): void;
}

/** Copies what git knows or would add into a new folder. Nothing is installed yet. */
export function openFreshInstall(): FreshInstall {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-fresh-'));
  const git = (cwd: string, ...words: readonly string[]) => execFileSync('git', words, { cwd, encoding: 'utf8' });
  for (const file of git(ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0')) {
    // A file may be listed but deleted in the checkout.
    if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(folder, file));
  }
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  return {
    folder,
    npm: (...words) =>
      execFileSync('npm', words, { cwd: folder, env: withoutOurs(), encoding: 'utf8', stdio: ['ignore', 'pipe', 2] }),
    readChanged: () =>
      git(folder, 'ls-files', '--modified', '--others', '--exclude-standard').split('\n').filter(Boolean),
    readPackages: () => readPackages(join(folder, 'node_modules')),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The environment without what the npm that runs these tests has put into it: its settings, and our Node and packages on the path. */
function withoutOurs(): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !/^(?:npm_|NODE_|VITEST)/i.test(name));
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(others), PATH: path.join(delimiter) };
}

function readPackages(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(folder, name)).map((one) => join(name, one)) : [name]))
    .flatMap((name) => {
      const below = join(folder, name, 'node_modules');
      // Every package.json has both.
      const own = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as {
        name: string;
        version: string;
      };
      return [`${own.name}@${own.version}`, ...(existsSync(below) ? readPackages(below) : [])];
    });
}
