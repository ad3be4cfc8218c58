import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** What Playwright needs to start Chromium. */
export interface ChromiumProgram {
  readonly executablePath: string;
  readonly args: readonly string[];
}

const SYSTEM_PROGRAMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Without these the browser itself calls home; and nobody looks at what it draws. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
];

/**
 * The first of `ASKFIRST_CHROMIUM`, Playwright's own and the system's.
 * Throws, with what to do, where there is none; it installs nothing.
 */
export function findChromium(): ChromiumProgram {
  const programs = [process.env.ASKFIRST_CHROMIUM, chromium.executablePath(), ...SYSTEM_PROGRAMS];
  const executablePath = programs.find((program) => program && existsSync(program));
  if (!executablePath)
    throw new Error(
      'There is no Chromium here. Install one (npx playwright-core install chromium) or name it in ASKFIRST_CHROMIUM.',
    );
  // Chromium's sandbox refuses to run as root.
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox', ...QUIET] : QUIET };
}
