/** The collector as a function from request to answer: no port, no clock and no environment of its own. `command/serve.ts` supplies them. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dayAndHour } from '../contract/day.ts';
import { type ClockDoubt, createClockGuard, type GuardedClock } from './clock-guard.ts';
import { closeHourly } from './close-hourly.ts';
import { eachNight, type NightlyOutcome } from './each-night.ts';
import { openLastBelieved } from './last-believed.ts';
import { type Log, SILENT_LOG } from './log.ts';
import { type Admin, createAdmin } from './pages/admin.ts';
import { GPC_PATH, toGpcFile } from './pages/gpc.ts';
import { toCertifiedPage, toRefusedPage, toSeenPage } from './pages/privacy/key-file-form.ts';
import { PUBLIC_PAGES } from './pages/public-pages.ts';
import { createClockWindow } from './receive/clock-window.ts';
import { fromRequest, toResponse } from './receive/from-request.ts';
import { createHealth } from './receive/health.ts';
import { createNodeListener, type NodeListener } from './receive/node-listener.ts';
import { type Exchange, observeExchanges } from './receive/observe-exchanges.ts';
import { readPageFiles } from './receive/page-files.ts';
import { createRateLimits } from './receive/rate-limits.ts';
import type { InForce, ReceiveParts } from './receive/receive-parts.ts';
import { createHandler } from './receive/routes.ts';
import { readSenderAddress } from './receive/sender-address.ts';
import { createSiteFiles } from './receive/site-files.ts';
import { createSiteOf } from './receive/site-of.ts';
import { loadRegistry } from './registry/load-registry.ts';
import type { LoadedRegistry } from './registry/loaded-registry.ts';
import { closeDueDays } from './reports/close-days.ts';
import type { ReportParts } from './reports/figures.ts';
import { countRead } from './reports/read-counts.ts';
import { toKnownMetrics } from './reports/suppress.ts';
import { openNotices } from './rights/notices.ts';
import { openRights } from './rights/open-rights.ts';
import { openReceiptKeys } from './rights/receipt-keys.ts';
import { keepRetention } from './rights/retention.ts';
import { startReplay } from './rights/start-replay.ts';
import { openSecretFile, requireSecret } from './secret-file.ts';
import { StartProblem } from './start-problem.ts';
import { openPreferences } from './store/sqlite/open-preferences.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';
import type { Store } from './store/store.ts';
import { createOrganisationList } from './subjects/organisation-list.ts';
import { toParticipation } from './subjects/participation.ts';
import { createSubjects, type Subjects } from './subjects/subjects.ts';
import { openTokenKeys, type SubjectTokenOptions, type TokenKeys } from './subjects/token-keys.ts';

/** What a collector is made with. */
export interface CollectorOptions {
  /** Where events, consents and secrets lie; made if missing. One process at a time. */
  readonly dataFolder: string;
  /** The site's registry (design 10). */
  readonly registryFolder: string;
  /** The built page; that of the package unless given. */
  readonly pageFolder?: string;
  /** Base path of sites that the configuration does not list; `/askfirst` unless given. */
  readonly basePath?: string;
  /** The system's unless given. */
  readonly clock?: GuardedClock;
  /** Somebody vouches for the clock, however far it is from where it was left. */
  readonly trustClock?: boolean;
  /** Told of each public request and its answer, for looking at one's own. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly log?: Log;
  /** How many proxies stand before this process and may be believed; none unless given. */
  readonly trustProxy?: number;
  /** Answers events, consents and passes with 410, on which snippets destroy what waits and stop; rights go on. */
  readonly switchedOff?: boolean;
  /** Bearer token of the admin port; the one in the data folder, made at first start, unless given. */
  readonly adminToken?: string;
  /** Who signs subject tokens; needed where the configuration has `subjects: optional` or `required`. */
  readonly subjectTokens?: SubjectTokenOptions;
  /** File with the names of organisations that are off, one a line; read again when it changes. None unless given. */
  readonly organisationsOffFile?: string;
  /** Reads the registry; from `registryFolder` unless given. */
  readonly readRegistry?: (today: string) => LoadedRegistry;
  /** Opens the store; SQLite in `dataFolder` unless given. */
  readonly openStore?: (folder: string) => Store;
}

/** A collector that runs. */
export interface Collector {
  /** @param from the other end of the connection, where the framework around us knows it; for limits, and forgotten at once */
  fetch(request: Request, from?: { readonly remoteAddress?: string | undefined }): Promise<Response>;
  /** The same for a node:http server, at a fraction of the cost. */
  readonly listener: NodeListener;
  /** The admin port: reports and dashboard. Never mounted where the public can reach it. */
  readonly admin: Admin;
  readonly store: Store;
  /** The registry in force now. */
  registry(): LoadedRegistry;
  /** Reads the registry again. Throws RegistryProblem and keeps the old one if the new one cannot be used. */
  reload(): void;
  /** Closes every day that is due, of every site. Runs by itself each hour. */
  closeDays(): Promise<void>;
  /** The nightly pass (design 8), if it is due. Looked at by itself each quarter of an hour. */
  runNightly(): Promise<NightlyOutcome>;
  /** Finishes what is in flight, then gives files and threads back. */
  close(): Promise<void>;
}

