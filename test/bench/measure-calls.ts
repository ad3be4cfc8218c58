import type { Browser, Page } from 'playwright-core';
import type { BenchOptions } from './bench-options.ts';
import type { BenchSite } from './bench-site.ts';
import { decide, SETTLE_MS, type WithAskfirst } from './bench-visitor.ts';
import { watchMainThread } from './main-thread.ts';
import type { Group, Row } from './table.ts';

/** Ways in which a thousand events may come. */
const PACES = [
  { name: 'all in one task', everyMs: 0 },
  { name: 'one every 5 ms', everyMs: 5 },
] as const;

/** What each event costs the page, and how often it touches IndexedDB. */
export async function measureCalls(browser: Browser, site: BenchSite, options: BenchOptions): Promise<Group> {
  const rows: Row[] = [];
  for (const { name, everyMs } of PACES) {
    const ours: number[] = [];
    const bare: number[] = [];
    const transactions: number[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      ours.push(await measureOneRun(browser, site, { everyMs, calls: options.calls, tracker: 'askfirst' }));
      bare.push(await measureOneRun(browser, site, { everyMs, calls: options.calls, tracker: 'bare' }));
      transactions.push(await countTransactions(browser, site, { everyMs, calls: options.calls }));
    }
    rows.push({ what: `main-thread CPU, ${name}`, unit: 'µs/event', values: [ours, bare] });
    rows.push({ what: `IndexedDB transactions, ${name}`, unit: '', values: [transactions, undefined] });
  }
  return {
    title: 'Recording an event',
    how:
      `${options.calls.toLocaleString('en-GB')} calls after a yes, all in: check, buffer, handles, sending, clearing up. CPU of the main thread until nothing waits ` +
      'any more, divided by the calls. Reference: a bare tracker that posts each event by one `fetch` with `keepalive` and keeps nothing.',
    columns: ['Askfirst', 'bare fetch'],
    rows,
  };
}

interface CallPlan {
  readonly everyMs: number;
  readonly calls: number;
}

async function measureOneRun(
  browser: Browser,
  site: BenchSite,
  { tracker, ...plan }: CallPlan & { readonly tracker: 'askfirst' | 'bare' },
): Promise<number> {
  const context = await browser.newContext();
  try {
    const page = tracker === 'askfirst' ? await decide(context, site, 'granted') : await context.newPage();
    if (tracker === 'bare') await page.goto(site.plainUrl, { waitUntil: 'load' });
    await page.waitForTimeout(SETTLE_MS);
    const thread = await watchMainThread(page);
    const beforeMs = await thread.readCpuMs();
    if (tracker === 'askfirst') await callAskfirst(page, plan);
    else await callBare(page, plan);
    return (1_000 * ((await thread.readCpuMs()) - beforeMs)) / plan.calls;
  } finally {
    await context.close();
  }
}

/** Calls, then waits until nothing is left in the buffer. */
function callAskfirst(page: Page, plan: CallPlan): Promise<void> {
  return page.evaluate(async ({ calls, everyMs }) => {
    const { askfirst } = globalThis as WithAskfirst;
    const recorded: Promise<unknown>[] = [];
    for (let call = 0; call < calls; call += 1) {
      recorded.push(askfirst('cart.add', { category: 'lights' }));
      if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    const lost = (await Promise.all(recorded)).filter((one) => !(one as { recorded?: true }).recorded);
    if (lost.length > 0) throw new Error(`${lost.length} calls were not recorded: ${JSON.stringify(lost[0])}`);
    while ((await askfirst.status()).buffered > 0) {
      await askfirst.flush();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, plan);
}

function callBare(page: Page, plan: CallPlan): Promise<void> {
  return page.evaluate(async ({ calls, everyMs }) => {
    const posts: Promise<unknown>[] = [];
    for (let call = 0; call < calls; call += 1) {
      const body = JSON.stringify({ metric: 'cart.add', url: location.href, properties: { category: 'lights' } });
      posts.push(fetch('/collect', { method: 'POST', keepalive: true, body }));
      if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    // Beyond 64 KiB in flight the browser refuses keepalive; such an event is lost, which is what bare trackers do.
    await Promise.allSettled(posts);
  }, plan);
}

/** In a page of its own, because counting costs time too. */
async function countTransactions(browser: Browser, site: BenchSite, plan: CallPlan): Promise<number> {
  const context = await browser.newContext();
  try {
    await context.addInitScript(() => {
      const counted = globalThis as typeof globalThis & { transactions?: number };
      const { transaction } = IDBDatabase.prototype;
      counted.transactions = 0;
      IDBDatabase.prototype.transaction = function (...args) {
        counted.transactions = (counted.transactions ?? 0) + 1;
        return transaction.apply(this, args);
      };
    });
    const page = await decide(context, site, 'granted');
    await page.waitForTimeout(SETTLE_MS);
    const read = () =>
      page.evaluate(() => (globalThis as typeof globalThis & { transactions?: number }).transactions ?? 0);
    const before = await read();
    await callAskfirst(page, plan);
    return (await read()) - before;
  } finally {
    await context.close();
  }
}
