import { describe, expect, it } from 'vitest';
import type { KeyFile } from '../../../contract/rights.ts';
import { BASE, type OpenCollector, openCollector, pageView } from '../receive/open-collector.ts';
import { consentOf, type OwnEvent, ownEvent, readSigned, strayHandle, toHeld } from './claimant.ts';

const keyOf = (own: readonly OwnEvent[], changes: Partial<KeyFile> = {}): KeyFile => ({
  kind: 'askfirst-key',
  version: 1,
  site: BASE,
  grants: [],
  held: toHeld(own),
  ...changes,
});

/** Sends the form as a browser without JavaScript does. */
function send(
  open: OpenCollector,
  action: string,
  key: unknown,
  { urlencoded = false, headers = {} }: { urlencoded?: boolean; headers?: Record<string, string> } = {},
): Promise<Response> {
  const text = typeof key === 'string' ? key : JSON.stringify(key);
  const body = urlencoded ? new URLSearchParams({ action, key: text }) : new FormData();
  if (body instanceof FormData) {
    body.set('key', new Blob([text], { type: 'application/json' }), 'key.json');
    body.set('action', action);
  }
  return open.collector.fetch(
    new Request(`${BASE}/privacy`, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate', ...headers },
      body,
    }),
  );
}

const downloadOf = (page: string): Record<string, unknown> => {
  const data = /href="data:application\/json;base64,([^"]+)"/.exec(page)?.[1] ?? '';
  return JSON.parse(Buffer.from(data, 'base64').toString()) as Record<string, unknown>;
};

describe('POST privacy', () => {
  it('P8 GL-16 shows all and only what the key file names, as a page without script and as a file', async () => {
    const open = openCollector();
    const mine = [ownEvent(), ownEvent({ metric: 'note.left', properties: { note: '<img src=x onerror=alert(1)>' } })];
    await open.postEvents([...mine.map(({ event }) => event), pageView({ properties: { path: '/somebody-else' } })]);
    const { body, receiptSecret } = await consentOf(open);
    await open.post('consent', body);
    const response = await send(open, 'see', keyOf(mine, { grants: [{ receiptSecret }] }));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const page = await response.text();
    expect(page).toContain('2 notes are stored');
    expect(page).toContain('What page.view says.');
    expect(page).not.toContain('somebody-else');
    expect(page).not.toMatch(/<img|<script/);
    expect(downloadOf(page)).toMatchObject({
      events: mine.map(({ event }) => event),
      receipts: [{ receiptKey: body.receiptKey }],
    });
  });

  it('P8 P9 GL-15 withdraws by a pasted key file too, with a certificate that verifies', async () => {
    const open = openCollector();
    const mine = ownEvent();
    await open.postEvents([mine.event, pageView()]);
    const { body, receiptSecret } = await consentOf(open);
    await open.post('consent', body);
    const key = keyOf([mine], { grants: [{ receiptSecret }] });
    const page = await (await send(open, 'withdraw', key, { urlencoded: true })).text();
    expect(page).toContain('Withdrawn and erased');
    const { certificate } = downloadOf(page) as { certificate: string };
    expect(await readSigned(open, certificate)).toMatchObject({
      kind: 'withdrawal',
      state: 'final',
      stores: [
        { store: 'events', found: 1, removed: 1, remaining: 0 },
        { store: 'consents', found: 1, removed: 1, remaining: 0 },
      ],
    });
    expect(await open.stored()).toMatchObject([{ count: 1 }]);
    expect(await open.postEvents([mine.event])).toMatchObject({ dropped: [{ reason: 'erased' }] });
  });

  it('takes more than 1,000 handles in one form, and several grants', async () => {
    const open = openCollector();
    const mine = Array.from({ length: 5 }, () => ownEvent());
    await open.postEvents(mine.map(({ event }) => event));
    const strays = Array.from({ length: 2_100 }, () => ({ ...ownEvent(), handle: strayHandle() }));
    const secrets = [await consentOf(open), await consentOf(open)];
    for (const { body } of secrets) await open.post('consent', body);
    const grants = secrets.map(({ receiptSecret }) => ({ receiptSecret }));
    const page = await (await send(open, 'withdraw', keyOf([...strays, ...mine], { grants }))).text();
    const { certificate } = downloadOf(page) as { certificate: string };
    expect(await readSigned(open, certificate)).toMatchObject({
      state: 'final',
      named: 2_105,
      stores: [{ found: 5, removed: 5 }, { found: 2 }],
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['another file', { kind: 'receipt' }],
    ['the key of another site', keyOf([], { site: 'https://other.example/askfirst' })],
    ['a group without handles', { ...keyOf([]), held: [{}] }],
    ['a handle that was changed', { ...keyOf([]), held: [{ handles: ['<b>'] }] }],
    ['a grant without secret', { ...keyOf([]), grants: [{}] }],
  ])('says what is wrong with %s, in words and without repeating it', async (_, key) => {
    const response = await send(openCollector(), 'erase', key);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await response.text();
    expect(page).toContain('Nothing was done');
    expect(page).not.toContain('hello');
  });

  it('T-99 takes no form of another site, no other media type, and only this address takes a navigation', async () => {
    const open = openCollector();
    const key = keyOf([]);
    expect((await send(open, 'erase', key, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(403);
    expect((await send(open, 'erase', key, { headers: { 'Sec-Fetch-Site': 'none' } })).status).toBe(403);
    expect((await open.post('privacy', key)).status).toBe(415);
    expect((await open.post('privacy', 'x', { 'Content-Type': 'multipart/form-data; boundary=a' })).status).toBe(400);
    const large = await open.post('privacy', ' '.repeat(1_100_000), {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    expect(large.status).toBe(413);
    expect((await open.get('privacy')).status).toBe(200);
  });
});
