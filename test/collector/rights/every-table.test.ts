import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERASURE_BY_TABLE } from '../../../collector/store/erasure-handlers.ts';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { openPreferences } from '../../../collector/store/sqlite/open-preferences.ts';
import { openCollector } from '../receive/open-collector.ts';
import { consentOf, erase, ownEvent, toHeld } from './claimant.ts';

/** Tables of all databases in a folder in which any of the bytes occur. */
function tablesWith(folder: string, secrets: readonly Buffer[]): { all: string[]; holding: string[] } {
  const all: string[] = [];
  const holding = new Set<string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.sqlite'))) {
    if (file === 'in-use.sqlite') continue;
    const connection = openReadConnection(join(folder, file));
    const tables = connection.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const table of tables) {
      all.push(table);
      for (const row of connection.prepare(`SELECT * FROM ${table}`).raw().iterate() as Iterable<unknown[]>) {
        const bytes = row.map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))));
        if (bytes.some((value) => secrets.some((secret) => value.includes(secret)))) holding.add(table);
      }
    }
    connection.close();
  }
  return { all: all.sort(), holding: [...holding].sort() };
}

describe('every table', () => {
  it('P9 that can hold what a visitor sent has an erasure handler, and after an erasure none holds it', async () => {
    const open = openCollector();
    openPreferences(open.folder).close();
    const mine = ownEvent({ properties: { path: '/a-planted-path' } });
    await open.postEvents([mine.event]);
    const { body, receiptSecret } = await consentOf(open);
    await open.post('consent', body);
    await open.post('access', { held: toHeld([mine]), receiptSecret });
    await open.collector.closeDays();
    const secrets = [
      Buffer.from(mine.event.id, 'hex'),
      Buffer.from(mine.event.id),
      Buffer.from('a-planted-path'),
      Buffer.from(mine.handle),
      Buffer.from(mine.handle, 'base64url'),
      Buffer.from(body.receiptKey, 'base64url'),
      Buffer.from(receiptSecret, 'base64url'),
    ];
    const before = tablesWith(open.folder, secrets);
    // A table that is new and on no list fails here: say what an erasure does with it, and do it.
    expect(before.all).toEqual(Object.keys(ERASURE_BY_TABLE).sort());
    const handled = (table: string) => ERASURE_BY_TABLE[table]?.rows === 'removed';
    expect(before.holding.filter((table) => !handled(table))).toEqual([]);
    expect(before.holding).toEqual(['consents', 'events']);

    await erase(open, toHeld([mine]), { kind: 'withdraw', receiptSecret });
    const after = tablesWith(open.folder, secrets);
    expect(after.holding).toEqual([]);
  });
});
