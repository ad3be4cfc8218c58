/** What the collector needs of a database. SQLite implements it; every driver passes the one suite in test/collector/store. */

import type { PropertyValue } from '../../contract/check-event.ts';
import type { DropCounts, DropReason } from '../../contract/drop-reasons.ts';
import type { WireEvent } from '../../contract/wire.ts';

/** Rows of one day that share metric and properties. */
export interface DayGroup {
  readonly metric: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly count: number;
  /** How many of them carry `first`. */
  readonly firsts: number;
}

/** The atom of every report: one closed day, one metric, one value of its distinct property. */
export interface Cell {
  readonly day: string;
  readonly metric: string;
  /** The value, '' where the metric has no distinct property, or OTHER. */
  readonly value: string;
  readonly count: number;
  /** Sum of `first` flags: different browsers, save for the value OTHER. */
  readonly firsts: number;
}

/** Stands for the values too rare to be shown. No path, host or slug is written like this. */
export const OTHER = '(other)';

/** The collector's own record of a grant: no address, no agent, no hour. */
export interface ConsentRecord {
  readonly recordId: string;
  readonly day: string;
  readonly purposes: readonly string[];
  readonly scope: number;
  readonly notice: string;
  readonly language: string;
  readonly method: string;
  readonly includesEarlier: boolean;
  /** SHA-256 of the receipt secret, 32 bytes as base64url. */
  readonly receiptKey: string;
}

/** Events named by their ids. The key of an event is all four: site, day, metric, id. */
export interface NamedIds {
  /** Missing, with `metric`, where they are not known: each metric of each day is then looked at. */
  readonly day?: string;
  readonly metric?: string;
  /** Lower-case hex. */
  readonly ids: readonly string[];
}

/** What is to be erased for good. */
export interface Erasure {
  readonly named: readonly NamedIds[];
  /** The record of the grant goes too: SHA-256 of its secret, base64url. */
  readonly receiptKey?: string;
  /** First day of which batches may still come in. */
  readonly openFrom: string;
  /** Month (`2027-05`) after which the bar of what was found may be forgotten. */
  readonly barredUntil: string;
  /** The same for ids of which nothing was found: no retention has to pass, only what is still under way. */
  readonly unknownUntil: string;
  /** Also take what the engine leaves behind out of the files, as far as no reader holds it. */
  readonly sweep: boolean;
}

/** What became of the rows of one kind. */
export interface Removal {
  readonly found: number;
  readonly removed: number;
  /** Looked up again after the commit. */
  readonly remaining: number;
  /** Not found now because an earlier erasure had removed it. */
  readonly erasedBefore: number;
}

/** What an erasure did. */
export interface Erased {
  readonly events: Removal;
  /** Only where a receipt key was given. */
  readonly consents?: Removal;
  /** Ids that are barred now. All of them, unless a site has more unknown ones than are kept. */
  readonly barred: number;
}

/** Events that were dropped, by browsers or by us. */
export interface Drops {
  /** The day on which we learn of it: when it happened in the browser is nobody's business. */
  readonly day: string;
  readonly counts: DropCounts;
}

/** One day and reason, all browsers together. */
export interface DropCount {
  readonly day: string;
  readonly reason: DropReason;
  readonly count: number;
}

/** One table as the engine tells it; no row of it. */
export interface TableDescription {
  /** The file it lies in, relative to the data folder. */
  readonly file: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isKey: boolean }[];
}

/** Resolves only after commit and fsync; rejects with the driver's error, and then nothing of the call is stored. */
export interface Store {
  /**
   * Inserts what is not there yet. A known id counts as stored: the same event sent twice is one event.
   * @param drops counted in the same commit, together with what is dropped here
   */
  append(
    site: string,
    events: readonly WireEvent[],
    drops?: Drops,
  ): Promise<{ readonly dropped: readonly { readonly id: string; readonly reason: DropReason }[] }>;
  /** `false` if the grant was withdrawn: its record must not come back. */
  appendConsent(site: string, record: ConsentRecord): Promise<boolean>;
  /**
   * Erases what is named and bars it from coming back, whether it was found or not. The bar is committed and synced
   * before the rows go. Has a lane of its own: a full queue of events does not hold it up.
   */
  erase(site: string, erasure: Erasure): Promise<Erased>;
  /** May rows be stored that are barred? After a backup was put back, and after an erasure that a crash broke off. */
  needsReplay(): Promise<boolean>;
  /** Compares all that is stored with what is barred, and removes that. @returns how many rows went */
  replayErasures(): Promise<number>;
  /** The events named, in the order of the names. What is unknown or erased adds nothing. */
  readNamed(site: string, named: readonly NamedIds[]): Promise<readonly WireEvent[]>;
  /** Records of the grant with this receipt key, of which there is one or none. */
  readConsents(site: string, receiptKey: string): Promise<readonly ConsentRecord[]>;
  /** Salted commitments of consents, hex, by day; what the ledger is made of. */
  readCommitments(
    site: string,
    from: string,
    to: string,
  ): Promise<readonly { readonly day: string; readonly commitments: readonly string[] }[]>;
  /** Sites that ever recorded a consent. */
  readConsentSites(): Promise<readonly string[]>;
  /** Sites that have at least one event or cell. */
  readSites(): Promise<readonly string[]>;
  /** Days from `from` to `to`, both included, that have events, oldest first. */
  readDaysWithEvents(site: string, from: string, to: string): Promise<readonly string[]>;
  /** @param metric only its rows; all metrics unless given */
  readDay(site: string, day: string, metric?: string): Promise<readonly DayGroup[]>;
  /**
   * Publishes a day once and for all: a day already closed is left as it is and `false` comes back.
   * @param rows how many rows the cells were made of; if the day has another number now, because some were erased in
   *   between, nothing is published and `false` comes back
   */
  closeDay(site: string, day: string, cells: readonly Cell[], rows?: number): Promise<boolean>;
  readClosedDays(site: string, from: string, to: string): Promise<readonly string[]>;
  /** Published cells, by day, then value. */
  readCells(site: string, metric: string, from: string, to: string): Promise<readonly Cell[]>;
  /** Each metric of each day up to `to` that has events. */
  readPairs(site: string, to: string): Promise<readonly { readonly day: string; readonly metric: string }[]>;
  countEvents(site: string, day: string, metric: string): Promise<number>;
  /** Removes the events of one metric of one day, whose retention is over. @returns how many went */
  expire(site: string, day: string, metric: string): Promise<number>;
  /** Forgets tombstones that may be forgotten before this month (`2027-05`). */
  forgetTombstones(month: string): Promise<number>;
  /** How many events were dropped, by the day on which we learnt of it, then reason. */
  readDrops(site: string, from: string, to: string): Promise<readonly DropCount[]>;
  /** The tables as they are at this moment, for the public schema page. */
  readTables(): Promise<readonly TableDescription[]>;
  /** Can it commit now? Used by `readyz`; writes and rolls nothing back. */
  probe(): Promise<void>;
  /**
   * The nightly pass: writes everything anew, so that where a row lies tells nothing of when or with what it came
   * (design 8). Groups are written meanwhile; what they write is the next pass's business.
   */
  tidy(): Promise<void>;
  /** Finishes the group in flight. Nothing may be called afterwards. */
  close(): Promise<void>;
}
