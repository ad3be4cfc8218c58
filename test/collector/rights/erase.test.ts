import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AccessAnswer, ErasureAnswer } from '../../../contract/rights.ts';
import { BASE, type OpenCollector, openCollector, pageView, shareCollector, TODAY } from '../receive/open-collector.ts';
import { consentOf, erase, type OwnEvent, ofEvents, ownEvent, readSigned, strayHandle, toHeld } from './claimant.ts';

const several = (count: number) => Array.from({ length: count }, () => ownEvent());
const eventsOf = (own: readonly OwnEvent[]) => own.map(({ event }) => event);
const countStored = async (open: OpenCollector) =>
  (await open.stored()).reduce((total, group) => total + group.count, 0);

async function access(open: OpenCollector, body: unknown): Promise<AccessAnswer> {
  return (await (await open.post('access', body)).json()) as AccessAnswer;
}

describe('POST erase', () => {
  it('P8 GL-15 CH-13 removes exactly what the handles prove, and certifies it with a signature', async () => {
    const open = openCollector();
    const mine = several(3);
    await open.postEvents([...eventsOf(mine), ...eventsOf(several(2))]);
    const certificate = await erase(open, toHeld(mine));
    expect(certificate).toMatchObject({
      kind: 'erasure',
      state: 'final',
      site: BASE,
      day: TODAY,
      named: 3,
      barred: 3,
      stores: [{ store: 'events', found: 3, removed: 3, remaining: 0, erasedBefore: 0 }],
      backupsUntil: '2026-12-26',
    });
    expect(certificate.barredUntil > '2027-05').toBe(true);
    expect(await countStored(open)).toBe(2);
  });

  it('says zero where nothing was found, and what was removed before', async () => {
    const open = openCollector();
    const mine = several(2);
    expect(ofEvents(await erase(open, [{ day: TODAY, metric: 'page.view', handles: [strayHandle()] }]))).toEqual({
      store: 'events',
      found: 0,
      removed: 0,
      remaining: 0,
      erasedBefore: 0,
    });
    await open.postEvents(eventsOf(mine));
    await erase(open, toHeld(mine));
    expect(ofEvents(await erase(open, toHeld(mine)))).toMatchObject({ found: 0, removed: 0, erasedBefore: 2 });
    expect(await erase(open, [])).toMatchObject({ state: 'final', named: 0 });
  });

  it('T-68 P9 answers a replayed event with "erased" and stores nothing of it', async () => {
    const open = openCollector();
    const [mine, late] = [ownEvent(), ownEvent()];
    await open.postEvents([mine.event]);
    // The second was named before it ever arrived.
    await erase(open, toHeld([mine, late]));
    const answer = await open.postEvents([mine.event, late.event, pageView()]);
    expect(answer).toMatchObject({
      stored: 1,
      dropped: [
        { id: mine.event.id, reason: 'erased' },
        { id: late.event.id, reason: 'erased' },
      ],
    });
    expect(await countStored(open)).toBe(1);
  });

  it('P9 bars after a restart as before', async () => {
    const first = openCollector();
    const mine = ownEvent();
    await first.postEvents([mine.event]);
    await erase(first, toHeld([mine]));
    await first.collector.close();
    const second = openCollector({ dataFolder: first.folder });
    expect(await second.postEvents([mine.event])).toMatchObject({ stored: 0, dropped: [{ reason: 'erased' }] });
  });

  it('T-67 T-61 leaves no row when batch and erasure race, in both orders', async () => {
    const open = openCollector();
    for (let round = 0; round < 10; round++) {
      const mine = several(5);
      const batch = () => open.postEvents(eventsOf(mine));
      const erasure = () => erase(open, toHeld(mine));
      await Promise.all(round % 2 === 0 ? [batch(), erasure()] : [erasure(), batch()]);
    }
    expect(await countStored(open)).toBe(0);
  });

  it('T-73 finds each event once when the same erasure comes several times at once', async () => {
    const open = openCollector();
    const mine = several(10);
    await open.postEvents(eventsOf(mine));
    const certificates = await Promise.all(Array.from({ length: 4 }, () => erase(open, toHeld(mine))));
    const found = certificates.map((certificate) => ofEvents(certificate)?.found ?? 0).sort((a, b) => a - b);
    expect(found).toEqual([0, 0, 0, 10]);
    expect(certificates.every(({ state }) => state === 'final')).toBe(true);
  });

  it('finds reserve handles without day and metric, on every day and metric that has rows', async () => {
    const open = openCollector();
    const mine = [
      ownEvent({ day: '2026-11-19' }),
      ownEvent(),
      ownEvent({ metric: 'visit.start', properties: { entry: '/' } }),
    ];
    await open.postEvents([...eventsOf(mine), ...eventsOf(several(20))]);
    const certificate = await erase(open, [{ handles: mine.map(({ handle }) => handle) }]);
    expect(ofEvents(certificate)).toMatchObject({ found: 3, removed: 3, remaining: 0 });
    expect(await countStored(open)).toBe(20);
  });

  it('finds them on days long closed as well, and counts a handle that is named twice once', async () => {
    const open = openCollector();
    const mine = [ownEvent(), ownEvent()];
    await open.postEvents([...eventsOf(mine), ...eventsOf(several(2))]);
    open.clock.nowMs += 100 * 24 * 60 * 60 * 1000;
    const handles = mine.map(({ handle }) => handle);
    expect(await erase(open, [...toHeld(mine), { handles }])).toMatchObject({
      named: 2,
      barred: 2,
      stores: [{ found: 2, removed: 2, remaining: 0, erasedBefore: 0 }],
    });
    const late = ownEvent({ day: '2026-03-01' });
    expect(ofEvents(await erase(open, [{ handles: [late.handle, ...handles] }]))).toMatchObject({ erasedBefore: 2 });
    expect(await countStored(open)).toBe(2);
  });

  it('T-74 takes no id for a handle', async () => {
    const open = openCollector();
    const { event } = ownEvent();
    await open.postEvents([event]);
    const idAsHandle = Buffer.from(event.id, 'hex').toString('base64url');
    const held = [{ day: TODAY, metric: 'page.view', handles: [idAsHandle] }];
    expect(ofEvents(await erase(open, held))).toMatchObject({ found: 0 });
    expect((await access(open, { held })).events).toEqual([]);
    expect(await countStored(open)).toBe(1);
  });

  it('does not reach the same event on another site', async () => {
    const open = openCollector();
    const mine = ownEvent();
    await open.postEvents([mine.event]);
    const response = await open.collector.fetch(
      new Request('http://other.example/askfirst/erase', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
        body: JSON.stringify({ held: toHeld([mine]), part: 1, last: true }),
      }),
    );
    expect(response.status).toBe(200);
    expect(await countStored(open)).toBe(1);
    expect(await open.postEvents([mine.event])).toMatchObject({ stored: 1 });
  });
});

