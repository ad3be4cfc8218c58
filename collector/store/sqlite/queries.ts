/** The questions reports ask of `events.sqlite`, over a read-only connection. Runs in the reader's thread. */

import { dayOfNumber, numberOfDay } from '../../../contract/day.ts';
import { isDropReason } from '../../../contract/drop-reasons.ts';
import type { Cell, DayGroup, DropCount, Store } from '../store.ts';
import type { Connection } from './connection.ts';
import { unpackProperties } from './pack-properties.ts';

/** The reading half of the store. */
export type Reads = Pick<
  Store,
  | 'readSites'
  | 'readDaysWithEvents'
  | 'readDay'
  | 'readClosedDays'
  | 'readCells'
  | 'readPairs'
  | 'countEvents'
  | 'readDrops'
  | OwnReads
>;

/** What whoever sent it may ask for (own-queries.ts). */
export type OwnReads = 'readNamed' | 'readConsents' | 'readCommitments' | 'readConsentSites';

/** The same, answered at once. */
export type Queries = {
  readonly [name in keyof Reads]: (...values: Parameters<Reads[name]>) => Awaited<ReturnType<Reads[name]>>;
};

/** For whoever waits as long as it takes. */
const NEVER_LATE = () => undefined;

/**
 * Prepares the questions. An unknown site or metric has no rows.
 * @param requireInTime asked once for some 256 rows that are walked; throws when it has been too long
 */
