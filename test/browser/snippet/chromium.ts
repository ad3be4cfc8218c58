/** Opens the real browser the tests run in. */

import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../find-chromium.ts';

/** A fresh browser. */
export const openChromium = (): Promise<Browser> => chromium.launch(findChromium());

/** A browser with its back-forward cache, which Playwright otherwise disables. */
export const openChromiumWithBackForwardCache = (): Promise<Browser> =>
  chromium.launch({ ...findChromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] });

/** A profile on disk, so that the browser can be killed and come back. */
export const openProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, findChromium());