/** Said where the registry wants signed-in people and nobody says how to know them. */
const NO_TOKENS =
  'subjects in askfirst.yaml is not none, so tokens must be checked: give --subject-issuer and --subject-secret-file or --subject-keys-file (docs/organisations.md).';

/** Said at the start where no proxy is trusted (design 7). */
const NO_PROXIES =
  'no proxy is trusted: what comes through this machine or a private network is limited by site only, not by address (--trust-proxy)';

/** Said at the start, so that nobody wonders where the events are. */
const SWITCHED_OFF =
  'switched off: events, consents and passes are answered with 410, on which browsers destroy what waits';

/** Names of the files with the collector's own keys for preferences and passes; the app that signs tokens never sees them. */
export const PREFERENCE_KEY_FILE = 'preference-key';
export const PASS_KEY_FILE = 'pass-key';

/** What the machine says. */
const SYSTEM_CLOCK: GuardedClock = { now: Date.now, steady: () => performance.now() };

/** Name of the file with the admin token. */
export const ADMIN_TOKEN_FILE = 'admin-token';

/** Name of the file that says when the nightly pass was last done. */
export const NIGHTLY_FILE = 'nightly-pass';

/**
 * Opens everything and starts; throws, with what to do, where that cannot be. Ready when it returns.
 * @throws RegistryProblem with file, line, column and remedy of everything wrong in the registry
 */
