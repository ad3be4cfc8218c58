import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './catalogue.ts';
import type { Mutant } from './mutant.ts';

/** A copy of the repository in the temporary folder, where files may be broken. The checkout itself is never touched. */
export interface WorkTree {
  readonly folder: string;
  /** Edits one file; returns what undoes the edit and any build made since. */
  apply(mutant: Mutant): () => void;
  /** Deletes the copy. */
  close(): void;
}

/** Copies what git knows or would add, and what has been built (or builds it anew); `node_modules` is linked. */
export function openWorkTree({ rebuild }: { readonly rebuild: boolean }): WorkTree {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-mutants-'));
  const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' });
  const files = git(ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  for (const file of files) {
    // A file may be listed but deleted in the checkout.
    if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // A test may ask git which files there are; `node_modules/` in .gitignore does not cover a link.
  git(folder, 'init', '--quiet');
  writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\nbuilt/\nmutant-report.json\n');
  git(folder, 'add', '--all');

  const dist = join(folder, 'dist');
  const built = join(folder, 'built');
  if (existsSync(join(ROOT, 'dist'))) cpSync(join(ROOT, 'dist'), dist, { recursive: true });
  if (rebuild) execFileSync('npm', ['run', 'build', '--silent'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (existsSync(dist)) cpSync(dist, built, { recursive: true });
  const restoreBuild = () => {
    rmSync(dist, { recursive: true, force: true });
    cpSync(built, dist, { recursive: true });
  };

  return {
    folder,
    apply(mutant) {
      const path = join(folder, mutant.file);
      const original = readFileSync(path, 'utf8');
      // A function, so that `$&` in the new text means itself.
      writeFileSync(
        path,
        original.replace(mutant.from, () => mutant.to),
      );
      return () => {
        writeFileSync(path, original);
        if (mutant.build) restoreBuild();
      };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
