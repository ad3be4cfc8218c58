import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { FoundBrowser } from './find-chromium.ts';
import { findProgram, installPackages, mayInstallPackages } from './system-programs.ts';

const SYSTEM_NAMES = ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];

/**
 * The first Firefox of: `ASKFIRST_FIREFOX`, the system's. If there is none it installs one, and says so: from the system's
 * packages where we are root, else Mozilla's by Puppeteer's download. Playwright's own is patched and speaks no BiDi.
 */
export function findFirefox(): FoundBrowser {
  return { executablePath: env.ASKFIRST_FIREFOX || findProgram(SYSTEM_NAMES) || installFirefox(), args: [] };
}

function installFirefox(): string {
  if (mayInstallPackages()) {
    console.error('No Firefox found: installing the system package firefox-esr.');
    installPackages(['firefox-esr']);
    const found = findProgram(SYSTEM_NAMES);
    if (found !== undefined) return found;
    throw new Error('Firefox was installed but cannot be found; set ASKFIRST_FIREFOX to its path.');
  }
  console.error("No Firefox found: downloading Mozilla's (set ASKFIRST_FIREFOX to use another).");
  const cli = fileURLToPath(new URL('../../node_modules/.bin/browsers', import.meta.url));
  const folder = join(tmpdir(), 'askfirst-browsers');
  // Its last line is the path, printed because of --format.
  const output = execFileSync(execPath, [cli, 'install', 'firefox@stable', '--path', folder, '--format', '{{path}}'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  });
  return output.trim().split('\n').at(-1) ?? '';
}