export function createCollector(options: CollectorOptions): Collector {
  const { dataFolder, clock = SYSTEM_CLOCK, log = SILENT_LOG, trustProxy = 0, basePath = '/askfirst' } = options;
  const page = readPageFiles(options.pageFolder ?? defaultPageFolder());
  const read = options.readRegistry ?? ((today: string) => loadRegistry(options.registryFolder, { today }));

  const notices = openNotices(dataFolder);
  const putInForce = (): InForce => {
    const loaded = read(dayAndHour(clock.now(), 'UTC').day);
    if (loaded.configuration.subjects !== 'none' && !options.subjectTokens) throw new StartProblem(NO_TOKENS);
    for (const withheld of loaded.withheld) {
      log.warn('a metric is not collected', {
        problem: `${withheld.file}:${withheld.line}:${withheld.column} ${withheld.message} ${withheld.remedy}`,
      });
    }
    return {
      loaded,
      siteOf: createSiteOf(loaded.configuration.sites, basePath),
      windowAt: createClockWindow(loaded.configuration.timeZone),
      files: createSiteFiles({ loaded, page, keepNotice: notices.keep }),
    };
  };

  let inForce = putInForce();
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  if (options.adminToken !== undefined) requireSecret(options.adminToken, 'adminToken');
  const adminToken = options.adminToken ?? openSecretFile(join(dataFolder, ADMIN_TOKEN_FILE));
  const receiptKeys = openReceiptKeys(dataFolder);
  const onLargeLog = (file: string, bytes: number): void =>
    log.warn('a write-ahead log is not being emptied: something has been reading the data folder for too long', {
      problem: `${file} has ${Math.round(bytes / 1024 / 1024)} MiB`,
    });
  // Before anything runs in threads of its own: what is wrong here ends the start.
  const tokenKeys = options.subjectTokens && openTokenKeys(options.subjectTokens);
  const store = (options.openStore ?? ((folder) => openSqliteStore({ folder, now: () => clock.now(), onLargeLog })))(
    dataFolder,
  );
  const subjects = tokenKeys && openSubjects(tokenKeys, options);
  let closing: Promise<void> | undefined;

  const { rights, receipts, ledger, closeLedger } = openRights({
    dataFolder,
    store,
    clock,
    log,
    loaded: () => inForce.loaded,
    receiptKeys,
    notices,
    async readScript(name) {
      const { origin, pathname } = new URL(name);
      return (await inForce.files.read({ name, origin, basePath: pathname }, 'askfirst.js'))?.bytes.get('identity');
    },
  });
  const limits = createRateLimits(() => clock.steady?.() ?? performance.now());
  const parts: ReceiveParts = {
    clock,
    store,
    receipts,
    receiptKeys,
    ledger,
    rights,
    toFormPage(outcome, site) {
      const answer = { site, keys: receiptKeys.publicKeys(site.name) };
      if (outcome.kind === 'seen') return toSeenPage(outcome.answer, answer);
      if (outcome.kind === 'certified') return toCertifiedPage(outcome.certificate, answer);
      return toRefusedPage(outcome.why, answer);
    },
    notices,
    limits,
    isSwitchedOff: options.switchedOff ?? false,
    subjects: () => (inForce.loaded.configuration.subjects === 'none' ? undefined : subjects),
    current: () => inForce,
  };
  const guard = createClockGuard(clock, {
    last: openLastBelieved(dataFolder),
    isTrusted: options.trustClock ?? false,
  });
  const expire = async (): Promise<void> => {
    const doubt = guard.doubt();
    if (doubt) throw new StartProblem(`Nothing is removed while the clock is in doubt. ${toDoubtText(doubt)}`);
    const removed = await keepRetention({ store, loaded: inForce.loaded, clock });
    if (removed > 0) log.info('what was older than its retention was removed');
  };
  const replay = startReplay({ store, log, expire });
  const handler = createHandler(parts, {
    log,
    health: createHealth({ store, isReady: async () => closing === undefined && (await replay.isClean()) }),
    pages: PUBLIC_PAGES,
    rootPages: new Map([[GPC_PATH, ({ current }: ReceiveParts) => toGpcFile(current().loaded)]]),
  });
  const handle = options.onExchange ? observeExchanges(handler, options.onExchange) : handler;

  const closeDays = async (): Promise<void> => {
    const doubt = guard.doubt();
    if (doubt) {
      log.warn('the clock jumped ahead, so no day is closed', { problem: toDoubtText(doubt) });
      return;
    }
    // What is barred must not get into figures that are final.
    await replay.finish();
    for (const site of await store.readSites()) {
      const days = await closeDueDays({ ...toReportParts(store, inForce.loaded, clock), store, site });
      if (days.length > 0) log.info('days closed', { site, days });
    }
    await expire();
    await ledger.keep();
  };
  if (trustProxy === 0) log.info(NO_PROXIES);
  if (options.switchedOff) log.warn(SWITCHED_OFF);
  const stopClosing = closeHourly(closeDays, log);
  const nightly = eachNight({
    async run() {
      await store.tidy();
      subjects?.tidy();
    },
    clock,
    timeZone: () => inForce.loaded.configuration.timeZone,
    noteFile: join(dataFolder, NIGHTLY_FILE),
    log,
  });
  const admin = createAdmin({
    token: adminToken,
    clock,
    loaded: () => inForce.loaded,
    participation(site, people) {
      const { subjects: kind, kThreshold } = inForce.loaded.configuration;
      return kind === 'none' || !subjects ? undefined : toParticipation(subjects.countYes(site), people, kThreshold);
    },
    reportParts: () => ({
      ...toReportParts(store, inForce.loaded, clock),
      onRead: (metrics) => countRead(dataFolder, { metrics, day: dayAndHour(clock.now(), 'UTC').day }),
    }),
    onError: (cause) => log.error('the admin port failed a request', { cause }),
  });

  return {
    async fetch(request, from) {
      const forwardedFor = request.headers.get('x-forwarded-for') ?? undefined;
      const address = readSenderAddress({ peer: from?.remoteAddress, forwardedFor, trustProxy });
      return toResponse(
        await handle(fromRequest(request, address === undefined ? undefined : limits.toSender(address))),
      );
    },
    listener: createNodeListener(handle, { trustProxy, toSender: limits.toSender }),
    admin,
    store,
    registry: () => inForce.loaded,
    reload() {
      inForce = putInForce();
      receiptKeys.reload();
    },
    closeDays,
    runNightly: nightly.check,
    close() {
      closing ??= Promise.all([stopClosing(), nightly.stop(), store.close()]).then(() => {
        subjects?.close();
        closeLedger();
      });
      return closing;
    },
  };
}

function openSubjects(keys: TokenKeys, { dataFolder, clock = Date, organisationsOffFile }: CollectorOptions): Subjects {
  return createSubjects({
    keys,
    preferences: openPreferences(dataFolder),
    preferenceKey: openSecretFile(join(dataFolder, PREFERENCE_KEY_FILE)),
    passKey: openSecretFile(join(dataFolder, PASS_KEY_FILE)),
    clock,
    organisationsOff: organisationsOffFile === undefined ? () => NOBODY : createOrganisationList(organisationsOffFile),
  });
}

const NOBODY: ReadonlySet<string> = new Set();

function toReportParts(store: Store, loaded: LoadedRegistry, clock: { now(): number }): ReportParts {
  const { configuration } = loaded;
  const sites = configuration.sites.map(({ origin, basePath }) => origin + basePath);
  return { store, configuration, metrics: toKnownMetrics(loaded), clock, sites };
}

function toDoubtText({ aheadMs, remainingMs }: ClockDoubt): string {
  const hours = (ms: number) => Math.ceil(ms / 3_600_000);
  return `It is ${hours(aheadMs)} hours ahead of the time that passed. It is believed once it has run steadily for ${hours(remainingMs)} more hours; if it is right (the collector was stopped, say), start with --trust-clock to go on at once.`;
}

/** Beside this file when built, in `dist` when run from the repository. */
function defaultPageFolder(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/page' : '../page', import.meta.url));
}
