import { findChromium } from './find-chromium.ts';
import { findFirefox } from './find-firefox.ts';

/** Runs once before any browser test, so that two of them never install the same browser at the same time. */
export function setup(): void {
  findChromium();
  findFirefox();
}
