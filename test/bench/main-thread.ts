import type { Page } from 'playwright-core';

/** Reads how much CPU the page's main thread has used so far. */
export interface MainThread {
  /** CPU time of the thread since its process began, in ms. Pages of one site, opened one after another, share it. */
  readCpuMs(): Promise<number>;
}

/** Listens to Chromium's own counter of the thread's CPU, which waiting and other processes do not touch. */
export async function watchMainThread(page: Page): Promise<MainThread> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return {
    async readCpuMs() {
      const { metrics } = await session.send('Performance.getMetrics');
      const seconds = metrics.find(({ name }) => name === 'ThreadTime')?.value;
      if (seconds === undefined) throw new Error('This Chromium does not count ThreadTime.');
      return 1_000 * seconds;
    },
  };
}
