/** The files that are written where they are called, without a thread: the ledger and people's answers. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type LedgerEntry, NO_HASH, toEntryHash } from '../../../collector/store/ledger.ts';
import type { PreferenceStore } from '../../../collector/store/preference-store.ts';
import { type Connection, openConnection } from '../../../collector/store/sqlite/connection.ts';
import { openLedger } from '../../../collector/store/sqlite/open-ledger.ts';
import { openPreferences } from '../../../collector/store/sqlite/open-preferences.ts';
import { type Fault, toFaulty } from './faulty-connection.ts';

const SITE = 'https://shop.example/askfirst';
const DAY = '2026-11-20';
const MONTH = '2026-11';

// A folder and a file for every operation there is.
vi.setConfig({ testTimeout: 240_000 });

/** Opens a store again and again, each time with another operation that fails, until none does. */
function failEach<Store extends { close(): void }>(
  open: (folder: string, openFile: (path: string) => Connection) => Store,
  check: (round: {
    readonly failAt: number;
    /** Undefined where already opening failed. */
    readonly store: Store | undefined;
    /** Nothing fails any more. */
    mend(): void;
    /** The same file by another connection, as after a restart. */
    reopen(): Store;
  }) => void,
): number {
  for (let failAt = 1; ; failAt++) {
    const folder = mkdtempSync(join(tmpdir(), 'askfirst-nth-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const fault: Fault = { failAt, ran: 0 };
    const opened: Store[] = [];
    let connection: Connection | undefined;
    const openFile = (path: string) => {
      connection = openConnection(path);
      return toFaulty(connection, fault);
    };
    try {
      opened.push(open(folder, openFile));
    } catch {
      // The process would not start, and its end would close the file.
      connection?.close();
    }
    const reopen = () => {
      const store = open(folder, openConnection);
      opened.push(store);
      return store;
    };
    let isOver = false;
    const mend = () => {
      isOver = fault.ran < failAt;
      fault.failAt = 0;
    };
    check({ failAt, store: opened[0], mend, reopen });
    for (const store of opened) store.close();
    if (isOver) return failAt - 1;
  }
}

/** Did it take it? */
function attempt(write: () => void): boolean {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}

describe('whichever operation on a file of its own fails', () => {
  it('P10 the ledger has what it took and nothing of what it did not, in one chain', () => {
    const entry = (content: string): Omit<LedgerEntry, 'number'> => ({ day: DAY, kind: 'notice', content });
    const groups = [[entry('a'), entry('b')], [entry('c')]];
    const request = { month: MONTH, kind: 'erasure', state: 'final', named: '1–9', found: '1–9' } as const;
    const head = { site: SITE, day: DAY, size: 3, hash: 'ab'.repeat(32), jws: 'signed' };
    const failures = failEach(openLedger, ({ failAt, store, mend, reopen }) => {
      const takes = groups.map((group) => store !== undefined && attempt(() => store.append(SITE, group)));
      const isLogged = store !== undefined && attempt(() => store.logRequest(SITE, request));
      const hasHead = store !== undefined && attempt(() => store.putHead(head));
      mend();
      const again = reopen();
      // A group that failed is absent as a whole, and so may be appended again.
      for (const [at, group] of groups.entries()) {
        for (const { kind, content } of group)
          expect([failAt, content, again.has(SITE, kind, content)]).toEqual([failAt, content, takes[at]]);
      }
      const counts = again.readRequests(SITE, MONTH)?.counts ?? {};
      expect([failAt, counts, again.readHeads(SITE, 9).length]).toEqual([
        failAt,
        isLogged ? { erasure: 1 } : {},
        hasHead ? 1 : 0,
      ]);
      for (const [at, group] of groups.entries()) if (!takes[at]) again.append(SITE, group);
      again.logRequest(SITE, request);
      again.putHead(head);
      const order = [...groups.filter((_, at) => takes[at]), ...groups.filter((_, at) => !takes[at])].flat();
      const chain = order.reduce((hash, one, at) => toEntryHash(hash, SITE, { ...one, number: at + 1 }), NO_HASH);
      expect([failAt, again.end(SITE)]).toEqual([failAt, { size: 3, hash: chain }]);
      expect([failAt, again.readHeads(SITE, 9).length]).toEqual([failAt, 1]);
    });
    console.log(`n-th operation: ${failures} of the ledger's operations failed, each once`);
    expect(failures).toBeGreaterThan(15);
  });

  it('P4 an answer that was taken stands, one that failed is whole or absent, and saying it again makes it so', () => {
    const [ana, rui, told, other] = [1, 2, 3, 4].map((byte) => new Uint8Array(32).fill(byte)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const yes = { scope: 2, purposes: ['improve', 'shop'] };
    const sayYes = (store: PreferenceStore) => store.write(SITE, ana, yes, told);
    const sayNo = (store: PreferenceStore) => store.write(SITE, ana, undefined);
    const failures = failEach(openPreferences, ({ failAt, store, mend, reopen }) => {
      const isTaken = (say: (open: PreferenceStore) => void) => store !== undefined && attempt(() => say(store));
      const [saidYes, saidOther, saidNo] = [
        isTaken(sayYes),
        isTaken((open) => open.write(SITE, rui, yes, other)),
        isTaken(sayNo),
      ];
      mend();
      const again = reopen();
      const label = { failAt, saidYes, saidOther, saidNo };
      if (saidNo) expect([label, again.read(SITE, ana)]).toEqual([label, undefined]);
      else expect([undefined, yes]).toContainEqual(again.read(SITE, ana));
      if (saidOther) expect([label, again.read(SITE, rui)]).toEqual([label, yes]);
      else expect([undefined, yes]).toContainEqual(again.read(SITE, rui));
      // Said again, as the browser does that had no answer.
      again.write(SITE, rui, yes, other);
      sayNo(again);
      // And the first yes on a way that was slow: what was told once does not undo a no that came between.
      if (saidYes) sayYes(again);
      expect([label, again.read(SITE, ana), again.read(SITE, rui), again.count(SITE)]).toEqual([
        label,
        undefined,
        yes,
        1,
      ]);
    });
    console.log(`n-th operation: ${failures} of the operations on people's answers failed, each once`);
    expect(failures).toBeGreaterThan(15);
  });
});
