/** Finds events by point look-ups on their key (site, day, metric, id), and nothing else: no index on ids exists. */

import { numberOfDay } from '../../../contract/day.ts';
import type { NamedIds } from '../store.ts';

/** The key of a row that is there. */
export interface RowKey {
  readonly site: number;
  readonly day: number;
  readonly metric: number;
  readonly id: Buffer;
}

/** The part of a connection that finding uses. */
interface Finding {
  prepare(sql: string): { get(...values: unknown[]): unknown };
}

/** Finds the rows of names. An unknown site, metric or id has none, and costs the same look-ups. */
export type FindNamed = (
  site: string,
  named: readonly NamedIds[],
  /** First day that is looked through for ids without a day; all days unless given. */
  from?: string,
) => readonly RowKey[];

/** Prepares the look-ups on an open `events.sqlite`. */
export function createFindNamed(connection: Finding): FindNamed {
  const readNumber = connection.prepare('SELECT id FROM names WHERE name = ?');
  const isThere = connection.prepare('SELECT 1 FROM events WHERE site = ? AND day = ? AND metric = ? AND id = ?');
  // One seek for each metric of each day that has rows, whatever the number of rows.
  const nextPair = connection.prepare(
    `SELECT day, metric FROM events WHERE site = ? AND (day, metric) > (?, ?) ORDER BY day, metric LIMIT 1`,
  );
  // No number of a name is negative, so that what has none is looked up in vain.
  const numberOf = (name: string) => (readNumber.get(name) as { id: number } | undefined)?.id ?? -1; // Its one column.

  return (siteName, named, from) => {
    const site = numberOf(siteName);
    const rows: RowKey[] = [];
    const seen = new Set<string>();
    const look = (day: number, metric: number, ids: readonly Buffer[]) => {
      for (const id of ids) {
        const key = `${day} ${metric} ${id.toString('hex')}`;
        // Named twice, with and without its day, it is still one row.
        if (seen.has(key) || !isThere.get(site, day, metric, id)) continue;
        seen.add(key);
        rows.push({ site, day, metric, id });
      }
    };
    for (const group of named) {
      const ids = [...new Set(group.ids)].map((id) => Buffer.from(id, 'hex'));
      if (group.day !== undefined && group.metric !== undefined) {
        look(numberOfDay(group.day), numberOf(group.metric), ids);
        continue;
      }
      let pair = { day: from === undefined ? Number.MIN_SAFE_INTEGER : numberOfDay(from), metric: -1 };
      for (;;) {
        const next = nextPair.get(site, pair.day, pair.metric) as typeof pair | undefined; // Its two columns.
        if (!next) break;
        look(next.day, next.metric, ids);
        pair = next;
      }
    }
    return rows;
  };
}
