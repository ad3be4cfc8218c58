import type { Mutant } from '../mutant.ts';

const ERASE = 'test/collector/rights/erase.test.ts';
const REPLAY = 'test/collector/rights/replay.test.ts';
const BACKUP = 'test/collector/rights/backup.test.ts';
const LEDGER = 'test/collector/rights/ledger.test.ts';
const TABLES = 'test/collector/rights/every-table.test.ts';

/** Edits that show or erase what is somebody else's, or leave what is one's own (P8). */
export const OWN_DATA_MUTANTS: Mutant[] = [
  {
    id: 'rights-take-an-id-for-a-handle',
    promise: 'P8',
    file: 'collector/receive/parse-rights.ts',
    from: "  return createHash('sha256')\n    .update(bytes)\n    .digest('hex')\n    .slice(0, HANDLE_BYTES * 2);",
    to: "  return Buffer.from(bytes).toString('hex');",
    test: ERASE,
    name: 'T-74',
  },
  {
    id: 'rights-reach-across-sites',
    promise: 'P8',
    file: 'collector/store/sqlite/find-named.ts',
    from: '    const site = numberOf(siteName);',
    to: "    const site = (connection.prepare('SELECT min(site) AS id FROM events').get() as { id: number }).id;",
    test: ERASE,
    name: 'does not reach the same event on another site',
  },
  {
    id: 'rights-forget-reserve-handles',
    promise: 'P8',
    file: 'collector/store/sqlite/find-named.ts',
    from: '        look(next.day, next.metric, ids);\n',
    to: '',
    test: ERASE,
    name: 'finds reserve handles',
  },
];

/** Edits that let erased events or grants come back (P9). */
export const ERASED_MUTANTS: Mutant[] = [
  {
    id: 'batches-bring-back-what-was-erased',
    promise: 'P9',
    file: 'collector/store/sqlite/write-group.ts',
    from: "      if (tombstones.read(siteName, 'event', event.id)) {",
    to: "      if (tombstones.read(siteName, 'event', event.id) === undefined && siteName === '') {",
    test: ERASE,
    name: 'T-68',
  },
  {
    id: 'unknown-ids-are-not-barred',
    promise: 'P9',
    file: 'collector/store/sqlite/tombstones.ts',
    from: '!isFound && ofUnknown >= maxUnknown) continue;',
    to: '!isFound) continue;',
    test: ERASE,
    name: 'T-68',
  },
  {
    id: 'a-request-leaves-no-mark',
    promise: 'P9',
    file: 'collector/store/sqlite/tombstones.ts',
    from: '    if (barred.length > 0) putMark.run(randomBytes(16));\n',
    to: '',
    test: REPLAY,
    name: 'crash broke off',
  },
  {
    id: 'asking-again-takes-less-time',
    promise: 'P8',
    file: 'collector/store/sqlite/tombstones.ts',
    from: '    if (barred.length > 0) putMark',
    to: '    if (barred.some(({ isFound }) => isFound)) putMark',
    test: 'test/collector/store/tombstones.test.ts',
    name: 'T-71',
  },
  {
    id: 'withdrawn-grants-come-back',
    promise: 'P9',
    file: 'collector/store/sqlite/write-group.ts',
    from: "        if (tombstones.read(job.site, 'consent', record.receiptKey)) return false;\n",
    to: '',
    test: ERASE,
    name: 'P9 removes the record',
  },
  {
    id: 'tombstones-are-not-applied-at-the-start',
    promise: 'P9',
    file: 'collector/rights/start-replay.ts',
    from: '    const removed = await store.replayErasures();',
    to: '    const removed = 0;',
    test: REPLAY,
    name: 'P9 T-69 what was erased',
  },
  {
    id: 'a-later-erasure-hides-one-that-was-broken-off',
    promise: 'P9',
    file: 'collector/store/sqlite/erase.ts',
    from: '    if ((readMark(events) ?? NO_MARK).equals(markBefore)) putMark',
    to: '    if (markBefore.length >= 0) putMark',
    test: REPLAY,
    name: 'crash broke off',
  },
  {
    id: 'a-restore-forgets-newer-tombstones',
    promise: 'P9',
    file: 'collector/rights/backup/restore-backup.ts',
    from: '      if (!existsSync(path)) continue;',
    to: '      if (path !== into) continue;',
    test: BACKUP,
    name: 'T-69',
  },
  {
    id: 'cells-count-what-was-erased-meanwhile',
    promise: 'P9',
    file: 'collector/store/sqlite/write-group.ts',
    from: '        if (job.rows !== undefined && countRows(site, day) !== job.rows) return false;\n',
    to: '',
    test: REPLAY,
    name: 'publishes nothing',
  },
  {
    id: 'erased-bytes-stay-in-the-log',
    promise: 'P9',
    file: 'collector/store/sqlite/erase.ts',
    from: "  connection.pragma('wal_checkpoint(TRUNCATE)');\n",
    to: '',
    test: BACKUP,
    name: 'no byte of what was erased',
  },
  {
    id: 'salts-outlive-their-records',
    promise: 'P9',
    file: 'collector/store/sqlite/erase.ts',
    from: '    deleteSalt.run(site, site, key);\n    return deleteConsent.run(site, key).changes;',
    to: '    return deleteConsent.run(site, Buffer.alloc(key.length)).changes;',
    test: TABLES,
  },
];

/** Edits after which proof proves nothing (P12). */
export const PROOF_MUTANTS: Mutant[] = [
  {
    id: 'tallies-can-be-forged',
    promise: 'P12',
    file: 'collector/rights/tally.ts',
    from: ' || !timingSafeEqual(given, right)) return undefined;',
    to: ') return undefined;',
    test: ERASE,
    name: 'P12 takes no tally',
  },
  {
    id: 'tallies-fit-any-part',
    promise: 'P12',
    file: 'collector/rights/tally.ts',
    from: ' || data.part !== expected.part) {',
    to: ') {',
    test: ERASE,
    name: 'P12 takes no tally',
  },
  {
    id: 'certificates-forget-an-earlier-try',
    promise: 'P12',
    file: 'collector/store/sqlite/erase.ts',
    from: '        erasedBefore: erasedBefore.length,',
    to: '        erasedBefore: 0,',
    test: ERASE,
    name: 'P12 tells the truth',
  },
  {
    id: 'the-ledger-takes-any-order',
    promise: 'P12',
    file: 'collector/store/ledger.ts',
    from: "createHash('sha256').update(Buffer.from(before, 'hex')).update(JSON.stringify(values))",
    to: "createHash('sha256').update(JSON.stringify(before === '' ? before : values))",
    test: LEDGER,
    name: 'written anew',
  },
  {
    id: 'a-kept-head-is-not-compared',
    promise: 'P12',
    file: 'collector/rights/ledger/verify-ledger.ts',
    from: 'for (const head of [...rows.heads, ...kept])',
    to: 'for (const head of [...rows.heads, ...kept.slice(kept.length)])',
    test: LEDGER,
    name: 'cut off',
  },
  {
    id: 'altered-consents-pass',
    promise: 'P12',
    file: 'collector/rights/ledger/verify-ledger.ts',
    from: "    if (!commitments.has(toCommitment(salt, record).toString('hex'))) {",
    to: "    if (!commitments.has(toCommitment(salt, record).toString('hex')) && record.day === '') {",
    test: LEDGER,
    name: 'altered after their day',
  },
];
