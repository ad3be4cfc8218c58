import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../browser/find-chromium.ts';
import type { BenchOptions } from './bench-options.ts';
import { type BenchSite, openBenchSite } from './bench-site.ts';
import { decide, SETTLE_MS } from './bench-visitor.ts';
import { watchMainThread } from './main-thread.ts';
import { measureCalls } from './measure-calls.ts';
import type { Group } from './table.ts';

/** How a visitor who comes to the page stands. */
const VISITORS = ['plain', 'undecided', 'granted', 'denied'] as const;
type Visitor = (typeof VISITORS)[number];

/** What loading the page costs the visitor, and what each event costs. */
export async function measurePage(options: BenchOptions): Promise<readonly Group[]> {
  const browser = await chromium.launch(findChromium());
  const site = await openBenchSite();
  try {
    return [await measureLoading(browser, site, options), await measureCalls(browser, site, options)];
  } finally {
    await browser.close();
    await site.close();
  }
}

async function measureLoading(browser: Browser, site: BenchSite, { runs }: BenchOptions): Promise<Group> {
  const cpuMs: Record<Visitor, number[]> = { plain: [], undecided: [], granted: [], denied: [] };
  const shift: Record<Visitor, number[]> = { plain: [], undecided: [], granted: [], denied: [] };
  for (let run = 0; run < runs; run += 1) {
    for (const visitor of VISITORS) {
      const context = await browser.newContext();
      if (visitor === 'granted' || visitor === 'denied') await (await decide(context, site, visitor)).close();
      const page = await context.newPage();
      // A first page of the site, so that starting the process is not counted.
      await page.goto(site.plainUrl, { waitUntil: 'networkidle' });
      const thread = await watchMainThread(page);
      const beforeMs = await thread.readCpuMs();
      await page.goto(visitor === 'plain' ? site.plainUrl : site.withUrl, { waitUntil: 'load' });
      await page.waitForTimeout(SETTLE_MS);
      cpuMs[visitor].push((await thread.readCpuMs()) - beforeMs);
      shift[visitor].push(await readLayoutShift(page));
      await context.close();
    }
  }
  return {
    title: 'Loading a page',
    how:
      `An article of 30 chapters on localhost, the page alone against the same page with the script tag: main-thread CPU from navigation ` +
      `until ${SETTLE_MS / 1_000} s after load (Chromium's ThreadTime), and the sum of layout shifts. Undecided visitors see the banner.`,
    columns: ['without Askfirst', 'undecided', 'said yes', 'said no'],
    rows: [
      { what: 'main-thread CPU', unit: 'ms', values: VISITORS.map((visitor) => cpuMs[visitor]) },
      { what: 'layout shift', unit: '', values: VISITORS.map((visitor) => shift[visitor]) },
    ],
  };
}

function readLayoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          // Layout Instability API; not in the DOM's types yet.
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 200);
      }),
  );
}
