import { createHash, randomBytes } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMerkleRoot } from '../../../collector/rights/ledger/merkle-root.ts';
import { type Connection, openConnection } from '../../../collector/store/sqlite/connection.ts';
import { run } from '../command/terminal.ts';
import { BASE, makeFolder, type OpenCollector, openCollector } from '../receive/open-collector.ts';
import { consentOf, erase, readSigned } from './claimant.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const runCommand = (...words: string[]) => run(words, { today: '2026-11-21', home: '/nowhere' });
const verify = (folder: string, ...more: string[]) => runCommand('ledger', 'verify', '--data', folder, ...more);

/** Changes a closed ledger by hand, as somebody with the file would. */
function tamper(folder: string, file: string, change: (connection: Connection) => void): void {
  const connection = openConnection(join(folder, file));
  const triggers = connection
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all();
  for (const name of triggers) connection.exec(`DROP TRIGGER ${name}`);
  change(connection);
  connection.close();
}

async function agree(open: OpenCollector): Promise<{ readonly receipt: string; readonly receiptSecret: string }> {
  const { body, receiptSecret } = await consentOf(open);
  const response = await open.post('consent', body);
  expect(response.status).toBe(201);
  return { receiptSecret, receipt: ((await response.json()) as { receipt: string }).receipt };
}

describe('the ledger', () => {
  let folder = '';
  let receipts: readonly string[] = [];
  let head = '';
  const undo: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    const open = openCollector({}, (step) => void undo.push(step));
    folder = open.folder;
    const given: string[] = [];
    for (let day = 0; day < 4; day++) {
      for (let yes = 0; yes < 3; yes++) given.push((await agree(open)).receipt);
      open.clock.nowMs += DAY_MS;
      await open.collector.closeDays();
    }
    const page = await (await open.get('privacy')).text();
    head = /<pre>(eyJ[\w.-]+)<\/pre>/.exec(page)?.[1] ?? '';
    expect(await (await open.get('ledger.atom')).text()).toContain(head);
    const manifest = (await (await open.get('manifest.json')).json()) as { ledgerHead: { jws: string } };
    expect(manifest.ledgerHead.jws).toBe(head);
    receipts = given;
    await open.collector.close();
  });

  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });

  /** A copy, to be spoilt. */
  const spoil = (file: string, change: (connection: Connection) => void): string => {
    const copy = makeFolder();
    cpSync(folder, copy, { recursive: true });
    tamper(copy, file, change);
    return copy;
  };
  const keep = (text: string): string => {
    const path = join(makeFolder(), 'kept.txt');
    writeFileSync(path, text);
    return path;
  };

  it('P12 is consistent, and says how far that reaches: nowhere without a kept head', async () => {
    const without = await verify(folder);
    expect([without.code, without.out]).toEqual([
      0,
      expect.stringContaining('Without a head that somebody kept it cannot be told'),
    ]);
    const kept = await verify(folder, '--head', keep(head));
    expect([kept.code, kept.out]).toEqual([0, expect.stringContaining('was changed')]);
    expect((await verify(folder, '--head', keep(receipts[11] ?? ''))).code).toBe(0);
  });

  it.each<[string, (connection: Connection) => void]>([
    ['altered', (to) => to.exec("UPDATE entries SET content = replace(content, '0', '1') WHERE number = 3")],
    ['deleted', (to) => to.exec('DELETE FROM entries WHERE number = 3')],
    [
      'reordered',
      (to) =>
        to.exec(
          'UPDATE entries SET number = -1 WHERE number = 3; UPDATE entries SET number = 3 WHERE number = 4; UPDATE entries SET number = 4 WHERE number = -1',
        ),
    ],
    ['dated back', (to) => to.exec('UPDATE entries SET day = day - 1 WHERE number = 3')],
  ])('P12 T-76 finds an entry that was %s, without any head', async (_, change) => {
    const { code, err } = await verify(spoil('ledger.sqlite', change));
    expect([code, err]).toEqual([1, expect.stringContaining('Entry 3')]);
  });

  it('P12 T-76 finds a ledger that was cut off, or written anew, by a head that somebody kept', async () => {
    const cut = spoil('ledger.sqlite', (to) =>
      to.exec('DELETE FROM entries WHERE number > 4; DELETE FROM heads WHERE size > 4'),
    );
    expect((await verify(cut)).code).toBe(0);
    for (const kept of [head, receipts[11] ?? '']) {
      expect((await verify(cut, '--head', keep(kept))).err).toContain('the end was cut off');
    }
    const anew = spoil('ledger.sqlite', (to) => {
      let before: Buffer = Buffer.alloc(32);
      const rows = to.prepare('SELECT * FROM entries ORDER BY number').all() as {
        number: number;
        kind: string;
        content: string;
        day: number;
      }[];
      for (const { number, day, kind, content } of rows) {
        const text = number === 1 ? content.replace('"scope":1', '"scope":7') : content;
        const values = [BASE, number, new Date(day * DAY_MS).toISOString().slice(0, 10), kind, text];
        before = createHash('sha256').update(before).update(JSON.stringify(values)).digest();
        to.prepare('UPDATE entries SET content = ?, hash = ? WHERE number = ?').run(text, before, number);
      }
      to.exec('DELETE FROM heads');
    });
    expect((await verify(anew)).code).toBe(0);
    expect((await verify(anew, '--head', keep(head))).err).toContain('does not fit');
  });

  it('P12 finds consents that were added, deleted or altered after their day', async () => {
    const consents = (change: string) => spoil('consents.sqlite', (to) => to.exec(change));
    const added = spoil('consents.sqlite', (to) =>
      to.prepare('INSERT INTO commitments SELECT site, min(day), ? FROM commitments').run(randomBytes(32)),
    );
    expect((await verify(added)).err).toContain('are not those that were entered');
    const deleted = consents('DELETE FROM commitments WHERE commitment = (SELECT min(commitment) FROM commitments)');
    expect((await verify(deleted)).err).toContain('are not those that were entered');
    const altered = consents("UPDATE consents SET purposes = 'improve shop'");
    expect((await verify(altered)).err).toContain('was altered after it was given');
  });

  it('P12 stays whole when a record and its salt are destroyed', async () => {
    const copy = spoil('consents.sqlite', (to) => to.exec('DELETE FROM consents; DELETE FROM salts'));
    expect((await verify(copy, '--head', keep(head))).code).toBe(0);
  });

  it('P12 stays whole after a withdrawal too, which takes record and salt', async () => {
    const open = openCollector();
    const { receiptSecret } = await agree(open);
    await agree(open);
    open.clock.nowMs += DAY_MS;
    await open.collector.closeDays();
    expect(await erase(open, [], { kind: 'withdraw', receiptSecret })).toMatchObject({ state: 'final' });
    const certified = (await (await open.post('erase', { held: [], part: 1, last: true })).json()) as {
      certificate: string;
    };
    await open.collector.close();
    expect(await verify(open.folder, '--head', keep(certified.certificate))).toMatchObject({ code: 0, err: '' });
  });

  it('T-76 refuses updates and deletions', () => {
    const copy = makeFolder();
    cpSync(folder, copy, { recursive: true });
    const connection = openConnection(join(copy, 'ledger.sqlite'));
    for (const table of ['entries', 'heads']) {
      expect(() => connection.exec(`UPDATE ${table} SET day = 1`)).toThrow('append-only');
      expect(() => connection.exec(`DELETE FROM ${table}`)).toThrow('append-only');
    }
    connection.close();
  });
});

