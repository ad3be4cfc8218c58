import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Collector, createCollector } from '../../collector/collector.ts';
import { openSqliteStore } from '../../collector/store/sqlite/open-sqlite-store.ts';
import { addDays } from '../../contract/day.ts';
import type { WireEvent } from '../../contract/wire.ts';
import { type BenchOptions, REGISTRY_FOLDER } from './bench-options.ts';
import type { Group, Row } from './table.ts';

/** Not a development site: its days close, and fewer than k browsers are hidden. */
const SITE = 'https://shop.example/askfirst';
const ADMIN_TOKEN = 'bench-token-of-more-than-thirty-two-characters';
const DAYS = 30;
const APPEND_EVENTS = 500;

/** Each report, and the plain SQL that would answer it from raw rows without hiding anybody. */
const REPORTS = [
  { name: 'visitors', sql: `SELECT day, sum(first) FROM event WHERE metric = 'visit.day' GROUP BY day` },
  { name: 'page-views', sql: `SELECT day, count(*) FROM event WHERE metric = 'page.view' GROUP BY day` },
  {
    name: 'top-pages',
    sql: `SELECT json_extract(properties, '$.path') AS path, count(*) FROM event WHERE metric = 'page.view' GROUP BY path ORDER BY 2 DESC`,
  },
] as const;

/** Bytes on disk per event, the closing of days, and each report's time, beside a plain table of JSON rows. */
export async function measureStore(options: BenchOptions): Promise<readonly Group[]> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-bench-store-'));
  const plain = new Database(join(folder, 'plain.sqlite'));
  try {
    plain.pragma('journal_mode = WAL');
    plain.exec(`CREATE TABLE event (key INTEGER PRIMARY KEY, site TEXT, day TEXT, metric TEXT, id TEXT UNIQUE, properties TEXT, first INTEGER);
      CREATE INDEX by_question ON event (site, metric, day)`);
    const dataFolder = join(folder, 'data');
    const today = new Date().toISOString().slice(0, 10);
    const firstDay = addDays(today, -DAYS - 5);
    await fill(dataFolder, plain, { firstDay, rows: options.rows });
    plain.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = [statSync(join(dataFolder, 'events.sqlite')).size, statSync(join(folder, 'plain.sqlite')).size];

    const collector = createCollector({ dataFolder, registryFolder: REGISTRY_FOLDER, adminToken: ADMIN_TOKEN });
    try {
      const closingAtMs = performance.now();
      await collector.closeDays();
      const closingMs = performance.now() - closingAtMs;
      const range = { from: firstDay, to: addDays(firstDay, DAYS - 1) };
      return [
        {
          title: `The store after ${options.rows.toLocaleString('en-GB')} events`,
          how:
            `${DAYS} days of page views over 200 pages and a tenth as many visits. Reference: the same events in a plain SQLite table ` +
            '(row id, names and properties as text, one index for ids, one for questions), asked by plain SQL that hides nobody.',
          columns: ['Askfirst', 'plain table'],
          rows: [
            { what: 'on disk', unit: 'bytes/event', values: bytes.map((size) => [size / options.rows]) },
            { what: `closing ${DAYS} days, once`, unit: 'ms', values: [[closingMs], undefined] },
            ...(await measureReports(collector, plain, { runs: options.runs, range })),
          ],
        },
      ];
    } finally {
      await collector.close();
    }
  } finally {
    plain.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(
  dataFolder: string,
  plain: Database.Database,
  { firstDay, rows }: { readonly firstDay: string; readonly rows: number },
): Promise<void> {
  const store = openSqliteStore({ folder: dataFolder });
  const insert = plain.prepare(
    'INSERT INTO event (site, day, metric, id, properties, first) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertAll = plain.transaction((events: readonly WireEvent[]) => {
    for (const { day, metric, id, properties, first } of events)
      insert.run(SITE, day, metric, id, JSON.stringify(properties), first ? 1 : 0);
  });
  for (let made = 0; made < rows; made += APPEND_EVENTS) {
    const day = addDays(firstDay, Math.floor((made * DAYS) / rows));
    const events = Array.from({ length: Math.min(APPEND_EVENTS, rows - made) }, (_, at) => makeEvent(day, made + at));
    await store.append(SITE, events);
    insertAll(events);
  }
  await store.close();
}

/** Pages as people read them: a few often, most seldom. Every eleventh event is a visit. */
function makeEvent(day: string, number: number): WireEvent {
  const id = randomBytes(16).toString('hex');
  if (number % 11 === 0) {
    const age = ['new', 'week', 'month', 'quarter', 'older'][number % 5] ?? 'new';
    const properties = { week: number % 3 === 0, month: number % 7 === 0, age };
    return { metric: 'visit.day', day, id, properties, first: true };
  }
  const page = Math.floor(200 * Math.random() ** 3);
  const path = `/guides/page-${String.fromCharCode(97 + (page % 20), 97 + Math.floor(page / 20))}`;
  return { metric: 'page.view', day, id, properties: { path }, ...(Math.random() < 0.7 ? { first: true } : {}) };
}

async function measureReports(
  collector: Collector,
  plain: Database.Database,
  { runs, range }: { readonly runs: number; readonly range: { readonly from: string; readonly to: string } },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, sql } of REPORTS) {
    const ours: number[] = [];
    const theirs: number[] = [];
    const query = plain.prepare(sql);
    const search = new URLSearchParams({ site: SITE, ...range });
    for (let run = 0; run < runs; run += 1) {
      const startedAtMs = performance.now();
      const answer = await collector.admin.fetch(
        new Request(`http://localhost:4101/reports/${name}?${search}`, {
          headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
        }),
      );
      const text = await answer.text();
      ours.push(performance.now() - startedAtMs);
      // A report without numbers would be fast for the wrong reason.
      if (!answer.ok || !/"count":[1-9]/.test(text)) throw new Error(`${name}: ${answer.status} ${text.slice(0, 300)}`);
      const queriedAtMs = performance.now();
      query.all();
      theirs.push(performance.now() - queriedAtMs);
    }
    rows.push({ what: `report ${name}, ${DAYS} closed days`, unit: 'ms', values: [ours, theirs] });
  }
  return rows;
}