describe('a request in parts', () => {
  it('adds up what each part found, with nothing kept between them', async () => {
    const open = openCollector();
    const [first, second] = [several(3), several(2)];
    await open.postEvents([...eventsOf(first), ...eventsOf(second)]);
    const { tally } = (await (
      await open.post('erase', { held: toHeld(first), part: 1, last: false })
    ).json()) as ErasureAnswer;
    const answer = (await (
      await open.post('erase', { held: toHeld(second), part: 2, last: true, tally })
    ).json()) as ErasureAnswer;
    expect(await readSigned(open, answer.certificate ?? '')).toMatchObject({
      state: 'final',
      named: 5,
      stores: [{ found: 5, removed: 5, remaining: 0, erasedBefore: 0 }],
    });
  });

  it('P12 tells the truth after an answer was lost and its part sent again', async () => {
    const open = openCollector();
    const [first, second] = [several(3), several(2)];
    await open.postEvents([...eventsOf(first), ...eventsOf(second)]);
    const part1 = { held: toHeld(first), part: 1, last: false };
    await open.post('erase', part1);
    const { tally } = (await (await open.post('erase', part1)).json()) as ErasureAnswer;
    const part2 = { held: toHeld(second), part: 2, last: true, tally };
    await open.post('erase', part2);
    const { certificate } = (await (await open.post('erase', part2)).json()) as ErasureAnswer;
    expect(await readSigned(open, certificate ?? '')).toMatchObject({
      named: 5,
      stores: [{ found: 0, removed: 0, remaining: 0, erasedBefore: 5 }],
    });
  });

  it('P12 certifies a part without a tally for itself alone, as the wire of design 6 may send it', async () => {
    const open = openCollector();
    const [first, second] = [several(3), several(2)];
    await open.postEvents([...eventsOf(first), ...eventsOf(second)]);
    await open.post('erase', { held: toHeld(first), part: 1, last: false });
    const answer = await open.post('erase', { held: toHeld(second), part: 2, last: true });
    const { certificate } = (await answer.json()) as ErasureAnswer;
    expect(await readSigned(open, certificate ?? '')).toMatchObject({
      state: 'final',
      named: 2,
      stores: [{ found: 2, removed: 2, remaining: 0, erasedBefore: 0 }],
    });
    const { events } = (await (
      await open.post('access', { held: [...toHeld(first), ...toHeld(second)] })
    ).json()) as AccessAnswer;
    expect(events).toEqual([]);
  });

  it('P12 takes no tally that was altered, or is of another part, another kind, another site or long ago', async () => {
    const open = openCollector();
    const answer = (await (await open.post('erase', { held: [], part: 1, last: false })).json()) as ErasureAnswer;
    const tally = answer.tally ?? '';
    const [payload = '', mac = ''] = tally.split('.');
    const forged = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('"found":0', '"found":9')).toString(
      'base64url',
    );
    const codeOf = async (path: string, body: Record<string, unknown>) => {
      const response = await open.post(path, { held: [], last: true, ...body });
      return response.status === 200 ? 200 : ((await response.json()) as { code: string }).code;
    };
    expect(await codeOf('erase', { part: 2, tally: `${forged}.${mac}` })).toBe('tally-unknown');
    expect(await codeOf('erase', { part: 2, tally: `${payload}.` })).toBe('tally-unknown');
    expect(await codeOf('erase', { part: 2, tally: `${tally}.x` })).toBe('tally-unknown');
    expect(await codeOf('erase', { part: 3, tally })).toBe('tally-unknown');
    expect(await codeOf('withdraw', { part: 2, tally })).toBe('tally-unknown');
    expect(await codeOf('erase', { part: 1, tally })).toBe('rights-malformed');
    const elsewhere = await open.collector.fetch(
      new Request('http://other.example/askfirst/erase', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
        body: JSON.stringify({ held: [], part: 2, last: true, tally }),
      }),
    );
    expect(elsewhere.status).toBe(409);
    expect(await codeOf('erase', { part: 2, tally })).toBe(200);
    open.clock.nowMs += 91 * 24 * 60 * 60 * 1000;
    expect(await codeOf('erase', { part: 2, tally })).toBe('tally-unknown');
  });
});

