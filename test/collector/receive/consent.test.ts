import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import type { SiteTexts } from '../../../contract/texts.ts';
import type { ConsentAnswer } from '../../../contract/wire.ts';
import { NOON_MS, type OpenCollector, openCollector, shareCollector } from './open-collector.ts';
import { registryFixture } from './registry-fixture.ts';

async function consentFor(open: OpenCollector, changes: Readonly<Record<string, unknown>> = {}) {
  const texts = (await (await open.get('texts/en.json')).json()) as SiteTexts;
  return {
    version: 1,
    purposes: ['improve'],
    scope: 2,
    notice: texts.notice,
    language: 'en',
    method: 'banner',
    includesEarlier: true,
    receiptKey: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    ...changes,
  };
}

const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];

function storedConsents(folder: string): unknown[] {
  const connection = openReadConnection(join(folder, 'consents.sqlite'));
  try {
    return connection.prepare('SELECT * FROM consents').all();
  } finally {
    connection.close();
  }
}

describe('POST consent', () => {
  const shared = shareCollector();

  it('answers a yes with a receipt that verifies by keys.json alone', async () => {
    const open = openCollector();
    const consent = await consentFor(open);
    const response = await open.post('consent', consent);
    expect(response.status).toBe(201);
    const { receipt, now } = (await response.json()) as ConsentAnswer;
    expect(now).toBe(NOON_MS);

    const { keys } = (await (await open.get('keys.json')).json()) as { keys: Record<string, string>[] };
    const [key] = keys;
    expect(keys).toHaveLength(1);
    expect(key).not.toHaveProperty('d');
    const { payload, protectedHeader } = await compactVerify(receipt, await importJWK(key ?? {}, 'EdDSA'));
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', kid: await calculateJwkThumbprint(key ?? {}) });
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      recordId: expect.stringMatching(/^[0-9a-f]{32}$/),
      site: 'http://shop.example/askfirst',
      controller: { name: 'Harbour Journal', contact: 'privacy@harbour.example' },
      purposes: ['improve'],
      scope: { number: 2, digest: '2'.repeat(64) },
      notice: { digest: consent.notice, language: 'en' },
      method: 'banner',
      includesEarlier: true,
      day: '2026-11-21',
      hour: 12,
      receiptKey: consent.receiptKey,
      withdrawal: 'http://shop.example/askfirst/privacy',
    });
  });

  it('UI-D3 keeps only the day of a yes, and one record for a yes sent twice', async () => {
    const open = openCollector();
    const consent = await consentFor(open);
    for (let time = 0; time < 2; time++) expect((await open.post('consent', consent)).status).toBe(201);
    const rows = storedConsents(open.folder);
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'site',
      'day',
      'record_id',
      'receipt_key',
      'purposes',
      'scope',
      'notice',
      'language',
      'method',
      'includes_earlier',
    ]);
  });

  it('takes the receipt key as base64url or as hex, and keeps it as one', async () => {
    const open = openCollector();
    const key = randomBytes(32);
    const consent = await consentFor(open, { receiptKey: key.toString('hex') });
    expect((await open.post('consent', consent)).status).toBe(201);
    expect((await open.post('consent', { ...consent, receiptKey: key.toString('base64url') })).status).toBe(201);
    expect(storedConsents(open.folder)).toMatchObject([{ receipt_key: key }]);
  });

  it('signs with the same key after a restart, and keeps it from other eyes', async () => {
    const first = openCollector();
    const before = await (await first.get('keys.json')).text();
    await first.collector.close();
    const second = openCollector({ dataFolder: first.folder });
    expect(await (await second.get('keys.json')).text()).toBe(before);
    expect(readFileSync(join(first.folder, 'receipt-keys.json'), 'utf8')).toContain('"d"');
  });

  it('refuses a yes under Sec-GPC unless it was given in the centre', async () => {
    const open = openCollector();
    const gpc = { 'Sec-GPC': '1' };
    for (const method of ['banner', 'api']) {
      const response = await open.post('consent', await consentFor(open, { method }), gpc);
      expect(await codeOf(response)).toEqual([403, 'signal-forbids']);
    }
    expect(storedConsents(open.folder)).toEqual([]);
    expect((await open.post('consent', await consentFor(open, { method: 'centre' }), gpc)).status).toBe(201);
  });

  it.each([
    ['a scope never released', { scope: 3 }, 'scope-unknown'],
    ['no scope', { scope: 0 }, 'scope-unknown'],
    ['words that are not in force', { notice: 'a'.repeat(64) }, 'notice-unknown'],
    ['a language without words', { language: 'pt' }, 'notice-unknown'],
    ['a language that is a property of every object', { language: '__proto__' }, 'notice-unknown'],
    ['a purpose that is not declared', { purposes: ['improve', 'sell'] }, 'purpose-unknown'],
  ])('refuses a yes to %s', async (_, changes, code) => {
    const open = shared();
    expect(await codeOf(await open.post('consent', await consentFor(open, changes)))).toEqual([409, code]);
    expect(storedConsents(open.folder)).toEqual([]);
  });

  it('takes a yes to words that were in force when it was given, also after a restart, and keeps those words', async () => {
    const first = openCollector();
    const offline = await consentFor(first);
    await first.collector.close();
    const reworded = () =>
      registryFixture({ controller: { name: 'Harbour Weekly', contact: 'privacy@harbour.example' } });
    const second = openCollector({ dataFolder: first.folder, readRegistry: reworded });
    const now = await consentFor(second);
    expect(now.notice).not.toBe(offline.notice);
    for (const consent of [offline, now]) expect((await second.post('consent', consent)).status).toBe(201);
    const kept = readFileSync(join(first.folder, 'notices', `${offline.notice}.json`), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ notice: offline.notice, controller: 'Harbour Journal' });
    // A collector that has served nothing yet knows its own words.
    const third = openCollector();
    expect((await third.post('consent', offline)).status).toBe(201);
    // A wording counts in its own language only, and no path can be made of a notice.
    expect((await second.post('consent', { ...offline, language: 'pt' })).status).toBe(409);
    expect((await second.post('consent', { ...offline, notice: `../notices/${offline.notice}` })).status).toBe(400);
  });

  it.each([
    ['no purpose', { purposes: [] }],
    ['a purpose twice', { purposes: ['improve', 'improve'] }],
    ['purposes that are no list', { purposes: 'improve' }],
    ['a key of 31 bytes', { receiptKey: randomBytes(31).toString('base64url') }],
    ['a key in capitals of hex', { receiptKey: 'AB'.repeat(32) }],
    ['no key', { receiptKey: undefined }],
    ['a method of its own', { method: 'dream' }],
    ['an unknown field', { visitor: 'ana' }],
    ['includesEarlier as text', { includesEarlier: 'yes' }],
  ])('refuses %s as malformed', async (_, changes) => {
    const open = shared();
    expect(await codeOf(await open.post('consent', await consentFor(open, changes)))).toEqual([
      400,
      'consent-malformed',
    ]);
  });

  it('refuses another version of the wire by name', async () => {
    const open = shared();
    expect(await codeOf(await open.post('consent', await consentFor(open, { version: 2 })))).toEqual([
      400,
      'version-unsupported',
    ]);
  });
});
