/** What the collector needs of a database. SQLite implements it; every driver passes the one suite in test/collector/store. */

import type { PropertyValue } from '../../contract/check-event.ts';
import type { DropReason } from '../../contract/drop-reasons.ts';
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

/** One table as the engine tells it; no row of it. */
export interface TableDescription {
  /** The file it lies in, relative to the data folder. */
  readonly file: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isKey: boolean }[];
}

/** Resolves only after commit and fsync; rejects with the driver's error, and then nothing of the call is stored. */
export interface Store {
  /** Inserts what is not there yet. A known id counts as stored: the same event sent twice is one event. */
  append(
    site: string,
    events: readonly WireEvent[],
  ): Promise<{ readonly dropped: readonly { readonly id: string; readonly reason: DropReason }[] }>;
  appendConsent(site: string, record: ConsentRecord): Promise<void>;
  /** Sites that have at least one event or cell. */
  readSites(): Promise<readonly string[]>;
  /** Days from `from` to `to`, both included, that have events, oldest first. */
  readDaysWithEvents(site: string, from: string, to: string): Promise<readonly string[]>;
  /** @param metric only its rows; all metrics unless given */
  readDay(site: string, day: string, metric?: string): Promise<readonly DayGroup[]>;
  /** Publishes a day once and for all: a day already closed is left as it is and `false` comes back. */
  closeDay(site: string, day: string, cells: readonly Cell[]): Promise<boolean>;
  readClosedDays(site: string, from: string, to: string): Promise<readonly string[]>;
  /** Published cells, by day, then value. */
  readCells(site: string, metric: string, from: string, to: string): Promise<readonly Cell[]>;
  /** The tables as they are at this moment, for the public schema page. */
  readTables(): Promise<readonly TableDescription[]>;
  /** Can it commit now? Used by `readyz`; writes and rolls nothing back. */
  probe(): Promise<void>;
  /** Finishes the group in flight. Nothing may be called afterwards. */
  close(): Promise<void>;
}
