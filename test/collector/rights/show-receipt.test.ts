import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnection } from '../../../collector/store/sqlite/connection.ts';
import { run } from '../command/terminal.ts';
import { BASE, makeFolder, openCollector, pageFixture } from '../receive/open-collector.ts';
import { registryFixture } from '../receive/registry-fixture.ts';
import { consentOf, erase } from './claimant.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** As the page of the tests' site gets it. */
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

describe('what the controller shows for a receipt', () => {
  let folder = '';
  let receipt = '';
  let withdrawn = '';
  let later = '';
  let notice = '';
  const scripts: string[] = [];
  const undo: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    const onEnd = (step: () => void | Promise<void>) => void undo.push(step);
    const pageFolder = pageFixture(onEnd);
    const first = openCollector({ pageFolder }, onEnd);
    folder = first.folder;
    const agree = async (open: typeof first) => {
      const { body, receiptSecret } = await consentOf(open);
      notice = body.notice;
      const answer = (await (await open.post('consent', { ...body, method: 'centre' })).json()) as { receipt: string };
      return { receipt: answer.receipt, receiptSecret };
    };
    receipt = (await agree(first)).receipt;
    const gone = await agree(first);
    withdrawn = gone.receipt;
    await erase(first, [], { kind: 'withdraw', receiptSecret: gone.receiptSecret });
    scripts.push(sha256(await (await first.get('askfirst.js')).text()));
    first.clock.nowMs += DAY_MS;
    await first.collector.closeDays();
    await first.collector.close();

    // Another build, three days later.
    writeFileSync(join(pageFolder, 'askfirst.js'), 'window.newer=globalThis.__ASKFIRST_SITE__;');
    const second = openCollector({ pageFolder, dataFolder: folder }, onEnd);
    second.clock.nowMs += 3 * DAY_MS;
    await second.get('askfirst.js');
    await second.collector.closeDays();
    later = (await agree(second)).receipt;
    scripts.push(sha256(await (await second.get('askfirst.js')).text()));
    await second.collector.close();
  });

  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });

  const keep = (text: string): string => {
    const path = join(makeFolder(), 'kept.txt');
    writeFileSync(path, text);
    return path;
  };
  const show = (text: string, data = folder) =>
    run(['verify', keep(text), '--data', data], { today: '2026-11-25', home: '/nowhere' });
  /** A copy, to be spoilt. */
  const spoil = (change: (copy: string) => void): string => {
    const copy = makeFolder();
    cpSync(folder, copy, { recursive: true });
    change(copy);
    return copy;
  };
  const alter = (file: string, sql: string) => (copy: string) => {
    const connection = openConnection(join(copy, file));
    for (const name of connection
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .pluck()
      .all())
      connection.exec(`DROP TRIGGER ${name}`);
    connection.exec(sql);
    connection.close();
  };

  it('UI-D1 P12 one question tells when, which version, the exact words, what was pressed, and the script that asked', async () => {
    const { code, out, err } = await show(receipt);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('ok   Receipt of 2026-11-21');
    expect(out).toContain('when: 2026-11-21, in the hour from 12:00 (UTC)');
    expect(out).toMatch(
      new RegExp(`version: scope 2, digest ${'2'.repeat(64)}; entry \\d+ of the ledger, of 2026-11-21`),
    );
    expect(out).toContain(
      'action: accepted in the privacy centre, to improve; what had been recorded before is not included',
    );
    expect(out).toMatch(new RegExp(`words: notice ${notice}, in en; entry \\d+ of the ledger, of 2026-11-21`));
    expect(out).toContain('"question": "May {controller} count?"');
    expect(out).toContain('"text": "See which pages are read."');
    expect(out).toMatch(/record: [0-9a-f]{32} is kept here and says the same; among the consents of entry \d+/);
    expect(out).toMatch(/ledger: unchanged up to the head of 2026-11-21 in the receipt \(\d+ entries, [0-9a-f]{64}\)/);
    // The script of that day, and not the one of three days later.
    expect(scripts[0]).not.toBe(scripts[1]);
    expect(out).toContain(`script: askfirst.js, SHA-256 ${scripts[0]} (base64); entry`);
    expect(out).not.toContain(scripts[1]);
  });

  it('UI-D1 names every script that was in force on a day, and says that the record of a withdrawn yes is gone', async () => {
    const newer = await show(later);
    expect(newer.code).toBe(0);
    for (const script of scripts) expect(newer.out).toContain(`SHA-256 ${script} (base64)`);
    expect(newer.out).toContain('not entered yet: its day is not over');
    const { code, out } = await show(withdrawn);
    expect([code, out]).toEqual([0, expect.stringContaining('is not kept here: it was withdrawn')]);
  });

  it('UI-D1 says what does not fit, and what to do', async () => {
    const words = join('notices', `${notice}.json`);
    const reworded = spoil((copy) => {
      const path = join(copy, words);
      writeFileSync(path, readFileSync(path, 'utf8').replace('May {controller} count?', 'May we?'));
    });
    expect(await show(receipt, reworded)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/was altered: its words have another digest\. Restore it from a backup/),
    });
    const lost = spoil((copy) => rmSync(join(copy, words)));
    expect(await show(receipt, lost)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is missing. Restore it'),
    });
    const changed = spoil(alter('ledger.sqlite', "UPDATE entries SET content = '{}' WHERE kind = 'script'"));
    expect(await show(receipt, changed)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/\(script, .*was altered/),
    });
    const other = spoil(alter('consents.sqlite', "UPDATE consents SET method = 'banner'"));
    expect(await show(receipt, other)).toMatchObject({
      code: 1,
      err: expect.stringContaining('says something else than the receipt'),
    });
    const elsewhere = spoil(alter('ledger.sqlite', "UPDATE entries SET site = 'x'; UPDATE heads SET site = 'x'"));
    expect(await show(receipt, elsewhere)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Name the data folder'),
    });
    expect(await show(receipt, makeFolder())).toMatchObject({ code: 1, err: expect.stringContaining('--data') });
  });

  it('P12 enters the words together with the script that shows them, before anybody was asked', async () => {
    const open = openCollector({ readRegistry: () => registryFixture({ sites: [BASE] }) });
    await open.collector.closeDays();
    await open.collector.close();
    const ledger = openConnection(join(open.folder, 'ledger.sqlite'));
    const kinds = ledger.prepare<[], string>('SELECT kind FROM entries ORDER BY number').pluck().all();
    ledger.close();
    expect(kinds).toEqual(['release', 'release', 'notice', 'script', 'key']);
  });
});