export function createQueries(connection: Connection, requireInTime: () => void = NEVER_LATE): Omit<Queries, OwnReads> {
  connection.function('is_in_time', () => {
    requireInTime();
    return 1;
  });
  // The engine cannot be stopped from outside. Ids are hashes, so that one in 256 begins with a nought.
  const inTime = "(substr(id, 1, 1) <> x'00' OR is_in_time())";
  const readNumber = connection.prepare<[string], number>('SELECT id FROM names WHERE name = ?').pluck();
  const readName = connection.prepare<[number], string>('SELECT name FROM names WHERE id = ?').pluck();
  const readSites = connection
    .prepare<[], string>(
      `SELECT name FROM names WHERE EXISTS (SELECT 1 FROM events WHERE site = names.id)
       OR EXISTS (SELECT 1 FROM cells WHERE site = names.id) ORDER BY name`,
    )
    .pluck();
  // Asked once per day of the range: the key answers at once, where a DISTINCT would walk every row.
  const hasEvents = connection.prepare<[number, number], number>(
    'SELECT 1 FROM events WHERE site = ? AND day = ? LIMIT 1',
  );
  const readBounds = connection.prepare<[number, number], { first: number | null; last: number | null }>(
    `SELECT (SELECT min(day) FROM events WHERE site = ?) AS first, (SELECT max(day) FROM events WHERE site = ?) AS last`,
  );
  const readDay = connection.prepare<
    [number, number],
    { metric: number; properties: Buffer; count: number; firsts: number }
  >(
    `SELECT metric, properties, count(*) AS count, sum(first) AS firsts FROM events
     WHERE site = ? AND day = ? AND ${inTime} GROUP BY metric, properties`,
  );
  const readDayOfMetric = connection.prepare<
    [number, number, number],
    { metric: number; properties: Buffer; count: number; firsts: number }
  >(
    `SELECT metric, properties, count(*) AS count, sum(first) AS firsts FROM events
     WHERE site = ? AND day = ? AND metric = ? AND ${inTime} GROUP BY properties`,
  );
  const readClosedDays = connection
    .prepare<[number, number, number], number>(
      'SELECT day FROM closed_days WHERE site = ? AND day BETWEEN ? AND ? ORDER BY day',
    )
    .pluck();
  const readCells = connection.prepare<
    [number, number, number, number],
    { day: number; value: string; count: number; firsts: number }
  >(
    `SELECT day, value, count, firsts FROM cells WHERE site = ? AND metric = ? AND day BETWEEN ? AND ?
     ORDER BY day, value`,
  );

  const nextPair = connection.prepare<[number, number, number, number], { day: number; metric: number }>(
    `SELECT day, metric FROM events WHERE site = ? AND (day, metric) > (?, ?) AND day <= ?
     ORDER BY day, metric LIMIT 1`,
  );
  const countEvents = connection
    .prepare<[number, number, number], number>('SELECT count(*) FROM events WHERE site = ? AND day = ? AND metric = ?')
    .pluck();
  const hasDrops = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'drops'");

  const names = new Map<number, string>();
  const nameOf = (number: number): string => {
    const known = names.get(number) ?? readName.get(number);
    if (known === undefined) throw new Error(`events.sqlite has no name number ${number}.`);
    names.set(number, known);
    return known;
  };

  return {
    readSites: () => readSites.all(),
    readDaysWithEvents(siteName, from, to) {
      const site = readNumber.get(siteName);
      const bounds = site === undefined ? undefined : readBounds.get(site, site);
      if (site === undefined || !bounds || bounds.first === null || bounds.last === null) return [];
      const days: string[] = [];
      const last = Math.min(bounds.last, numberOfDay(to));
      for (let day = Math.max(bounds.first, numberOfDay(from)); day <= last; day++) {
        if (hasEvents.get(site, day)) days.push(dayOfNumber(day));
      }
      return days;
    },
    readDay(siteName, day, metricName) {
      const site = readNumber.get(siteName);
      const metric = metricName === undefined ? undefined : readNumber.get(metricName);
      if (site === undefined || (metricName !== undefined && metric === undefined)) return [];
      const rows =
        metric === undefined
          ? readDay.all(site, numberOfDay(day))
          : readDayOfMetric.all(site, numberOfDay(day), metric);
      return rows.map(
        (row): DayGroup => ({
          metric: nameOf(row.metric),
          properties: unpackProperties(row.properties, nameOf),
          count: row.count,
          firsts: row.firsts,
        }),
      );
    },
    readClosedDays(siteName, from, to) {
      const site = readNumber.get(siteName);
      if (site === undefined) return [];
      return readClosedDays.all(site, numberOfDay(from), numberOfDay(to)).map(dayOfNumber);
    },
    readPairs(siteName, to) {
      const site = readNumber.get(siteName);
      const pairs: { day: string; metric: string }[] = [];
      if (site === undefined) return pairs;
      // One seek for each pair, whatever the number of rows.
      let pair = nextPair.get(site, Number.MIN_SAFE_INTEGER, -1, numberOfDay(to));
      while (pair) {
        pairs.push({ day: dayOfNumber(pair.day), metric: nameOf(pair.metric) });
        pair = nextPair.get(site, pair.day, pair.metric, numberOfDay(to));
      }
      return pairs;
    },
    countEvents(siteName, day, metricName) {
      const site = readNumber.get(siteName);
      const metric = readNumber.get(metricName);
      if (site === undefined || metric === undefined) return 0;
      return countEvents.get(site, numberOfDay(day), metric) ?? 0;
    },
    readDrops(siteName, from, to) {
      const site = readNumber.get(siteName);
      // A folder that is only read may be older than the table.
      if (site === undefined || !hasDrops.get()) return [];
      const rows = connection
        .prepare<[number, number, number], { day: number; reason: string; count: number }>(
          'SELECT day, reason, count FROM drops WHERE site = ? AND day BETWEEN ? AND ? ORDER BY day, reason',
        )
        .all(site, numberOfDay(from), numberOfDay(to));
      return rows.flatMap(({ day, reason, count }): DropCount[] =>
        // A reason that a later release took off the list is none of ours.
        isDropReason(reason) ? [{ day: dayOfNumber(day), reason, count }] : [],
      );
    },
    readCells(siteName, metricName, from, to) {
      const site = readNumber.get(siteName);
      const metric = readNumber.get(metricName);
      if (site === undefined || metric === undefined) return [];
      return readCells
        .all(site, metric, numberOfDay(from), numberOfDay(to))
        .map((row): Cell => ({ ...row, day: dayOfNumber(row.day), metric: metricName }));
    },
  };
}
