import { execFileSync } from 'node:child_process';
import { env, execPath, getuid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findProgram, installPackages, isExecutable, mayInstallPackages } from './system-programs.ts';

/** What `chromium.launch` needs. */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly args: string[];
}

const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Keep the browser from calling home, which would stand in the way of counting requests. */
const QUIET_ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * The first Chromium of: `ASKFIRST_CHROMIUM`, Playwright's own, the system's. If there is none it installs one, and says
 * so: from the system's packages where we are root, else by Playwright's download.
 */
export function findChromium(): FoundBrowser {
  // Chromium's sandbox refuses to run as root.
  const args = getuid?.() === 0 ? ['--no-sandbox', ...QUIET_ARGS] : QUIET_ARGS;
  return { executablePath: findExecutable() ?? installChromium(), args: [...args] };
}

function findExecutable(): string | undefined {
  const named = env.ASKFIRST_CHROMIUM;
  if (named) return named;
  const own = chromium.executablePath();
  return isExecutable(own) ? own : findProgram(SYSTEM_NAMES);
}

function installChromium(): string {
  if (mayInstallPackages()) {
    console.error('No Chromium found: installing the system package chromium.');
    installPackages(['chromium']);
  } else {
    console.error("No Chromium found: downloading Playwright's (set ASKFIRST_CHROMIUM to use another).");
    const cli = fileURLToPath(new URL('../../node_modules/playwright-core/cli.js', import.meta.url));
    execFileSync(execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2] });
  }
  const found = findExecutable();
  if (found === undefined)
    throw new Error('Chromium was installed but cannot be found; set ASKFIRST_CHROMIUM to its path.');
  return found;
}
