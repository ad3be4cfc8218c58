/** One browser and one stage for a test file: every scene opens in a context of its own. */

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../find-chromium.ts';
import { openStage, type Scene, type Stage } from './stage.ts';

/** Sizes of the checklist: a desk, a phone, and WCAG 1.4.10's 400 % zoom. */
export const SIZES = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  zoomed: { width: 320, height: 256 },
} as const;

/** The looks a visitor may have chosen. */
export const LOOKS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
} as const satisfies Record<string, BrowserContextOptions>;

/** A browser with a stage. */
export interface Theatre {
  readonly stage: Stage;
  /** Shows a scene in a fresh context and plays an act once the banner can be answered, or has failed to open. */
  play<Result>(scene: Scene & BrowserContextOptions, act: (page: Page) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What the hand-made host noted. */
export interface StageNotes {
  readonly choices: readonly { readonly choice: unknown; readonly method: string; readonly trusted: boolean }[];
  readonly closed: readonly boolean[];
  readonly problem?: string;
  /** Directives of the page's policy that were violated. */
  readonly violations: readonly string[];
}

/** Opens the browser and the stage. */
export async function openTheatre(): Promise<Theatre> {
  const stage = await openStage();
  const browser: Browser = await chromium.launch(findChromium());
  return {
    stage,
    async play(scene, act) {
      const context = await browser.newContext({ viewport: SIZES.desk, reducedMotion: 'reduce', ...scene });
      try {
        const page = await context.newPage();
        await page.goto(stage.url(scene));
        await page.waitForFunction(() => 'isReady' in document.documentElement.dataset);
        return await act(page);
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      await stage.close();
    },
  };
}

/** What the host of this page has noted so far. */
export function readNotes(page: Page): Promise<StageNotes> {
  // The page's own global, written by host.js.
  return page.evaluate(() => {
    const { stage, violations } = globalThis as unknown as { stage: StageNotes; violations: readonly string[] };
    const { choices, closed, problem } = stage;
    return { choices, closed, violations, ...(problem && { problem }) };
  });
}

/** The two answers, the region that holds them, and the message that follows. */
export function find(page: Page) {
  return {
    region: page.getByRole('region', { name: 'Analytics choice' }),
    reject: page.getByRole('button', { name: 'Reject analytics' }),
    accept: page.getByRole('button', { name: /^Accept/ }),
    close: page.getByRole('button', { name: 'Close' }),
    details: page.getByRole('button', { name: /details$/ }),
    status: page.getByRole('status'),
  };
}
