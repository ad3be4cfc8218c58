/** Opens the real browser the tests run in. */

import { readdirSync, readFileSync } from 'node:fs';
import { kill } from 'node:process';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../find-chromium.ts';
import { until } from './visitor.ts';

/** A fresh browser. */
export const openChromium = (): Promise<Browser> => chromium.launch(findChromium());

/** A browser with its back-forward cache, which Playwright otherwise disables. */
export const openChromiumWithBackForwardCache = (): Promise<Browser> =>
  chromium.launch({ ...findChromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] });

/** A profile on disk, so that the browser can be killed and come back. */
export const openProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, findChromium());

/** Kills every process of the browser that runs on this profile, as a power cut would. */
export async function killBrowser(context: BrowserContext, folder: string): Promise<void> {
  const isClosed = new Promise((resolve) => context.once('close', resolve));
  const isRunning = (pid: string) => /^\d+$/.test(pid) && readCommand(pid).includes(`--user-data-dir=${folder}`);
  const pids = readdirSync('/proc').filter(isRunning);
  for (const pid of pids) killIfThere(Number(pid));
  await isClosed;
  // Another browser cannot have the profile before this one has let go of it.
  await until(
    () => pids.filter(isRunning),
    (left) => left.length === 0,
  );
}

function killIfThere(pid: number): void {
  try {
    kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself, with the one that was killed before it.
  }
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It ended while we looked.
    return '';
  }
}