describe('POST withdraw', () => {
  it('P9 removes the record of the grant too, for good: the same yes sent again is refused', async () => {
    const open = openCollector();
    const { body, receiptSecret } = await consentOf(open);
    expect((await open.post('consent', body)).status).toBe(201);
    const certificate = await erase(open, [], { kind: 'withdraw', receiptSecret });
    expect(certificate).toMatchObject({
      kind: 'withdrawal',
      state: 'final',
      stores: [{ store: 'events' }, { store: 'consents', found: 1, removed: 1, remaining: 0, erasedBefore: 0 }],
    });
    expect((await access(open, { held: [], receiptSecret })).receipts).toEqual([]);
    const again = await open.post('consent', body);
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'withdrawn']);
  });

  it('while an erasure leaves it', async () => {
    const open = openCollector();
    const { body, receiptSecret } = await consentOf(open);
    await open.post('consent', body);
    await erase(open, [], { receiptSecret });
    expect((await access(open, { held: [], receiptSecret })).receipts).toHaveLength(1);
    expect((await open.post('consent', body)).status).toBe(201);
  });
});

describe('POST access', () => {
  it('T-75 P8 GL-13 GL-16 returns all and only what the handles prove, as it was sent, with its meaning', async () => {
    const open = openCollector();
    const mine = [
      ownEvent({ first: true }),
      ownEvent({ metric: 'reader.path', session: 'ab'.repeat(16), sequence: 3 }),
      ownEvent({ metric: 'shop.search', properties: { results: 12 } }),
    ];
    await open.postEvents([...eventsOf(mine), ...eventsOf(several(5))]);
    const { body, receiptSecret } = await consentOf(open);
    await open.post('consent', body);
    const answer = await access(open, { held: toHeld(mine), receiptSecret });
    expect(answer.events).toEqual(eventsOf(mine));
    expect(answer.meaning).toMatchObject({
      'page.view': 'What page.view says.',
      'reader.path': 'What reader.path says.',
      'shop.search': 'What shop.search says.',
    });
    const { version: _, ...record } = body;
    expect(answer.receipts).toEqual([{ recordId: expect.stringMatching(/^[0-9a-f]{32}$/), day: TODAY, ...record }]);
  });

  it('T-71 answers unknown, wrong and erased handles and secrets alike: status, headers and body', async () => {
    const open = openCollector();
    const [mine, erased] = [ownEvent(), ownEvent()];
    await open.postEvents([mine.event, erased.event]);
    await erase(open, toHeld([erased]));
    const ask = async (handle: string, metric = 'page.view', day = TODAY) => {
      const receiptSecret = randomBytes(32).toString('base64url');
      const response = await open.post('access', { receiptSecret, held: [{ day, metric, handles: [handle] }] });
      return [response.status, [...response.headers], await response.text()];
    };
    const unknown = await ask(strayHandle());
    expect(await ask(erased.handle)).toEqual(unknown);
    expect(await ask(mine.handle, 'visit.start')).toEqual(unknown);
    expect(await ask(mine.handle, 'never.heard')).toEqual(unknown);
    expect(await ask(mine.handle, 'page.view', '2026-11-20')).toEqual(unknown);
    expect(await ask(mine.handle)).not.toEqual(unknown);
  });
});

