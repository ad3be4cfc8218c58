import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_BYTES } from '../../../contract/limits.ts';
import { BASE, batchOf, openCollector, pageView, shareCollector } from './open-collector.ts';

const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code?: string }).code];

/** A batch of exactly so many bytes. */
function batchOfSize(bytes: number): string {
  const text = JSON.stringify(batchOf([pageView()]));
  return text + ' '.repeat(bytes - text.length);
}

describe('T-99 only pages of the site may post', () => {
  const shared = shareCollector();
  it.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a subdomain of the site', { 'Sec-Fetch-Site': 'same-site' }],
    ['no page at all', { 'Sec-Fetch-Site': 'none' }],
    ['another site that claims our origin', { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://shop.example' }],
    ['a browser that says neither', { 'Sec-Fetch-Site': undefined }],
    ['a foreign origin', { 'Sec-Fetch-Site': undefined, Origin: 'http://evil.example' }],
    ['an origin that begins like ours', { 'Sec-Fetch-Site': undefined, Origin: 'http://shop.example.evil.example' }],
    ['an origin of null', { 'Sec-Fetch-Site': undefined, Origin: 'null' }],
    ['a navigation', { 'Sec-Fetch-Mode': 'navigate' }],
  ])('refuses %s, and stores nothing', async (_, headers) => {
    const open = shared();
    for (const path of ['events', 'consent']) {
      expect(await codeOf(await open.post(path, batchOf([pageView()]), headers))).toEqual([403, 'not-same-origin']);
    }
    expect(await open.stored()).toEqual([]);
  });

  it.each([
    ['Origin: null under no-referrer, as Firefox does', { Origin: 'null' }],
    ['the origin alone, as old browsers do', { 'Sec-Fetch-Site': undefined, Origin: 'http://shop.example' }],
  ])('takes a page that sends %s', async (_, headers) => {
    expect((await openCollector().post('events', batchOf([pageView()]), headers)).status).toBe(202);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
    'application/json5',
  ])('refuses the type %j, which a form could send', async (type) => {
    const open = openCollector();
    const response = await open.post('events', batchOf([pageView()]), { 'Content-Type': type });
    expect(await codeOf(response)).toEqual([415, 'media-type-unsupported']);
    expect(await open.stored()).toEqual([]);
  });

  it('answers no preflight with a permission', async () => {
    const open = shared();
    const response = await open.collector.fetch(
      new Request(`${BASE}/events`, {
        method: 'OPTIONS',
        headers: { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'POST' },
      }),
    );
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('T-90 size and encoding are judged before anything is parsed', () => {
  it('takes a body up to the limit and refuses the next byte', async () => {
    const open = openCollector();
    const statuses = [];
    for (const size of [MAX_BATCH_BYTES - 1, MAX_BATCH_BYTES, MAX_BATCH_BYTES + 1]) {
      statuses.push((await open.post('events', batchOfSize(size))).status);
    }
    expect(statuses).toEqual([202, 202, 413]);
  });

  it('counts what really comes, not what Content-Length says', async () => {
    const open = openCollector();
    const response = await open.post('events', batchOfSize(MAX_BATCH_BYTES + 1), { 'Content-Length': '10' });
    expect(await codeOf(response)).toEqual([413, 'body-too-large']);
    const claimed = await open.post('events', batchOfSize(500), { 'Content-Length': String(10 ** 9) });
    expect(await codeOf(claimed)).toEqual([413, 'body-too-large']);
  });

  it('stops reading a body that never ends', async () => {
    const open = openCollector();
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1024;
        controller.enqueue(new Uint8Array(1024).fill(32));
      },
    });
    const response = await open.collector.fetch(
      new Request(`${BASE}/events`, {
        method: 'POST',
        body: endless,
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
        // The type of RequestInit does not know it yet, and Node wants it for a stream.
        ...{ duplex: 'half' },
      }),
    );
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(2 * MAX_BATCH_BYTES);
  });

  it('refuses every encoding, without unpacking a bomb, a truncation or a second layer', async () => {
    const open = openCollector();
    const batch = Buffer.from(JSON.stringify(batchOf([pageView()])));
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 32));
    const small = bomb.subarray(0, 40_000);
    const before = process.memoryUsage().rss;
    const bodies: [string, Uint8Array][] = [
      ['gzip', gzipSync(batch)],
      ['gzip', small],
      ['gzip', gzipSync(gzipSync(batch))],
      ['gzip', gzipSync(batch).subarray(0, 30)],
      ['gzip', Buffer.concat([gzipSync(batch), batch])],
      ['br', brotliCompressSync(batch)],
      ['deflate', batch],
      ['identity', batch],
      ['gzip, br', batch],
      ['x', batch],
    ];
    for (const [encoding, body] of bodies) {
      const response = await open.post('events', body, { 'Content-Encoding': encoding });
      expect([encoding, ...(await codeOf(response))]).toEqual([encoding, 415, 'encoding-unsupported']);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
    // Packed bytes that do not say so are no JSON either.
    expect((await open.post('events', gzipSync(batch))).status).toBe(400);
    expect(await open.stored()).toEqual([]);
  });

  it('refuses more than 50 events', async () => {
    const open = openCollector();
    const response = await open.post('events', batchOf(Array.from({ length: 51 }, () => pageView())));
    expect(await codeOf(response)).toEqual([413, 'body-too-large']);
    expect(await open.stored()).toEqual([]);
  });
});

