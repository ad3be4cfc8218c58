/** What the collector does by itself: compares with what was erased, closes days, removes what is old, tidies at night. */

import { join } from 'node:path';
import { type ClockDoubt, createClockGuard, type GuardedClock } from './clock-guard.ts';
import { closeHourly } from './close-hourly.ts';
import { eachNight, type NightlyOutcome } from './each-night.ts';
import { openLastBelieved } from './last-believed.ts';
import type { Log } from './log.ts';
import type { LoadedRegistry } from './registry/loaded-registry.ts';
import { closeDueDays } from './reports/close-days.ts';
import { toReportParts } from './reports/report-parts.ts';
import type { LedgerKeeper } from './rights/ledger/ledger-keeper.ts';
import { keepRetention } from './rights/retention.ts';
import { startReplay } from './rights/start-replay.ts';
import { StartProblem } from './start-problem.ts';
import type { Store } from './store/store.ts';

/** Name of the file that says when the nightly pass was last done. */
export const NIGHTLY_FILE = 'nightly-pass';

/** What is kept up, and by which clock. */
export interface UpkeepParts {
  readonly dataFolder: string;
  readonly store: Store;
  readonly clock: GuardedClock;
  /** Somebody vouches for the clock, however far it is from where it was left. */
  readonly trustClock?: boolean | undefined;
  readonly log: Log;
  readonly ledger: Pick<LedgerKeeper, 'keep'>;
  readonly loaded: () => LoadedRegistry;
  /** Takes out of the files what the engine leaves behind. */
  tidy(): Promise<void>;
}

/** Upkeep that runs. */
export interface Upkeep {
  /** May what is stored be shown? */
  isClean(): Promise<boolean>;
  /** Closes every day that is due, of every site. Runs by itself each hour. */
  closeDays(): Promise<void>;
  /** The nightly pass (design 8), if it is due. Looked at by itself each quarter of an hour. */
  runNightly(): Promise<NightlyOutcome>;
  /** Resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** Begins at once. */
export function startUpkeep(parts: UpkeepParts): Upkeep {
  const { dataFolder, store, clock, log, ledger, loaded } = parts;
  const guard = createClockGuard(clock, {
    last: openLastBelieved(dataFolder),
    isTrusted: parts.trustClock ?? false,
  });
  const expire = async (): Promise<void> => {
    const doubt = guard.doubt();
    if (doubt) throw new StartProblem(`Nothing is removed while the clock is in doubt. ${toDoubtText(doubt)}`);
    const removed = await keepRetention({ store, loaded: loaded(), clock });
    if (removed > 0) log.info('what was older than its retention was removed');
  };
  const replay = startReplay({ store, log, expire });
  const closeDays = async (): Promise<void> => {
    const doubt = guard.doubt();
    if (doubt) {
      log.warn('the clock jumped ahead, so no day is closed', { problem: toDoubtText(doubt) });
      return;
    }
    // What is barred must not get into figures that are final.
    await replay.finish();
    for (const site of await store.readSites()) {
      const days = await closeDueDays({ ...toReportParts(store, loaded(), clock), store, site });
      if (days.length > 0) log.info('days closed', { site, days });
    }
    await expire();
    await ledger.keep();
  };
  const stopClosing = closeHourly(closeDays, log);
  const nightly = eachNight({
    run: parts.tidy,
    clock,
    timeZone: () => loaded().configuration.timeZone,
    noteFile: join(dataFolder, NIGHTLY_FILE),
    log,
  });
  return {
    isClean: replay.isClean,
    closeDays,
    runNightly: nightly.check,
    async stop() {
      await Promise.all([stopClosing(), nightly.stop()]);
    },
  };
}

function toDoubtText({ aheadMs, remainingMs }: ClockDoubt): string {
  const hours = (ms: number) => Math.ceil(ms / 3_600_000);
  return `It is ${hours(aheadMs)} hours ahead of the time that passed. It is believed once it has run steadily for ${hours(remainingMs)} more hours; if it is right (the collector was stopped, say), start with --trust-clock to go on at once.`;
}
