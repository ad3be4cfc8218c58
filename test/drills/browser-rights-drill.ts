/**
 * Visitors who stay, erase and withdraw, an old backup put back, late batches, and then a search of every byte for what
 * should be gone. Knows the product by its built files and its commands only.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import canonicalize from 'canonicalize';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../browser/find-chromium.ts';
import { type Ask, compareVain, readByKey } from './browser-rights-answers.ts';
import { readReports } from './browser-rights-reports.ts';
import { planVisitor } from './browser-rights-troubles.ts';
import { createVisitor, type DrillVisitor, type Posted } from './browser-rights-visitor.ts';
import { COMMAND, REGISTRY, startCollector } from './collector-process.ts';
import { filesWith } from './files-with.ts';

/** What a drill came to. All lists are empty in a good one. */
export interface BrowserRightsDrillReport {
  readonly visitors: number;
  /** What went wrong on the way, and was seen to: the right, the trouble, and how often. */
  readonly met: Readonly<Record<string, number>>;
  /** Troubles that were planned and did not happen: then the drill shows less than it says. */
  readonly notMet: readonly string[];
  /** Markers that could be found while their events were there: without them the search shows nothing. */
  readonly foundBefore: number;
  /** Markers and ids of who erased or withdrew, with the file they were found in afterwards. */
  readonly leftBehind: readonly string[];
  /** Markers of who stayed that can no longer be found, and visitors whose copy is not exactly what they sent. */
  readonly missing: readonly string[];
  readonly late: number;
  /** Late events that were stored all the same. */
  readonly cameBack: number;
  /** Answers to what is unknown, wrong and erased that differ in status, body or length. */
  readonly unequal: readonly string[];
  /** Figures of the reports that are not what those who stayed have sent, and what came late and was refused. */
  readonly miscounted: readonly string[];
}

/** An event on the wire, as far as the drill looks at it. */
interface Sent {
  readonly id: string;
  readonly metric: string;
  readonly properties: { readonly path?: string };
}