describe('T-91 strange JSON is refused or harmless', () => {
  const shared = shareCollector();
  const inEvents = (json: string) => `{"version":1,"scope":2,"purposes":["improve"],"events":${json}}`;
  const event = (properties: string) =>
    inEvents(`[{"metric":"page.view","day":"2026-11-21","id":"${'ab'.repeat(16)}","properties":${properties}}]`);

  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['white space', '   '],
    ['NaN', inEvents('NaN')],
    ['a comment', `${inEvents('[]')} // done`],
    ['something after the end', `${inEvents('[]')}{}`],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['text', '"events"'],
    ['an unknown field', inEvents('[]').replace('{', '{"admin":true,')],
    ['a field named __proto__', inEvents('[]').replace('{', '{"__proto__":{"polluted":true},')],
    ['events that are an object', inEvents('{"length":1}')],
    ['purposes that are text', inEvents('[]').replace('["improve"]', '"improve"')],
    ['a scope of 1e999', inEvents('[]').replace('"scope":2', '"scope":1e999')],
    ['a scope below nought', inEvents('[]').replace('"scope":2', '"scope":-1')],
    ['a fraction of a scope', inEvents('[]').replace('"scope":2', '"scope":1.5')],
    ['no version', inEvents('[]').replace('"version":1,', '')],
    ['a byte-order mark', `\uFEFF${inEvents('[]')}`],
    ['broken UTF-8', Buffer.concat([Buffer.from('{"version":1,"x":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])],
    ['UTF-16', Buffer.from(inEvents('[]'), 'utf16le')],
    ['a NUL', `${inEvents('[]')}\0`],
    ['an unclosed depth', '['.repeat(40_000)],
  ])('refuses %s with 400', async (_, body) => {
    expect((await shared().post('events', body)).status).toBe(400);
  });

  it('CH-15 refuses a later version of the wire by name', async () => {
    const body = inEvents('[]').replace('"version":1', '"version":2');
    expect(await codeOf(await shared().post('events', body))).toEqual([400, 'version-unsupported']);
  });

  it.each([
    ['depth', event(`{"path":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
    ['deep objects', event(`${'{"path":'.repeat(5_000)}1${'}'.repeat(5_000)}`)],
    ['thousands of keys', event(`{${Array.from({ length: 5_000 }, (_, at) => `"k${at}":1`).join()}}`)],
    ['__proto__', event('{"path":"/hats","__proto__":{"polluted":true}}')],
    ['__proto__ with a plain value', event('{"path":"/hats","__proto__":true}')],
    ['constructor', event('{"path":"/hats","constructor":"x"}')],
    ['a number too large', event('{"path":1e999}')],
    ['a lone surrogate', event('{"path":"/\\ud800"}')],
    ['a control character', event('{"path":"/\\u0000"}')],
    ['a long text', event(`{"path":"/${'a'.repeat(40_000)}"}`)],
    ['an event that is a string with a toJSON', inEvents('[{"toJSON":1,"id":{"toString":1}}]')],
  ])('drops an event of %s, answers 202, and nothing is polluted', async (_, body) => {
    const open = shared();
    const response = await open.post('events', body);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ stored: 0, dropped: [{ reason: expect.any(String) }] });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(await open.stored()).toEqual([]);
  });

  it('takes the last of two keys of one name, as JSON does, and checks that one', async () => {
    const open = openCollector();
    const first = await open.post('events', event('{"path":"/hats","path":"/orders/123456"}'));
    expect(await first.json()).toMatchObject({ stored: 0 });
    const second = await open.post('events', event('{"path":"/orders/123456","path":"/hats"}'));
    expect(await second.json()).toMatchObject({ stored: 1 });
    expect(await open.stored()).toMatchObject([{ properties: { path: '/hats' } }]);
  });

  it('T-92 answers any body with 202 or 4xx, and stores nothing that is off the schema', async () => {
    const open = openCollector();
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('page.view', '/hats', 'ab'.repeat(16), '2026-11-21', 'improve', '__proto__', 1, 2, true),
    );
    const key = fc.constantFrom('metric', 'day', 'id', 'properties', 'first', 'hour', 'session', 'path', '__proto__');
    const almostEvent = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value, { maxKeys: 3 })), { maxKeys: 8 });
    const body = fc.oneof(
      fc.record(
        {
          version: fc.oneof(fc.constant(1), value),
          scope: fc.oneof(fc.constant(2), value),
          purposes: fc.oneof(fc.constant(['improve']), fc.array(value), value),
          events: fc.oneof(fc.array(fc.oneof(almostEvent, fc.constant(pageView()))), value),
          drops: value,
        },
        { requiredKeys: [] },
      ),
      value,
    );
    await fc.assert(
      fc.asyncProperty(body, fc.nat(200), fc.nat(255), async (made, at, byte) => {
        const bytes = Buffer.from(JSON.stringify(made));
        // Every other body also has one byte changed.
        if (at % 2 === 0 && bytes.length > 0) bytes[at % bytes.length] = byte;
        const { status } = await open.post('events', bytes);
        expect([202, 400, 409, 413]).toContain(status);
      }),
      { numRuns: 300 },
    );
    for (const group of await open.stored()) {
      expect(group).toMatchObject({ metric: 'page.view', properties: { path: expect.stringMatching(/^\//) } });
    }
  });
});
