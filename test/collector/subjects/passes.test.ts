import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { makeFolder, NOON_MS, pageView } from '../receive/open-collector.ts';
import { type OpenApp, openApp, refusalOf, shareApp } from './open-app.ts';

const HOUR_MS = 60 * 60 * 1000;

const rows = (app: OpenApp): unknown[] => {
  const connection = openReadConnection(join(app.folder, 'preferences.sqlite'));
  try {
    return connection.prepare('SELECT * FROM preferences').all();
  } finally {
    connection.close();
  }
};

const postWith = (app: OpenApp, pass: string | undefined, changes: Record<string, unknown> = {}) =>
  app.post('events', {
    version: 1,
    scope: 2,
    purposes: ['improve'],
    events: [pageView()],
    ...(pass !== undefined && { pass }),
    ...changes,
  });

describe('PUT preference', () => {
  const shared = shareApp();

  it('P4 keeps a row for a standing yes only, and none for whoever refused, was never asked or never came', async () => {
    const app = openApp();
    const ana = await app.token('ana');
    const rui = await app.token('rui');
    await app.answer(rui, false);
    expect(rows(app)).toEqual([]);
    await app.answer(ana, true);
    expect(rows(app)).toMatchObject([{ scope: 2, purposes: 'improve' }]);
    expect(Object.keys(rows(app)[0] ?? {})).toEqual(['site', 'subject', 'scope', 'purposes']);
    await app.answer(ana, false);
    expect(rows(app)).toEqual([]);
  });

  it('P4 answers a yes and a no alike, whoever has a row', async () => {
    const app = openApp();
    const token = await app.token('ana');
    const seen: string[] = [];
    for (const yes of [false, true, true, false, false]) {
      const response = await app.answer(token, yes);
      seen.push(JSON.stringify([response.status, [...response.headers], await response.text()]));
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain('204');
  });

  it('tells people of one name apart by their organisation, and texts that run together', async () => {
    const app = openApp();
    for (const [org, sub] of [
      ['harbour', 'ana'],
      ['quay', 'ana'],
      ['', 'ana'],
      ['harbou', 'rana'],
    ] as const) {
      await app.answer(await app.token(sub, { org }), true);
    }
    expect(rows(app)).toHaveLength(4);
  });

  it('takes the latest answer of a person, and a no whatever else it says', async () => {
    const app = openApp();
    const token = await app.token('ana');
    await app.answer(token, true, { purposes: ['improve', 'shop'] });
    await app.answer(token, true, { purposes: ['shop'], receiptSecret: Buffer.alloc(32, 9).toString('base64url') });
    expect(rows(app)).toMatchObject([{ purposes: 'shop' }]);
    expect((await app.answer(token, false, { purposes: 'junk', scope: -1, receiptSecret: 7 })).status).toBe(204);
    expect(rows(app)).toEqual([]);
  });

  it('P4 a yes that is told again does not undo a no that came between', async () => {
    const app = openApp();
    const token = await app.token('ana');
    for (const [yes, count] of [
      [true, 1],
      [true, 1],
      [false, 0],
      [true, 0],
    ] as const) {
      expect((await app.answer(token, yes)).status).toBe(204);
      expect(rows(app)).toHaveLength(count);
    }
    // A new grant has a secret of its own.
    await app.answer(token, true, { receiptSecret: Buffer.alloc(32, 9).toString('base64url') });
    expect(rows(app)).toHaveLength(1);
  });

  it.each([
    ['no answer', { yes: undefined }, 400, 'preference-malformed'],
    ['an answer that is neither', { yes: 'yes' }, 400, 'preference-malformed'],
    ['a key of another wire', { name: 'ana' }, 400, 'preference-malformed'],
    ['no secret', { receiptSecret: undefined }, 400, 'preference-malformed'],
    ['a scope never released', { scope: 3 }, 409, 'scope-unknown'],
    ['a purpose that is not declared', { purposes: ['sell'] }, 409, 'purpose-unknown'],
  ])('refuses a yes with %s', async (_what, changes, status, code) => {
    const app = shared();
    expect(await refusalOf(await app.answer(await app.token('ana'), true, changes))).toEqual([status, code]);
    expect(rows(app)).toEqual([]);
  });

  it('is asked by its method and from the site itself only', async () => {
    const app = openApp();
    const token = { Authorization: `Bearer ${await app.token('ana')}` };
    expect((await app.send('POST', 'preference', {}, token)).headers.get('Allow')).toBe('PUT');
    expect((await app.send('PUT', 'pass', {}, token)).headers.get('Allow')).toBe('POST');
    for (const [method, path] of [
      ['PUT', 'preference'],
      ['POST', 'pass'],
    ] as const) {
      const elsewhere = await app.send(method, path, {}, { ...token, 'Sec-Fetch-Site': 'cross-site' });
      expect(await refusalOf(elsewhere)).toEqual([403, 'not-same-origin']);
    }
  });
});

describe('POST pass', () => {
  it('P4 gives a pass while the yes stands, and none before it or after a no', async () => {
    const app = openApp();
    const token = await app.token('ana');
    expect(await refusalOf(await app.askPass(token))).toEqual([403, 'no-standing-yes']);
    await app.answer(token, true);
    expect((await app.askPass(token)).status).toBe(200);
    await app.answer(token, false);
    expect(await refusalOf(await app.askPass(token))).toEqual([403, 'no-standing-yes']);
  });

  it('P4 gives no pass to a browser whose own yes was never recorded, though a row stands', async () => {
    const app = openApp();
    const token = await app.token('ana');
    await app.answer(token, true);
    const receiptSecret = Buffer.alloc(32, 7).toString('base64url');
    expect(await refusalOf(await app.askPass(token, { receiptSecret }))).toEqual([403, 'no-standing-yes']);
  });

  it('P7 gives everybody of one organisation with the same answer the same bytes', async () => {
    const app = openApp();
    const passes: string[] = [];
    for (const [sub, org] of [
      ['ana', 'harbour'],
      ['rui', 'harbour'],
      ['eva', 'quay'],
    ] as const) {
      const token = await app.token(sub, { org });
      await app.answer(token, true);
      passes.push(await app.pass(token));
    }
    expect(passes[0]).toBe(passes[1]);
    expect(passes[2]).not.toBe(passes[0]);
    expect(passes.join()).not.toMatch(/harbour|quay|ana|rui/);
  });

  it('gives no pass for more than the yes covers', async () => {
    const app = openApp();
    const token = await app.token('ana');
    await app.answer(token, true, { scope: 1 });
    expect(await refusalOf(await app.askPass(token))).toEqual([403, 'scope-outdated']);
    expect(await refusalOf(await app.askPass(token, { scope: 1, purposes: ['improve', 'shop'] }))).toEqual([
      403,
      'no-standing-yes',
    ]);
    expect((await app.askPass(token, { scope: 1 })).status).toBe(200);
  });

  it('P4 gives no pass under a ceiling that is off, and touches nobody’s stored yes', async () => {
    const app = openApp();
    const token = await app.token('ana');
    await app.answer(token, true);
    app.clock.nowMs += 1_000;
    const off = await app.token('ana', { ceiling: 'off' });
    expect(await refusalOf(await app.askPass(off))).toEqual([403, 'organisation-off']);
    expect(rows(app)).toHaveLength(1);
    // A no is taken under it all the same.
    expect((await app.answer(off, false)).status).toBe(204);
    expect(rows(app)).toEqual([]);
  });
});

describe('POST events on a site where people sign in', () => {
  it('P4 admits nothing without a pass, and everything of the batch with one', async () => {
    const app = openApp();
    const token = await app.token('ana');
    await app.answer(token, true);
    expect(await refusalOf(await postWith(app, undefined))).toEqual([403, 'pass-missing']);
    expect(await app.stored()).toEqual([]);
    expect((await postWith(app, await app.pass(token))).status).toBe(202);
    expect(await app.stored()).toHaveLength(1);
  });

  it('P4 admits a pass in its own hour and the next, and not in the one after', async () => {
    const app = openApp();
    app.clock.nowMs = NOON_MS + 1_000;
    const token = await app.token('ana');
    await app.answer(token, true);
    const pass = await app.pass(token);
    app.clock.nowMs = NOON_MS + 2 * HOUR_MS - 1;
    expect((await postWith(app, pass)).status).toBe(202);
    app.clock.nowMs = NOON_MS + 2 * HOUR_MS;
    expect(await refusalOf(await postWith(app, pass))).toEqual([403, 'pass-over']);
    app.clock.nowMs = NOON_MS - 1;
    expect(await refusalOf(await postWith(app, pass))).toEqual([403, 'pass-over']);
  });

  it.each([
    ['more purposes', { purposes: ['improve', 'shop'] }],
    ['another scope', { scope: 1 }],
  ])('P4 admits no batch with %s than the pass is for', async (_what, changes) => {
    const app = openApp();
    const token = await app.token('ana');
    await app.answer(token, true);
    expect(await refusalOf(await postWith(app, await app.pass(token), changes))).toEqual([403, 'pass-over']);
    expect(await app.stored()).toEqual([]);
  });

  it('P4 admits no pass of another collector, none with another organisation in it, and no text that is none', async () => {
    const app = openApp();
    const elsewhere = openApp();
    const passes: string[] = [];
    for (const [where, org] of [
      [elsewhere, 'harbour'],
      [app, 'harbour'],
      [app, 'quay'],
    ] as const) {
      const token = await where.token('ana', { org });
      await where.answer(token, true);
      passes.push(await where.pass(token));
    }
    const [foreign = '', ours = '', others = ''] = passes;
    const swapped = `${others.split('.')[0]}.${ours.split('.')[1]}`;
    for (const pass of [foreign, swapped, ours.slice(0, -1), '', '.', 'x'.repeat(5_000)]) {
      expect(await refusalOf(await postWith(app, pass))).toEqual([403, 'pass-over']);
    }
  });

  it('P4 asks for the ceiling again at each admission: a later token that says off ends the passes of its organisation', async () => {
    const app = openApp();
    const passes: Record<string, string> = {};
    for (const org of ['harbour', 'quay']) {
      const token = await app.token('ana', { org });
      await app.answer(token, true);
      passes[org] = await app.pass(token);
    }
    app.clock.nowMs += 60_000;
    await app.askPass(await app.token('rui', { org: 'harbour', ceiling: 'off' }));
    expect(await refusalOf(await postWith(app, passes.harbour))).toEqual([403, 'organisation-off']);
    expect((await postWith(app, passes.quay)).status).toBe(202);
    // An older token changes nothing; a newer one that does not say off does.
    await app.askPass(await app.token('ana', { org: 'harbour', iat: NOON_MS / 1000 }));
    expect(await refusalOf(await postWith(app, passes.harbour))).toEqual([403, 'organisation-off']);
    app.clock.nowMs += 60_000;
    await app.askPass(await app.token('ana', { org: 'harbour' }));
    expect((await postWith(app, passes.harbour)).status).toBe(202);
  });

  it('P4 asks the operator’s list again at each admission', async () => {
    const organisationsOffFile = join(makeFolder(), 'off.txt');
    const app = openApp({ organisationsOffFile });
    const token = await app.token('ana');
    await app.answer(token, true);
    const pass = await app.pass(token);
    expect((await postWith(app, pass)).status).toBe(202);
    writeFileSync(organisationsOffFile, '# closed for now\nharbour\n');
    expect(await refusalOf(await postWith(app, pass))).toEqual([403, 'organisation-off']);
    expect(await refusalOf(await app.askPass(token))).toEqual([403, 'organisation-off']);
    writeFileSync(organisationsOffFile, '');
    expect((await postWith(app, pass)).status).toBe(202);
  });

  it('admits anonymous visitors without a pass where signing in is optional, and then no wrong pass either', async () => {
    const app = openApp({ subjects: 'optional' });
    expect((await postWith(app, undefined)).status).toBe(202);
    expect(await refusalOf(await postWith(app, 'wrong'))).toEqual([403, 'pass-over']);
  });
});