/** Takes a minute for 6 visitors. */
export async function runBrowserRightsDrill(count: number): Promise<BrowserRightsDrillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-rights-drill-'));
  const [data, files] = [join(folder, 'collector/data'), join(folder, 'collector')];
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
  const visitors: DrillVisitor[] = [];
  try {
    const met: Record<string, number> = {};
    const notMet: string[] = [];
    for (let number = 0; number < count; number += 1) {
      const visitor = await createVisitor(browser, { origin, folder, number, ...planVisitor(number) });
      visitors.push(visitor);
      await visitor.arrive();
    }
    const gone = visitors.filter(({ deed }) => deed !== 'stay');
    const stayed = visitors.filter(({ deed }) => deed === 'stay');
    run('backup', join(files, 'old.backup'));
    const foundBefore = visitors.filter(({ marker }) => filesWith(data, marker).length > 0).length;
    for (const [number, visitor] of visitors.entries()) {
      await visitor.act();
      for (const trouble of planVisitor(number).troubles) {
        const what = `${visitor.deed}: ${trouble}`;
        if (visitor.met.has(trouble)) met[what] = (met[what] ?? 0) + 1;
        else notMet.push(what);
      }
    }

    await stop();
    run('restore', join(files, 'old.backup'));
    collector = await startCollector(data, { port: Number(port) });

    // Whatever was ever posted by who is gone arrives once more, late.
    const ask = await openAsk(await browser.newPage(), origin);
    const late = gone.flatMap(({ posts }) => posts.filter(({ name }) => name === 'events' || name === 'consent'));
    let cameBack = 0;
    const drops = new Map<string, number>();
    const drop = (reason: string, count: number) => drops.set(reason, (drops.get(reason) ?? 0) + count);
    for (const { name, body } of late) {
      const { stored } = JSON.parse((await ask(name, body)).text) as { stored?: number };
      cameBack += stored ?? 0;
      if (name !== 'events') continue;
      // Each time anew: what the browser reports with it, and every event, since all of them were erased.
      const sent = JSON.parse(body) as { events: Sent[]; drops?: Readonly<Record<string, number>> };
      drop('erased', sent.events.length);
      for (const [reason, count] of Object.entries(sent.drops ?? {})) drop(reason, count);
    }
    const missing: string[] = [];
    const paths = new Map<string, number>();
    for (const { marker, posts, readOwn, held } of stayed) {
      const before = toSent(posts);
      const own = new Map((await readOwn()).map((event) => [(event as Sent).id, canonicalize(event)]));
      // What a page sends while it asks may be there already, or not yet.
      const after = toSent(posts);
      const isOwn =
        [...before].every(([id, text]) => own.get(id) === text) &&
        [...own].every(([id, text]) => after.get(id) === text);
      if (!isOwn) missing.push(`the copy of ${marker}`);
      if ((await readByKey(ask, held())).length === 0) missing.push(`by the key file of ${marker}`);
      for (const text of after.values()) {
        const { metric, properties } = JSON.parse(text) as Sent;
        if (metric === 'page.view') paths.set(String(properties.path), (paths.get(String(properties.path)) ?? 0) + 1);
      }
    }
    for (const { marker, held } of gone) {
      if ((await readByKey(ask, held())).length > 0) missing.push(`${marker} is still there by its key file`);
    }
    const unequal = await compareVain(
      ask,
      gone.map(({ held }) => held()),
      stayed.map(({ held }) => held()),
    );
    for (const visitor of visitors) await visitor.close();
    await browser.close();
    await stop();

    // A copy made now, opened in a folder of its own, is searched like everything else.
    run('backup', join(files, 'new.backup'));
    run('restore', '--data', join(files, 'copy'), join(files, 'new.backup'));
    const reports = readReports(run, { visitors: stayed.length, paths, drops });
    const texts = [...outputs, ...reports.texts];
    const leftBehind = gone.flatMap(({ marker, posts }) =>
      [marker, ...toSent(posts).keys()].flatMap((trace) => [
        ...filesWith(files, trace).map((file) => `${trace} of ${marker} in ${file}`),
        ...(texts.some((text) => text.includes(trace)) ? [`${trace} of ${marker} in a report or the log`] : []),
      ]),
    );
    missing.push(...stayed.map(({ marker }) => marker).filter((marker) => filesWith(data, marker).length === 0));
    return {
      visitors: count,
      met,
      notMet,
      foundBefore,
      leftBehind,
      missing,
      late: late.length,
      cameBack,
      unequal,
      miscounted: reports.miscounted,
    };
  } finally {
    for (const visitor of visitors) await visitor.close().catch(() => undefined);
    await browser.close();
    await collector.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whatever is not as it should be; nothing in a good drill. */
export function findFaults(report: BrowserRightsDrillReport): readonly string[] {
  const { visitors, foundBefore, cameBack } = report;
  return [
    ...report.notMet.map((what) => `did not happen: ${what}`),
    ...(foundBefore === visitors ? [] : [`only ${foundBefore} of ${visitors} markers could be found to begin with`]),
    ...report.leftBehind,
    ...report.missing,
    ...(cameBack === 0 ? [] : [`${cameBack} late events were stored`]),
    ...report.unequal,
    ...report.miscounted,
  ];
}

/** Every event ever posted, once, by its id; in one order of its names, which is not part of what was sent. */
function toSent(posts: readonly Posted[]): Map<string, string> {
  const events = posts
    .filter(({ name }) => name === 'events')
    .flatMap(({ body }) => (JSON.parse(body) as { events: Sent[] }).events);
  return new Map(events.map((event) => [event.id, canonicalize(event) ?? '']));
}

/** Posts from a page of the site that has no script of ours. */
async function openAsk(page: Page, origin: string): Promise<Ask> {
  await page.route(`${origin}/shop/late`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Late</title>' }),
  );
  await page.goto(`${origin}/shop/late`);
  return (name, body) =>
    page.evaluate(
      async ([address, text]) => {
        const headers = { 'Content-Type': 'application/json' };
        const response = await fetch(`/askfirst/${address}`, { method: 'POST', headers, body: text });
        return { status: response.status, headers: [...response.headers], text: await response.text() };
      },
      [name, body] as const,
    );
}