describe('the request log', () => {
  it('S-12 tells kind, state, month and rounded counts, in a chain, and nothing of anybody', async () => {
    const open = openCollector();
    await erase(open, []);
    await erase(open, [], { kind: 'withdraw', receiptSecret: randomBytes(32).toString('base64url') });
    await open.post('access', { held: [] });
    await open.collector.close();
    const connection = openConnection(join(open.folder, 'ledger.sqlite'));
    const rows = connection.prepare('SELECT number, month, kind, state, named, found FROM requests').all();
    expect(rows).toEqual([
      { number: 1, month: '2026-11', kind: 'erasure', state: 'final', named: '0', found: '0' },
      { number: 2, month: '2026-11', kind: 'withdrawal', state: 'final', named: '0', found: '0' },
      { number: 3, month: '2026-11', kind: 'access', state: 'answered', named: '0', found: '0' },
    ]);
    connection.close();
    tamper(open.folder, 'ledger.sqlite', (to) => to.exec("UPDATE requests SET found = '1–9' WHERE number = 2"));
    expect((await verify(open.folder)).err).toContain('The request log was altered at or before its line 2');
  });

  it('enters the month, rounded, once it is over', async () => {
    const open = openCollector();
    for (let time = 0; time < 12; time++) await erase(open, []);
    open.clock.nowMs = Date.parse('2026-12-01T12:00:00Z');
    await open.collector.closeDays();
    await open.collector.closeDays();
    // No event and no consent: the site is known to the ledger by its requests and head.
    await open.collector.close();
    const connection = openConnection(join(open.folder, 'ledger.sqlite'));
    expect(connection.prepare("SELECT content FROM entries WHERE kind = 'requests'").pluck().all()).toEqual([
      expect.stringContaining('"counts":{"erasure":"10–99"}'),
    ]);
    connection.close();
  });
});

