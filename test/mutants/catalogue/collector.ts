import type { Mutant } from '../mutant.ts';

const EVENTS = 'test/collector/receive/events.test.ts';
const BAD_INPUT = 'test/collector/receive/bad-input.test.ts';
const GROUPS = 'test/collector/store/group-commit.test.ts';
const SUITE = 'test/collector/store/sqlite.test.ts';
const NIGHT = 'test/collector/store/nightly/nightly-pass.test.ts';
const JUDGE = 'collector/receive/judge.ts';
const RECEIVE = 'collector/receive/receive-events.ts';
const ORIGIN = 'collector/receive/require-same-origin.ts';
const WRITE = 'collector/store/sqlite/write-group.ts';

/** Edits that let in what does not come from a page of the site itself, or that answer another origin. */
export const FIRST_PARTY_MUTANTS: Mutant[] = [
  {
    id: 'collector-takes-posts-of-sister-sites',
    promise: 'P5',
    file: ORIGIN,
    from: "if (fetchSite !== 'same-origin') throw",
    to: "if (fetchSite === 'cross-site') throw",
    test: BAD_INPUT,
    name: 'T-99',
  },
  {
    id: 'collector-takes-posts-without-any-origin',
    promise: 'P5',
    file: ORIGIN,
    from: "} else if (incoming.header('origin') !== siteOrigin) {",
    to: "} else if ((incoming.header('origin') ?? siteOrigin) !== siteOrigin) {",
    test: BAD_INPUT,
    name: 'T-99',
  },
  {
    id: 'collector-takes-navigations',
    promise: 'P5',
    file: ORIGIN,
    from: "if (incoming.header('sec-fetch-mode') === 'navigate' && !allowsNavigation) {",
    to: "if (incoming.header('sec-fetch-mode') === 'never') {",
    test: BAD_INPUT,
    name: 'T-99',
  },
];

/** Edits that let the collector store what was not reviewed, has expired or was not agreed to. */
export const ADMISSION_MUTANTS: Mutant[] = [
  {
    id: 'collector-stores-undeclared-properties',
    promise: 'P6',
    file: JUDGE,
    from: '  if (!verdict.ok) return verdict.reason;\n  // A session',
    to: '  // A session',
    test: EVENTS,
    name: 'P6',
  },
  {
    id: 'collector-stores-what-came-after-the-agreed-scope',
    promise: 'P6',
    file: JUDGE,
    from: "if (rule.since > batch.scope) return 'not-in-agreed-scope';",
    to: '',
    test: EVENTS,
    name: 'P6',
  },
  {
    id: 'collector-believes-any-scope-number',
    promise: 'P6',
    file: RECEIVE,
    from: "if (batch.scope > loaded.registry.scope) throw new Problem('scope-unknown');",
    to: '',
    test: EVENTS,
    name: 'P6',
  },
  {
    id: 'collector-stores-purposes-not-granted',
    promise: 'P6',
    file: JUDGE,
    from: "if (!batch.purposes.has(rule.purpose)) return 'purpose-not-granted';",
    to: '',
    test: EVENTS,
    name: 'P6',
  },
  {
    id: 'collector-forgets-that-metrics-expire',
    promise: 'P6',
    file: JUDGE,
    from: 'checkEvent(event, registry, window.today)',
    to: "checkEvent(event, registry, '1970-01-01')",
    test: EVENTS,
    name: 'P6',
  },
  {
    id: 'collector-keeps-the-old-registry-after-a-reload',
    promise: 'P6',
    file: 'collector/collector.ts',
    from: '      inForce = putInForce();\n',
    to: '      putInForce();\n',
    test: EVENTS,
    name: 'P6',
  },
  {
    id: 'collector-stores-a-session-nobody-reviewed',
    promise: 'P7',
    file: JUDGE,
    from: "if (isSession && rule.linkage !== 'session') return 'event-malformed';",
    to: '',
    test: EVENTS,
    name: 'P7',
  },
  {
    id: 'collector-stores-hours-where-only-days-were-agreed',
    promise: 'P7',
    file: JUDGE,
    from: "if (event.hour !== undefined && rules.timePrecision !== 'hour') return 'event-malformed';",
    to: '',
    test: EVENTS,
    name: 'P6',
  },
];

