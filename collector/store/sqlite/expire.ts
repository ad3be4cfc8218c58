/** Removes events whose retention is over, in steps, so that groups are written in between. Runs in the writer's thread. */

import { numberOfDay } from '../../../contract/day.ts';
import type { Connection } from './connection.ts';

/** Rows of one step. Our choice: some tens of milliseconds. */
const STEP_ROWS = 5_000;

/** @returns how many rows one step removed; 0 once none is left */
export function createExpiry(events: Connection): (site: string, day: string, metric: string) => number {
  const readNumber = events.prepare<[string], number>('SELECT id FROM names WHERE name = ?').pluck();
  const remove = events.prepare(
    `DELETE FROM events WHERE (site, day, metric, id) IN
     (SELECT site, day, metric, id FROM events WHERE site = ? AND day = ? AND metric = ? LIMIT ${STEP_ROWS})`,
  );
  return (siteName, day, metricName) => {
    const site = readNumber.get(siteName);
    const metric = readNumber.get(metricName);
    if (site === undefined || metric === undefined) return 0;
    return remove.run(site, numberOfDay(day), metric).changes;
  };
}
