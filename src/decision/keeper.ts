/**
 * Knows what stands. Reads the decision anew under its lock before anything is written or sent, and changes it alone, so
 * that no write and no request ever follows a no.
 */

import { type Database, openDatabase, read, update } from '../buffer/database.ts';
import type { Device } from '../device.ts';
import { createLock } from '../lock.ts';
import { toJson } from '../to-json.ts';
import { type Denial, type Grant, parseDecision, type Standing, type StoredDecision, toStanding } from './decision.ts';
import { readSignal } from './signals.ts';

/** The decision of one person on one site. */
export interface Keeper {
  /** What stood when it was last read. */
  current(): Standing | undefined;
  /**
   * Reads the decision anew. Never rejects, never creates a database: what cannot be read is a no (P3).
   * @param message there if another tab has decided something
   */
  refresh(message?: unknown): Promise<Standing>;
  /** Runs work while no decision can change, with the decision read anew. Nothing may leave once it no longer `holds`. */
  guarded<Result>(work: (standing: Standing, holds: () => boolean) => Promise<Result>): Promise<Result>;
  /** Runs work while nobody records, sends or decides, as long as it `holds`. */
  alone<Result>(patienceMs: number, work: (holds: () => boolean) => Promise<Result>): Promise<Result>;
  /** True once the decision is durable and reads back as written; false if it does not stand (T-62). Only while alone. */
  write(decision: Denial | Grant): Promise<boolean>;
  /** From now on this document is off, whatever storage says; `undefined` lets storage speak again. */
  silence(reason: 'denied' | 'switched-off' | undefined): void;
}

/** Longest wait for a decision under way in another tab. Our choice: a decision takes milliseconds. */
const PATIENCE_MS = 5_000;

/** How long a lock is relied on. Our choice: much longer than a decision, a put or a batch takes, and short for who waits. */
export const LEASE_MS = 900;

const KEY = 'decision';

/** Is the page made ready before anybody has gone to it? (Chrome; not in TypeScript's DOM library.) */
export const isPrerendering = ({ document }: Window) => !!(document as { prerendering?: boolean }).prerendering;

/** @param onChange is told when something else stands than before, and at first */
export function createKeeper(
  device: Device,
  { existing, strict }: Database,
  onChange: (standing: Standing) => void,
): Keeper {
  const { site, page, today } = device;
  const lock = createLock(device, KEY, LEASE_MS);
  const probe = openDatabase(device, 'probe');
  let probed: Promise<StoredDecision> | undefined;
  let standing: Standing | undefined;
  let silenced: 'denied' | 'switched-off' | undefined;
  /** A no looks like the one before it, so they are counted, those of other tabs as they are heard of. */
  let changes = 0;

  const readStored = (): Promise<StoredDecision> => read(existing, KEY).then(parseDecision, () => 'unreadable');

  const refresh = async (message?: unknown): Promise<Standing> => {
    if (message) changes++;
    const seenChanges = changes;
    // A page that nobody sees yet reads, keeps and sends nothing.
    if (isPrerendering(page))
      return { decision: 'undecided', effective: 'off', reason: 'prerendering', stored: undefined };
    let stored = await readStored();
    if (!stored && site.buffer === 'indexeddb') {
      // Where a decision could not be stored, nobody is asked and nothing is collected (P3). A site that keeps nothing before
      // a yes is spared the question: there the visitor's own yes finds out (T-62).
      probed ??= probe.probe().then(
        () => undefined,
        () => 'unreadable',
      );
      stored = await probed;
    }
    const forbidden = await device.forbids?.(stored);
    const next = {
      ...toStanding(stored, {
        site,
        signal: readSignal(page.navigator, site.signals),
        today: today(),
        silenced: silenced ?? forbidden,
      }),
      changes: seenChanges,
    };
    const isNew = standing?.reason !== next.reason || standing.grant?.epoch !== next.grant?.epoch;
    standing = next;
    if (isNew) onChange(next);
    return next;
  };

  return {
    current: () => standing,
    refresh,
    guarded: (work) =>
      lock('shared', PATIENCE_MS, async (holds) =>
        // A no clicked here counts before it is stored.
        work(await refresh(), () => !silenced && holds()),
      ),
    alone: (patienceMs, work) => lock('exclusive', patienceMs, work),
    async write(decision) {
      try {
        await update(strict, KEY, () => decision);
      } catch {
        // Full, forbidden or broken: the caller treats the decision as never made.
      }
      return toJson(await readStored()) === toJson(decision);
    },
    silence(reason) {
      silenced = reason;
      if (reason) changes++;
    },
  };
}
