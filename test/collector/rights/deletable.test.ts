import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { run } from '../command/terminal.ts';
import { BASE, makeFolder, openCollector, TODAY } from '../receive/open-collector.ts';
import { consentOf, erase, ownEvent, toHeld } from './claimant.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

it('UI-D6 P12 a withdrawal takes what leads from a receipt to anything; the ledger stays whole, the anonymous counts stay', async () => {
  const open = openCollector();
  const [mine, other] = [await consentOf(open), await consentOf(open)];
  expect((await open.post('consent', mine.body)).status).toBe(201);
  const { receipt } = (await (await open.post('consent', other.body)).json()) as { receipt: string };
  const own = Array.from({ length: 12 }, () => ownEvent({ first: true }));
  await open.postEvents(own.map(({ event }) => event));
  open.clock.nowMs += 6 * DAY_MS;
  await open.collector.closeDays();
  const published = await open.collector.store.readCells(BASE, 'page.view', TODAY, TODAY);
  expect(published).toMatchObject([{ count: 12, firsts: 12 }]);

  const isInFiles = (bytes: Buffer) =>
    readdirSync(open.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(open.folder, name))
      .some((path) => statSync(path).isFile() && readFileSync(path).includes(bytes));
  const key = Buffer.from(mine.body.receiptKey, 'base64url');
  expect(isInFiles(key)).toBe(true);
  const withdrawn = await erase(open, toHeld(own), { kind: 'withdraw', receiptSecret: mine.receiptSecret });
  expect(withdrawn.state).toBe('final');
  await open.collector.store.tidy();
  // Nothing names the receipt any more; the other one is still named.
  expect(isInFiles(key)).toBe(false);
  expect(isInFiles(Buffer.from(other.body.receiptKey, 'base64url'))).toBe(true);
  // How many agreed that day, and how many looked, can still be told, of nobody.
  expect(await open.collector.store.readCells(BASE, 'page.view', TODAY, TODAY)).toEqual(published);
  await open.collector.close();
  const consents = openReadConnection(join(open.folder, 'consents.sqlite'));
  const count = (table: string) => consents.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([count('consents'), count('salts'), count('commitments')]).toEqual([1, 1, 2]);
  consents.close();

  const kept = join(makeFolder(), 'receipt.txt');
  writeFileSync(kept, receipt);
  const verified = await run(['ledger', 'verify', '--data', open.folder, '--head', kept], {
    today: TODAY,
    home: '/nowhere',
  });
  expect(verified).toMatchObject({ code: 0, err: '' });
});
