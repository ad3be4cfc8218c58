/**
 * Visitors who stay, erase and withdraw, an old backup put back, late batches, and then a search of every byte for what
 * should be gone. Knows the product by its built files and its commands only.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { chromium } from 'playwright-core';
import { findChromium } from '../browser/find-chromium.ts';
import { createVisitor, type Deed, type DrillVisitor, TROUBLES } from './browser-rights-visitor.ts';
import { COMMAND, REGISTRY, startCollector } from './collector-process.ts';

/** What a drill came to. All lists are empty in a good one. */
export interface BrowserRightsDrillReport {
  readonly visitors: number;
  /** Markers that could be found while their events were there: without them the search shows nothing. */
  readonly foundBefore: number;
  /** Markers of who erased or withdrew, with the file they were found in afterwards. */
  readonly leftBehind: readonly string[];
  /** Markers of who stayed that can no longer be found, and visitors whose copy is not what they sent. */
  readonly missing: readonly string[];
  readonly late: number;
  /** Late events that were stored all the same. */
  readonly cameBack: number;
  /** What the report of pages counts, and what those who stayed have sent. */
  readonly counted: number;
  readonly expected: number;
}

const DEEDS: readonly Deed[] = ['erase', 'withdraw', 'stay'];

/** Takes a minute for 6 visitors. */
export async function runBrowserRightsDrill(count: number): Promise<BrowserRightsDrillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-rights-drill-'));
  const data = join(folder, 'data');
  const browser = await chromium.launch(findChromium());
  let collector = await startCollector(data);
  const { port, origin } = new URL(collector.url);
  const run = (...words: readonly string[]) =>
    execFileSync(execPath, [COMMAND, ...words], {
      env: { ...env, ASKFIRST_DATA: data, ASKFIRST_REGISTRY: REGISTRY, ASKFIRST_BACKUP_KEY_FILE: join(folder, 'key') },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const outputs: string[] = [];
  const stop = async () => {
    await collector.end('SIGTERM');
    outputs.push(collector.output());
  };
  try {
    const visitors: DrillVisitor[] = [];
    for (let number = 0; number < count; number += 1) {
      const visitor = await createVisitor(browser, {
        origin,
        number,
        deed: DEEDS[number % 3] ?? 'stay',
        trouble: TROUBLES[Math.floor(number / 3) % TROUBLES.length] ?? 'offline',
      });
      await visitor.arrive();
      visitors.push(visitor);
    }
    const gone = visitors.filter(({ deed }) => deed !== 'stay');
    const stayed = visitors.filter(({ deed }) => deed === 'stay');
    run('backup', join(folder, 'old.backup'));
    const foundBefore = visitors.filter(({ marker }) => filesWith(data, marker).length > 0).length;
    for (const visitor of gone) await visitor.act();

    await stop();
    run('restore', join(folder, 'old.backup'));
    collector = await startCollector(data, { port: Number(port) });

    // Whatever was ever posted by who is gone arrives once more, late.
    const page = await browser.newPage();
    // A page of the site whose policy lets scripts post.
    await page.route(`${origin}/shop/late`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Late</title>' }),
    );
    await page.goto(`${origin}/shop/late`);
    const late = gone.flatMap(({ posts }) => posts.filter(({ name }) => name === 'events' || name === 'consent'));
    let cameBack = 0;
    for (const { name, body } of late) {
      const answer = await page.evaluate(
        async ([address, text]) => {
          const response = await fetch(`/askfirst/${address}`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: text,
          });
          return (await response.json()) as { stored?: number };
        },
        [name, body] as const,
      );
      cameBack += answer.stored ?? 0;
    }
    const missing: string[] = [];
    let expected = 0;
    for (const { marker, posts, readOwn } of stayed) {
      const sent = posts
        .filter(({ name }) => name === 'events')
        .flatMap(({ body }) => (JSON.parse(body) as { events: { id: string; metric: string }[] }).events);
      const ids = [...new Set(sent.map(({ id }) => id))].sort();
      expected += new Set(sent.filter(({ metric }) => metric === 'page.view').map(({ id }) => id)).size;
      const own = new Set(await readOwn());
      // What a page sends while it asks comes on top.
      if (!ids.every((id) => own.has(id))) missing.push(`the copy of ${marker}`);
    }
    await browser.close();
    await stop();

    // A copy made now, opened in a folder of its own, is searched like everything else.
    run('backup', join(folder, 'new.backup'));
    run('restore', '--data', join(folder, 'copy'), join(folder, 'new.backup'));
    const report = run('report', 'page-views', '--json');
    const pages = run('report', 'top-pages', '--json', '--limit', '1000');
    const leftBehind = gone.flatMap(({ marker }) => [
      ...filesWith(folder, marker).map((file) => `${marker} in ${file}`),
      ...([...outputs, report, pages].some((text) => text.includes(marker))
        ? [`${marker} in a report or the log`]
        : []),
    ]);
    missing.push(...stayed.map(({ marker }) => marker).filter((marker) => filesWith(data, marker).length === 0));
    missing.push(...stayed.map(({ marker }) => marker).filter((marker) => !pages.includes(marker)));
    const { total } = JSON.parse(report) as { total: number };
    return { visitors: count, foundBefore, leftBehind, missing, late: late.length, cameBack, counted: total, expected };
  } finally {
    await browser.close();
    await collector.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files under a folder that hold these bytes. */
function filesWith(folder: string, marker: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    return statSync(path).isFile() && readFileSync(path).includes(marker);
  });
}
