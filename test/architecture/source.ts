import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** One file of the repository; `path` is from its root, with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One import, re-export or `import()`. */
export interface Import {
  /** As written: `./permit.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  /** The file it names from the repository's root, if it is relative. */
  readonly target?: string;
  /** `import type` or `export type`: gone at run time. */
  readonly typeOnly: boolean;
}

/** Every file that git knows or would add. Pictures and the like come with their bytes read as text; nobody looks at them. */
export function readSources(): readonly Source[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  return list
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Is it TypeScript or JavaScript? */
export function isCode({ path }: Source): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** What a file imports, found by its text. Comments and the templates of printed code do not count. */
export function importsOf({ path, text }: Source): readonly Import[] {
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/`[^`]*^(?:import|export)\s[^`]*`/gm, '');
  const statements = code.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";=()]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const calls = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [
    ...Array.from(statements, ([, type, specifier = '']) => toImport(path, specifier, type !== undefined)),
    ...Array.from(calls, ([, specifier = '']) => toImport(path, specifier, false)),
  ];
}

function toImport(from: string, specifier: string, typeOnly: boolean): Import {
  if (!specifier.startsWith('.')) return { specifier, typeOnly };
  return { specifier, typeOnly, target: posix.normalize(posix.join(posix.dirname(from), specifier)) };
}