describe('what is no request of ours', () => {
  const shared = shareCollector();
  const handles = [strayHandle()];
  const day = TODAY;
  const metric = 'page.view';
  it.each([
    ['no object', 'erase', []],
    ['an unknown key', 'erase', { held: [], part: 1, last: true, all: true }],
    ['no list', 'erase', { held: {}, part: 1, last: true }],
    ['part 0', 'erase', { held: [], part: 0, last: true }],
    ['last as text', 'erase', { held: [], part: 1, last: 'yes' }],
    ['a day without metric', 'access', { held: [{ day, handles }] }],
    ['a metric without day', 'access', { held: [{ metric, handles }] }],
    ['a day that is none', 'access', { held: [{ day: '2026-02-30', metric, handles }] }],
    ['a metric that is no name', 'access', { held: [{ day, metric: "x' OR 1", handles }] }],
    ['a handle of 15 bytes', 'access', { held: [{ day, metric, handles: ['A'.repeat(20)] }] }],
    ['a handle that is no text', 'access', { held: [{ day, metric, handles: [7] }] }],
    ['a secret of 16 bytes', 'access', { held: [], receiptSecret: 'A'.repeat(22) }],
    ['17 handles without a day', 'access', { held: [{ handles: Array.from({ length: 17 }, strayHandle) }] }],
  ])('%s', async (_, path, body) => {
    const open = shared();
    const response = await open.post(path, body);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'rights-malformed']);
  });

  it('more than 1,000 handles, a body too large, another origin, a navigation', async () => {
    const open = shared();
    const many = { held: [{ day, metric, handles: Array.from({ length: 1_001 }, strayHandle) }], part: 1, last: true };
    expect((await open.post('erase', many)).status).toBe(413);
    expect((await open.post('erase', ' '.repeat(200_000))).status).toBe(413);
    expect((await open.post('erase', 'x')).status).toBe(400);
    const body = { held: [], part: 1, last: true };
    for (const path of ['erase', 'withdraw', 'access']) {
      expect((await open.post(path, body, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
      expect((await open.post(path, body, { 'Sec-Fetch-Mode': 'navigate' })).status).toBe(403);
      expect((await open.post(path, body, { 'Sec-Fetch-Site': undefined })).status).toBe(403);
      expect((await open.get(path)).status).toBe(405);
    }
  });

  it('1,000 handles, each in a group of its own, are one part', async () => {
    const open = shared();
    const held = Array.from({ length: 1_000 }, () => ({ day, metric: 'order.place', handles: [strayHandle()] }));
    expect((await open.post('erase', { held, part: 1, last: true })).status).toBe(200);
  });
});
