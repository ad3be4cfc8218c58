/** The collector as a function from request to answer: no port, no clock and no environment of its own. `command/serve.ts` supplies them. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dayAndHour } from '../contract/day.ts';
import type { GuardedClock } from './clock-guard.ts';
import type { Collector, CollectorOptions } from './collector-options.ts';
import { SILENT_LOG } from './log.ts';
import { createAdmin } from './pages/admin.ts';
import { GPC_PATH, toGpcFile } from './pages/gpc.ts';
import { toCertifiedPage, toRefusedPage, toSeenPage } from './pages/privacy/key-file-form.ts';
import { PUBLIC_PAGES } from './pages/public-pages.ts';
import { createPutInForce } from './put-in-force.ts';
import { fromRequest, toResponse } from './receive/from-request.ts';
import { createHealth } from './receive/health.ts';
import { createNodeListener } from './receive/node-listener.ts';
import { observeExchanges } from './receive/observe-exchanges.ts';
import { createRateLimits } from './receive/rate-limits.ts';
import type { ReceiveParts } from './receive/receive-parts.ts';
import { createHandler } from './receive/routes.ts';
import { readSenderAddress } from './receive/sender-address.ts';
import { countRead } from './reports/read-counts.ts';
import { toReportParts } from './reports/report-parts.ts';
import { openNotices } from './rights/notices.ts';
import { openRights } from './rights/open-rights.ts';
import { openReceiptKeys } from './rights/receipt-keys.ts';
import { openSecretFile, requireSecret } from './secret-file.ts';
import { startUpkeep } from './start-upkeep.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';
import { openSubjects } from './subjects/open-subjects.ts';
import { toParticipation } from './subjects/participation.ts';
import { openTokenKeys } from './subjects/token-keys.ts';

export type { Collector, CollectorOptions } from './collector-options.ts';

/** Said at the start where no proxy is trusted (design 7). */
const NO_PROXIES =
  'no proxy is trusted: what comes through this machine or a private network is limited by site only, not by address (--trust-proxy)';

/** Said at the start, so that nobody wonders where the events are. */
const SWITCHED_OFF =
  'switched off: events, consents and passes are answered with 410, on which browsers destroy what waits';

/** What the machine says. */
const SYSTEM_CLOCK: GuardedClock = { now: Date.now, steady: () => performance.now() };

/** Name of the file with the admin token. */
export const ADMIN_TOKEN_FILE = 'admin-token';

/**
 * Opens everything and starts; throws, with what to do, where that cannot be. Ready when it returns.
 * @throws RegistryProblem with file, line, column and remedy of everything wrong in the registry
 */
export function createCollector(options: CollectorOptions): Collector {
  const { dataFolder, clock = SYSTEM_CLOCK, log = SILENT_LOG, trustProxy = 0 } = options;
  const notices = openNotices(dataFolder);
  const putInForce = createPutInForce({ ...options, clock, log, keepNotice: notices.keep });
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
  const subjects = tokenKeys && openSubjects({ ...options, keys: tokenKeys, clock });
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
  const upkeep = startUpkeep({
    ...options,
    store,
    clock,
    log,
    ledger,
    loaded: () => inForce.loaded,
    async tidy() {
      await store.tidy();
      subjects?.tidy();
    },
  });
  const handler = createHandler(parts, {
    log,
    health: createHealth({ store, isReady: async () => closing === undefined && (await upkeep.isClean()) }),
    pages: PUBLIC_PAGES,
    rootPages: new Map([[GPC_PATH, ({ current }: ReceiveParts) => toGpcFile(current().loaded)]]),
  });
  const handle = options.onExchange ? observeExchanges(handler, options.onExchange) : handler;

  if (trustProxy === 0) log.info(NO_PROXIES);
  if (options.switchedOff) log.warn(SWITCHED_OFF);
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
    closeDays: upkeep.closeDays,
    runNightly: upkeep.runNightly,
    close() {
      closing ??= Promise.all([upkeep.stop(), store.close()]).then(() => {
        subjects?.close();
        closeLedger();
      });
      return closing;
    },
  };
}
