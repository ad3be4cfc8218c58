import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env, getuid, platform } from 'node:process';

/** The first of these programs that can be executed: absolute paths as they are, names by way of PATH. */
export function findProgram(names: readonly string[]): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  return candidates.find(isExecutable);
}

/** Can this file be executed? */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: both mean no.
    return false;
  }
}

/** Are we root on a system with apt, so that its packages may be installed? */
export function mayInstallPackages(): boolean {
  return platform === 'linux' && getuid?.() === 0 && findProgram(['apt-get']) !== undefined;
}

/** Installs packages with apt, trying twice because mirrors fail now and then. Output goes to standard error. */
export function installPackages(names: readonly string[]): void {
  const apt = (...args: string[]): unknown =>
    execFileSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const install = () => {
    apt('-qq', 'update');
    apt('-qq', 'install', '--yes', '--no-install-recommends', ...names);
  };
  try {
    install();
  } catch (error) {
    console.error(`apt-get failed once (${String(error)}); trying again.`);
    install();
  }
}
