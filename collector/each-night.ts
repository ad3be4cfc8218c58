/** Has something done once a night, whatever ends and starts in between. Knows neither what nor for whom. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dayAndHour } from '../contract/day.ts';
import type { Log } from './log.ts';

/** Hour from which a night's work may begin, in the site's time zone. Our choice: the day has ended and few are awake. */
const NIGHT_HOUR = 3;

/** How often we look whether it is time. Our choice: a pass that failed is tried again as soon. */
const EVERY_MS = 15 * 60 * 1000;

/** What is done, when, and where it is noted. */
export interface NightlyParts {
  /** Rejects with why it could not be done. */
  run(): Promise<void>;
  readonly clock: { now(): number };
  /** Asked each time: the registry may change. */
  timeZone(): string;
  /** File with the day of the last pass that ended well. */
  readonly noteFile: string;
  readonly log: Log;
}

/** What came of looking: it was done, was not due, or was due and failed. */
export type NightlyOutcome = 'done' | 'not-due' | 'failed';

/** Looks at the start and each quarter of an hour. */
export interface Nightly {
  /** Looks now. */
  check(): Promise<NightlyOutcome>;
  /** Resolves when a pass under way has ended, however it ended. */
  stop(): Promise<void>;
}

/**
 * A night that was missed, because nothing ran or because the pass failed, is made up for at the next look. A folder
 * without a note is new, and its first night is the next one. A clock that was moved back does nothing twice a day.
 */
export function eachNight({ run, clock, timeZone, noteFile, log }: NightlyParts): Nightly {
  let stopped = false;
  let running: Promise<NightlyOutcome> = Promise.resolve('not-due');

  const look = async (): Promise<NightlyOutcome> => {
    const { day, hour } = dayAndHour(clock.now(), timeZone());
    try {
      const last = readNote(noteFile);
      if (last === undefined) writeNote(noteFile, day);
      if (last === undefined || last === day || hour < NIGHT_HOUR) return 'not-due';
      await run();
      writeNote(noteFile, day);
      log.info('the nightly pass is done', { days: [day] });
      return 'done';
    } catch (cause) {
      // Broken off by the end of the collector; the next start goes on with it.
      if (!stopped) log.error('the nightly pass failed and will be tried again', { cause });
      return 'failed';
    }
  };
  const check = (): Promise<NightlyOutcome> => {
    // One after another: a pass may take longer than we look away.
    running = running.then(() => (stopped ? 'not-due' : look()));
    return running;
  };

  void check();
  const timer = setInterval(check, EVERY_MS);
  // Alone it keeps no process alive.
  timer.unref();
  return {
    check,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

function readNote(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // Not there yet. One that cannot be read cannot be written either, and that is told.
    return undefined;
  }
}

/** Put in place as a whole: half a day would be no day. */
function writeNote(file: string, day: string): void {
  writeFileSync(`${file}.new`, `${day}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
