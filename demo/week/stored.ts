/** What lies in the collector's files, by its own account and by that of SQLite. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { toGroupName, toGroupSize } from './truth/group-name.ts';
import type { WeekServer } from './week-server.ts';

/** All that the collector keeps of a week. */
export interface Stored {
  /** How many rows, and how many of them first, by day, metric and properties. */
  readonly groups: ReadonlyMap<string, string>;
  /** Ids of events, hex. */
  readonly ids: ReadonlySet<string>;
  /** Keyed hashes of people whose yes stands, hex. */
  readonly rows: ReadonlySet<string>;
  readonly consents: number;
}

/** Reads everything. */
export async function readStored({ collector, site }: WeekServer, folder: string): Promise<Stored> {
  const groups = new Map<string, string>();
  for (const day of await collector.store.readDaysWithEvents(site, '2027-01-01', '2027-12-31'))
    for (const { metric, properties, count, firsts } of await collector.store.readDay(site, day))
      groups.set(toGroupName(day, metric, properties), toGroupSize(count, firsts));
  const pluck = (file: string, question: string): unknown[] => {
    const database = new Database(join(folder, 'data', file), { readonly: true });
    try {
      return database.prepare(question).pluck().all();
    } finally {
      database.close();
    }
  };
  return {
    groups,
    ids: new Set(pluck('events.sqlite', 'SELECT lower(hex(id)) FROM events').map(String)),
    rows: new Set(pluck('preferences.sqlite', 'SELECT lower(hex(subject)) FROM preferences').map(String)),
    consents: pluck('consents.sqlite', 'SELECT 1 FROM consents').length,
  };
}
