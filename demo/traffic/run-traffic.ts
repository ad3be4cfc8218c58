/** A whole run: visitors come slot by slot, days close, and every number is compared with the truth. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { BASE_PATH } from '../serve-demo.ts';
import { type Comparison, compareReport } from './compare-reports.ts';
import type { ChromiumProgram } from './find-chromium.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { planVisitors } from './plan.ts';
import type { Visitor } from './scenarios.ts';
import { AFTERWARDS, K_THRESHOLD, OPEN_AT_THE_END, REPORTED, SLOTS, TIME_ZONE } from './slots.ts';
import { startTrafficServer, type TrafficServer } from './traffic-server.ts';
import { type BrowserRequest, checkNetwork } from './truth/check-network.ts';
import { checkDrops, expectDrops } from './truth/expected-drops.ts';
import { expectOutcomes } from './truth/expected-events.ts';
import { type ExpectedReport, expectOpenDay, expectReports } from './truth/expected-reports.ts';
import { openTruth, readTruth, type TruthFile } from './truth/truth-file.ts';
import { type OpenVisitor, openVisitor } from './visitor.ts';

/** What a run is made of. */
export interface TrafficOptions {
  readonly contexts: number;
  readonly seed: number;
  /** An empty folder for the truth, the collector's requests, the registry and the collector's data. */
  readonly folder: string;
  readonly chromium: ChromiumProgram;
  /** How many visitors are in the shop at once. */
  readonly atOnce: number;
  /** Told how far the run is. */
  log(line: string): void;
}

/** Requests of one browser. */
export interface RequestCount {
  readonly scenario: string;
  readonly all: number;
  readonly toCollector: number;
}

/** How a run went. It is good if `problems` is empty. */
export interface TrafficResult {
  readonly contexts: number;
  /** Requests that browsers started, by browser. */
  readonly requestsByBrowser: ReadonlyMap<string, RequestCount>;
  /** Page views that the truth says must have arrived. */
  readonly viewsExpected: number;
  readonly numbersCompared: number;
  /** Rows of reports that are neither zero nor hidden: a run in which all is hidden proves nothing. */
  readonly figuresShown: number;
  readonly problems: readonly string[];
}

/** Runs the traffic. Rejects where a page cannot be driven at all; what differs from the truth is in the result. */
export async function runTraffic(options: TrafficOptions): Promise<TrafficResult> {
  let order = 0;
  const nextOrder = () => {
    order += 1;
    return order;
  };
  const truthFile = join(options.folder, 'truth.jsonl');
  const visitors = planVisitors(options.contexts, options.seed);
  const server = await startTrafficServer(options.folder, nextOrder, SLOTS[0] ?? AFTERWARDS);
  const truth = openTruth(truthFile, nextOrder);
  const started: BrowserRequest[] = [];
  const troubles: string[] = [];
  try {
    const browser = await chromium.launch({
      executablePath: options.chromium.executablePath,
      args: [...options.chromium.args],
    });
    try {
      const contexts = await driveAll(visitors, {
        browser,
        server,
        truth,
        options,
        onRequest: (request) => started.push({ order: nextOrder(), ...request }),
        onTrouble: (trouble) => troubles.push(trouble),
      });
      return await judge({ visitors, contexts, server, truthFile, started, troubles });
    } finally {
      await browser.close();
    }
  } finally {
    truth.close();
    await server.close();
  }
}

async function driveAll(
  visitors: readonly Visitor[],
  parts: {
    readonly browser: Browser;
    readonly server: TrafficServer;
    readonly truth: TruthFile;
    readonly options: TrafficOptions;
    onRequest(request: Omit<BrowserRequest, 'order'>): void;
    onTrouble(trouble: string): void;
  },
): Promise<number> {
  const open = new Map<Visitor, OpenVisitor>();
  let opened = 0;
  for (const [slot, instant] of SLOTS.entries()) {
    parts.server.moveTo(instant);
    const sittings = visitors.flatMap((visitor) =>
      visitor.sittings.filter((sitting) => sitting.slot === slot).map((sitting) => ({ visitor, sitting })),
    );
    parts.options.log(`${instant}: ${sittings.length} visitors`);
    await forEachAtOnce(sittings, parts.options.atOnce, async ({ visitor, sitting }) => {
      const known = open.get(visitor);
      if (!known) opened += 1;
      const visit = known ?? (await openVisitor(visitor, parts));
      open.set(visitor, visit);
      await visit.sit(sitting);
      if (visitor.sittings.every((other) => other.slot <= slot)) {
        await visit.leave();
        open.delete(visitor);
      }
    });
  }
  return opened;
}

async function judge(run: {
  readonly visitors: readonly Visitor[];
  readonly contexts: number;
  readonly server: TrafficServer;
  readonly truthFile: string;
  readonly started: readonly BrowserRequest[];
  readonly troubles: readonly string[];
}): Promise<TrafficResult> {
  const { visitors, contexts, server, started, troubles } = run;
  const truth = readTruth(run.truthFile);
  const lines = server.requests.map((request) => JSON.stringify(request));
  writeFileSync(join(dirname(run.truthFile), 'requests.jsonl'), `${lines.join('\n')}\n`);
  const outcomes = expectOutcomes(truth, TIME_ZONE);
  const views = [...outcomes.values()].flatMap((outcome) => outcome.views);

  const comparisons: Comparison[] = [];
  const compare = async (reports: readonly ExpectedReport[]) => {
    for (const report of reports)
      comparisons.push(
        await compareReport(report, { k: K_THRESHOLD, site: server.origin + BASE_PATH, ask: server.askAdmin }),
      );
  };
  for (const day of OPEN_AT_THE_END) await compare(expectOpenDay(views, day, K_THRESHOLD));
  server.moveTo(AFTERWARDS);
  await server.closeDays();
  const reports = expectReports(views, { k: K_THRESHOLD, ...REPORTED });
  await compare(reports);
  await compare([expectDrops(server.requests, { k: K_THRESHOLD, ...REPORTED, timeZone: TIME_ZONE })]);
  const network = checkNetwork(
    { origin: server.origin, basePath: BASE_PATH, started, received: server.requests },
    truth,
  );
  return {
    contexts,
    requestsByBrowser: countRequests(visitors, started),
    viewsExpected: views.length,
    numbersCompared: comparisons.reduce((total, { numbers }) => total + numbers, 0),
    figuresShown: reports.flatMap(({ rows }) => rows).filter(({ count }) => count > 0).length,
    problems: [
      ...troubles,
      ...server.strangers.map(({ browser, url }) => `${browser}: asked for ${url}`),
      ...network,
      ...checkDrops(server.requests, outcomes, TIME_ZONE),
      ...comparisons.flatMap(({ differences }) => differences),
    ],
  };
}

function countRequests(
  visitors: readonly Visitor[],
  started: readonly BrowserRequest[],
): TrafficResult['requestsByBrowser'] {
  return new Map(
    visitors.map(({ browser, scenario }) => {
      const its = started.filter((request) => request.browser === browser);
      const toCollector = its.filter(({ url }) => new URL(url).pathname.startsWith(`${BASE_PATH}/`)).length;
      return [browser, { scenario, all: its.length, toCollector }] as const;
    }),
  );
}