/** Edits after which a 202 no longer means that each event is on the disk, once. */
export const DURABILITY_MUTANTS: Mutant[] = [
  {
    id: 'collector-answers-before-the-commit',
    promise: 'P10',
    file: RECEIVE,
    from: '(await parts.store.append(site.name, accepted, drops).catch(refuse)).dropped',
    to: '(parts.store.append(site.name, accepted, drops).catch(() => undefined), [])',
    test: EVENTS,
    name: 'P10',
  },
  {
    id: 'store-does-not-sync-the-log',
    promise: 'P10',
    file: 'collector/store/sqlite/connection.ts',
    from: "connection.pragma('synchronous = FULL');",
    to: "connection.pragma('synchronous = NORMAL');",
    test: 'test/collector/store/sqlite-guards.test.ts',
    name: 'T-79',
  },
  {
    id: 'store-keeps-half-of-a-group-that-failed',
    promise: 'P10',
    file: WRITE,
    from: "if (connection.inTransaction) connection.exec('ROLLBACK');",
    to: "if (connection.inTransaction) connection.exec('COMMIT');",
    test: GROUPS,
    name: 'T-83',
  },
  {
    id: 'store-remembers-names-that-were-rolled-back',
    promise: 'P10',
    file: WRITE,
    from: '      numbers.clear();\n',
    to: '',
    test: GROUPS,
    name: 'T-83',
  },
  {
    id: 'store-acknowledges-a-group-that-failed',
    promise: 'P10',
    file: WRITE,
    from: 'return jobs.map(() => ({ ok: false, message: undo(connection) ?? message }));',
    to: 'undo(connection); return jobs.map(() => ({ ok: message !== "", value: { dropped: [] }, message }));',
    test: GROUPS,
    name: 'T-83',
  },
  {
    id: 'store-takes-a-known-id-for-a-fault',
    promise: 'P10',
    file: WRITE,
    from: 'INSERT OR IGNORE INTO events',
    to: 'INSERT INTO events',
    test: SUITE,
    name: 'P10',
  },
  {
    id: 'store-counts-a-repeated-event-again',
    promise: 'P10',
    file: WRITE,
    from: "Buffer.from(event.id, 'hex'),",
    to: "Buffer.from(event.id.slice(2) + Math.floor(Math.random() * 240 + 16).toString(16), 'hex'),",
    test: EVENTS,
    name: 'T-31',
  },
  {
    id: 'store-forgets-what-waits-when-it-closes',
    promise: 'P10',
    file: 'collector/store/sqlite/group-commit.ts',
    from: '      if (busy) {\n',
    to: '      if (busy && closed === undefined) {\n',
    test: SUITE,
    name: 'before it was told to close',
  },
  {
    id: 'store-answers-a-group-for-another-thread',
    promise: 'P10',
    file: 'collector/store/sqlite/open-writer.ts',
    from: '      if (worker !== started) return;\n      worker = undefined;',
    to: '      if (worker === started) worker = undefined;',
    test: 'test/collector/store/dying-threads.test.ts',
    name: 'P10 and only its own group fails',
  },
];

/** Edits after which an event is lost and nobody can know. */
export const SILENCE_MUTANTS: Mutant[] = [
  {
    id: 'collector-forgets-what-browsers-report-as-dropped',
    promise: 'P11',
    file: RECEIVE,
    from: 'counts: addUp(batch.drops, dropped)',
    to: 'counts: addUp(NO_DROPS, dropped)',
    test: 'test/collector/drops.test.ts',
  },
  {
    id: 'store-does-not-count-what-it-drops-itself',
    promise: 'P11',
    file: WRITE,
    from: '    for (const { reason } of dropped) sums.set(reason, (sums.get(reason) ?? 0) + 1);\n',
    to: '',
    test: 'test/collector/drops.test.ts',
  },
  {
    id: 'store-buries-what-comes-for-a-closed-day',
    promise: 'P11',
    file: WRITE,
    from: "        dropped.push({ id: event.id, reason: 'outside-clock-window' });\n",
    to: '',
    test: SUITE,
    name: 'drops what comes for it afterwards',
  },
  {
    id: 'collector-gives-no-reason-for-malformed-events',
    promise: 'P11',
    file: JUDGE,
    from: 'if (reason !== undefined) dropped.push({ id: idOf(value), reason });',
    to: "if (reason !== undefined) { if (reason !== 'event-malformed') dropped.push({ id: idOf(value), reason }); }",
    test: EVENTS,
    name: 'T-93',
  },
];

/** Edits after which the files tell in which order or company events came. */
export const NIGHTLY_MUTANTS: Mutant[] = [
  {
    id: 'report-on-drops-shows-small-counts',
    promise: 'P7',
    file: 'collector/reports/drops.ts',
    from: 'Math.floor(count / k) * k',
    to: 'count',
    test: 'test/collector/drops.test.ts',
  },
  {
    id: 'copies-made-before-an-upgrade-are-kept-for-good',
    promise: 'P9',
    file: 'collector/store/sqlite/open-sqlite-store.ts',
    from: '    removeOldCopies(folder, now());\n',
    to: '',
    test: 'test/collector/store/migrations.test.ts',
    name: 'P9',
  },
  {
    id: 'nightly-pass-keeps-names-in-order-of-first-sight',
    promise: 'P7',
    file: 'collector/store/sqlite/fair-copy.ts',
    from: '    if (areNamesInOrder(source)) {\n',
    to: '    if (areNamesInOrder(source) || source.open) {\n',
    test: NIGHT,
    name: 'leaves the same bytes',
  },
  {
    id: 'nightly-pass-leaves-what-pages-held-before',
    promise: 'P7',
    file: 'collector/store/sqlite/fair-copy.ts',
    from: "  connection.pragma('secure_delete = ON');\n",
    to: '',
    test: NIGHT,
    name: 'leaves the same bytes',
  },
  {
    id: 'nightly-pass-forgets-the-consents',
    promise: 'P7',
    file: 'collector/store/sqlite/open-sqlite-store.ts',
    from: 'for (const file of STORE_FILES) await tidyFile(',
    to: 'for (const file of STORE_FILES.slice(0, 1)) await tidyFile(',
    test: NIGHT,
    name: 'leaves the same bytes',
  },
  {
    id: 'nightly-pass-is-held-on-the-first-night-only',
    promise: 'P7',
    file: 'collector/each-night.ts',
    from: 'last === day || hour',
    to: 'last !== undefined || hour',
    test: 'test/collector/nightly.test.ts',
  },
  {
    id: 'nightly-pass-loses-what-came-meanwhile',
    promise: 'P10',
    file: 'collector/store/sqlite/file-set.ts',
    from: '    applyChanges(connection, pathOf(file));\n',
    to: '',
    test: NIGHT,
    name: 'P10 loses nothing that is stored',
  },
  {
    id: 'nightly-pass-takes-the-file-from-under-a-reader',
    promise: 'P10',
    file: 'collector/store/sqlite/file-set.ts',
    from: '    if (!leaveLog(connection)) return false;\n',
    to: '    leaveLog(connection);\n',
    test: NIGHT,
    name: 'does not take the file from under',
  },
];
