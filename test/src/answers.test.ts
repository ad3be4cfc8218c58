import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffMs, MAX_REST_MS, parseRetryAfter, post } from '../../src/send/post.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['-5', 0],
    [String(10 ** 12), MAX_REST_MS],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
    [new Date(NOW - 90_000).toUTCString(), 0],
    [new Date(NOW + 10 ** 12).toUTCString(), MAX_REST_MS],
    ['abc', 60_000],
    ['', 60_000],
    [null, 60_000],
  ])('T-27 %j means %d ms', (header, restMs) => expect(parseRetryAfter(header, NOW)).toBe(restMs));

  it('T-27 is never negative and never more than an hour, whatever the header says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (header) => {
        const restMs = parseRetryAfter(header, NOW);
        return restMs >= 0 && restMs <= MAX_REST_MS;
      }),
    );
  });
});

describe('back-off', () => {
  it('T-29 spreads 1,000 clients: no tenth of the time has more than three times the mean', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (const tries of [1, 2, 4, 8]) {
      const mostMs = backOffMs(tries, 1);
      const buckets = Array.from({ length: 10 }, () => 0);
      for (let client = 0; client < 1_000; client++) {
        const bucket = Math.min(9, Math.floor((backOffMs(tries, random()) / mostMs) * 10));
        buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      }
      expect(Math.max(...buckets)).toBeLessThan(300);
      expect(Math.min(...buckets)).toBeGreaterThan(0);
    }
  });

  it('T-29 doubles with each try and ends at a minute', () => {
    expect([0, 1, 2, 3, 10, 1_000].map((tries) => backOffMs(tries, 1))).toEqual([
      1_000, 2_000, 4_000, 8_000, 60_000, 60_000,
    ]);
  });
});

describe('an answer', () => {
  const answer = (response: () => unknown) =>
    // What a page may put in place of fetch is the point: it may throw at once, and give something that is no promise.
    post({ fetch: response as unknown as typeof fetch, now: () => NOW }, 'http://x/', {});
  const collector = { 'Askfirst-Collector': '1' };

  it('of a collector is its status and, if it is good, its body', async () => {
    expect(await answer(() => new Response('{"stored":1}', { status: 202, headers: collector }))).toEqual({
      status: 202,
      body: { stored: 1 },
    });
    expect(await answer(() => new Response('', { status: 413, headers: collector }))).toEqual({ status: 413 });
    expect(
      await answer(() => new Response('', { status: 503, headers: { ...collector, 'Retry-After': '2' } })),
    ).toEqual({ status: 503, restMs: 2_000 });
    expect(await answer(() => new Response('', { status: 410, headers: collector }))).toEqual({ status: 410 });
  });

  it('T-30 T-44 T-47 of anybody else is none', async () => {
    const nobody = { status: 0 };
    expect(await answer(() => new Response('<html>', { status: 200 }))).toEqual(nobody);
    expect(await answer(() => new Response('{}', { status: 202 }))).toEqual(nobody);
    expect(await answer(() => new Response('<html>', { status: 202, headers: collector }))).toEqual(nobody);
    expect(await answer(() => Response.error())).toEqual(nobody);
    expect(await answer(() => undefined)).toEqual(nobody);
    expect(await answer(() => 'text')).toEqual(nobody);
    expect(
      await answer(() => {
        throw new TypeError('Failed to fetch');
      }),
    ).toEqual(nobody);
  });

  it('T-33 a 410 of anybody else is no order to fall silent', async () => {
    expect(await answer(() => new Response('', { status: 410 }))).toEqual({ status: 404 });
  });

  it('P5 the browser is told to refuse other origins, redirects, cookies and referrers', async () => {
    let asked: RequestInit | undefined;
    const fetch = async (_url: unknown, init?: RequestInit) => {
      asked = init;
      return new Response('{}', { status: 202, headers: collector });
    };
    // The type of fetch has more shapes than this test needs.
    await post({ fetch: fetch as typeof globalThis.fetch, now: () => NOW }, 'http://x/', { body: '{}' });
    expect(asked).toMatchObject({
      method: 'POST',
      mode: 'same-origin',
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  });
});