describe('receipts and certificates', () => {
  it('P12 carry the newest head of the ledger, and a receipt all that ISO/IEC TS 27560 asks', async () => {
    const open = openCollector({});
    const { receipt } = await agree(open);
    const payload = (await readSigned(open, receipt)) as Record<string, unknown>;
    expect(payload).toMatchObject({
      kind: 'receipt',
      validUntil: '2027-05-21',
      processing: [
        {
          purpose: 'improve',
          title: 'Improve this site',
          legalBasis: 'consent',
          data: expect.arrayContaining([
            { metric: 'page.view', description: 'What page.view says.', category: 'interaction', retentionDays: 180 },
          ]),
        },
      ],
      storage: {},
      recipients: [],
      privacyNotice: `${BASE}/privacy`,
      ledgerHead: { day: '2026-11-21', size: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(await erase(open, [])).toMatchObject({ ledgerHead: payload.ledgerHead });
  });

  it('P12 verify offline; one changed byte anywhere fails with a reason; retired keys still verify', async () => {
    const open = openCollector();
    const { receipt, receiptSecret } = await agree(open);
    const folder = makeFolder();
    const write = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const { code, out } = await runCommand('keys', 'rotate', '--data', open.folder);
    expect([code, out]).toEqual([0, expect.stringContaining(`${BASE} signs with`)]);
    open.collector.reload();
    const keys = write('keys.json', await (await open.get('keys.json')).text());
    expect((JSON.parse(readFileSync(keys, 'utf8')) as { keys: unknown[] }).keys).toHaveLength(2);

    const file = { kind: 'askfirst-key', version: 1, site: BASE, grants: [{ receipt, receiptSecret }], held: [] };
    const good = await runCommand('verify', write('key.json', JSON.stringify(file)), '--keys', keys);
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('The secret is that of the receipt') });
    const { receipt: second } = await agree(open);
    expect(JSON.parse(Buffer.from(second.split('.')[0] ?? '', 'base64url').toString())).not.toEqual(
      JSON.parse(Buffer.from(receipt.split('.')[0] ?? '', 'base64url').toString()),
    );
    expect((await runCommand('verify', write('second.txt', second), '--keys', keys)).code).toBe(0);

    const embedded = { receipt, ...(JSON.parse(readFileSync(keys, 'utf8')) as object) };
    const own = await runCommand('verify', write('own.json', JSON.stringify(embedded)));
    expect(own.out).toContain('compare it with keys.json');
    expect((await runCommand('verify', write('bare.txt', receipt))).err).toContain('--keys keys.json');

    for (let at = 0; at < receipt.length; at += 97) {
      const other = receipt[at] === 'A' ? 'B' : 'A';
      const spoilt = write('spoilt.txt', receipt.slice(0, at) + other + receipt.slice(at + 1));
      const verdict = await runCommand('verify', spoilt, '--keys', keys);
      expect(verdict).toMatchObject({ code: 1, err: expect.stringMatching(/altered|not among the keys/) });
    }
    const wrong = { ...file, grants: [{ receipt, receiptSecret: randomBytes(32).toString('base64url') }] };
    const stolen = await runCommand('verify', write('wrong.json', JSON.stringify(wrong)), '--keys', keys);
    expect(stolen.err).toContain('The secret is not that of the receipt');
  });
});

describe('a Merkle root', () => {
  it('is the same in any order, another for any other set, and no node passes for a value', () => {
    const values = Array.from({ length: 7 }, () => randomBytes(32).toString('hex'));
    expect(toMerkleRoot(values.toReversed())).toBe(toMerkleRoot(values));
    for (let at = 0; at < values.length; at++) {
      expect(toMerkleRoot(values.filter((_, index) => index !== at))).not.toBe(toMerkleRoot(values));
    }
    const [a = '', b = ''] = values.toSorted();
    const leaf = (hex: string) => createHash('sha256').update(Buffer.of(0)).update(Buffer.from(hex, 'hex')).digest();
    const node = createHash('sha256').update(Buffer.of(1)).update(leaf(a)).update(leaf(b)).digest('hex');
    expect(toMerkleRoot([a, b])).toBe(node);
    expect(toMerkleRoot([node])).not.toBe(node);
  });
});
