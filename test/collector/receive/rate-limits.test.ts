import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRateLimits } from '../../../collector/receive/rate-limits.ts';
import { readSenderAddress } from '../../../collector/receive/sender-address.ts';
import { BASE, batchOf, NOON_MS, type OpenCollector, openCollector, pageView } from './open-collector.ts';

/** More than any budget of one sender. */
const FLOOD = 1_500;

/** A clock of which the wall may jump while time itself goes on. */
function openWithClock(trustProxy: number) {
  const clock = { nowMs: NOON_MS, steadyMs: 0, now: () => clock.nowMs, steady: () => clock.steadyMs };
  return { open: openCollector({ clock, trustProxy }), clock };
}

/** Posts an empty batch as seen from an address. */
async function postFrom(open: OpenCollector, address: string, path = 'events', forwardedFor?: string) {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
  if (forwardedFor !== undefined) headers['X-Forwarded-For'] = forwardedFor;
  const request = new Request(`${BASE}/${path}`, { method: 'POST', headers, body: JSON.stringify(batchOf([])) });
  return open.collector.fetch(request, { remoteAddress: address });
}

/** Posts until refused. @returns how many were taken, and the refusal */
async function flood(open: OpenCollector, address: string, path = 'events') {
  for (let taken = 0; taken < FLOOD; taken++) {
    const answer = await postFrom(open, address, path);
    if (answer.status === 429) return { taken, answer };
  }
  return { taken: FLOOD, answer: undefined };
}

describe('limits', () => {
  it('refuse a flood from one address with 429 and Retry-After, and nobody else', async () => {
    const { open, clock } = openWithClock(0);
    const { answer } = await flood(open, '198.51.100.7');
    expect(answer?.status).toBe(429);
    expect(await answer?.json()).toMatchObject({ code: 'too-many-requests' });
    const wait = Number(answer?.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(0);
    expect((await postFrom(open, '198.51.100.8')).status).toBe(202);
    // Whoever waits as told is heard.
    clock.steadyMs += wait * 1_000;
    expect((await postFrom(open, '198.51.100.7')).status).toBe(202);
  });

  it('leave rights alone when events are refused, and the other way round', async () => {
    const { open } = openWithClock(0);
    await flood(open, '198.51.100.7');
    // Malformed, but heard.
    expect((await postFrom(open, '198.51.100.7', 'erase')).status).toBe(400);
    const { answer } = await flood(open, '198.51.100.9', 'access');
    expect(answer?.status).toBe(429);
    expect((await postFrom(open, '198.51.100.9')).status).toBe(202);
  });

  it('T-72 hold for guesses at rights from a thousand addresses too', async () => {
    const { open } = openWithClock(0);
    const statuses = new Map<number, number>();
    for (let guess = 0; guess < 2_000; guess++) {
      const address = `198.51.${Math.floor(guess / 250)}.${guess % 250}`;
      const { status } = await postFrom(open, address, 'access');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses.get(429)).toBeGreaterThan(500);
    expect((await postFrom(open, '203.0.113.1')).status).toBe(202);
  });

  it('count the first 64 bits of an IPv6 address, which one subscriber holds', async () => {
    const { open } = openWithClock(0);
    let refused = 0;
    for (let host = 1; host <= FLOOD; host++) {
      const { status } = await postFrom(open, `2001:db8:1:2::${host.toString(16)}`);
      if (status === 429) refused++;
    }
    expect(refused).toBeGreaterThan(0);
    expect((await postFrom(open, '2001:db8:1:3::1')).status).toBe(202);
  });

  it('are off by address behind a loopback or private peer that nobody vouched for, and the start says so', async () => {
    const said: string[] = [];
    const note = (sentence: string) => void said.push(sentence);
    const open = openCollector({ log: { info: note, warn: note, error: note } });
    expect(said.filter((sentence) => sentence.startsWith('no proxy is trusted'))).toHaveLength(1);
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '192.168.7.8', '172.20.0.1', 'fd00::1']) {
      expect(readSenderAddress({ peer, forwardedFor: '198.51.100.7', trustProxy: 0 })).toBeUndefined();
    }
    const { taken } = await flood(open, '10.1.2.3');
    expect(taken).toBe(FLOOD);
    // The limits of the site are on.
    const limits = createRateLimits(() => 0);
    let sites = 0;
    while (limits.take('events', BASE, undefined) === undefined) sites++;
    expect(sites).toBe(20_000);
    expect(limits.take('events', 'http://forge.example/askfirst', undefined)).toBeUndefined();
  });

  it('T-104 go by time that passes, whatever the clock says', async () => {
    const { open, clock } = openWithClock(0);
    await flood(open, '198.51.100.7');
    for (const jumpMs of [3_600_000, -7_200_000, 3_600_000]) {
      clock.nowMs += jumpMs;
      expect((await postFrom(open, '198.51.100.7')).status).toBe(429);
    }
    clock.steadyMs += 10_000;
    expect((await postFrom(open, '198.51.100.7')).status).toBe(202);
  });

  it('are not used up by other sites that make browsers post here', async () => {
    const { open } = openWithClock(0);
    for (let post = 0; post < FLOOD; post++) {
      const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'cross-site' };
      const request = new Request(`${BASE}/events`, { method: 'POST', headers, body: '{}' });
      expect((await open.collector.fetch(request, { remoteAddress: '198.51.100.7' })).status).toBe(403);
    }
    expect((await postFrom(open, '198.51.100.7')).status).toBe(202);
  });

  it('know an address under another name each day', () => {
    let nowMs = 0;
    const limits = createRateLimits(() => nowMs);
    const today = limits.toSender('198.51.100.7');
    expect(limits.toSender('198.51.100.7')).toBe(today);
    expect(today).not.toContain('198');
    nowMs += 24 * 60 * 60 * 1000;
    expect(limits.toSender('198.51.100.7')).not.toBe(today);
    expect(createRateLimits(() => 0).toSender('198.51.100.7')).not.toBe(today);
  });
});

describe('T-89 X-Forwarded-For', () => {
  it('is not believed without a trusted proxy: one sender who writes a new one each time is limited all the same', async () => {
    const { open } = openWithClock(0);
    const statuses: number[] = [];
    for (let post = 0; post < FLOOD; post++) {
      const spoofed = `203.0.${Math.floor(post / 250)}.${post % 250}`;
      statuses.push((await postFrom(open, '198.51.100.7', 'events', spoofed)).status);
    }
    expect(statuses).toContain(429);
  });

  it('counts with one proxy as to its last entry, whatever the client wrote before it', async () => {
    const { open } = openWithClock(1);
    const statuses: number[] = [];
    for (let post = 0; post < FLOOD; post++) {
      const spoofed = `203.0.${Math.floor(post / 250)}.${post % 250}, 198.51.100.7`;
      statuses.push((await postFrom(open, '10.0.0.1', 'events', spoofed)).status);
    }
    expect(statuses).toContain(429);
    expect((await postFrom(open, '10.0.0.1', 'events', '198.51.100.7, 198.51.100.8')).status).toBe(202);
  });

  it.each([
    ['203.0.113.1', 1, '203.0.113.1'],
    ['evil, 203.0.113.1', 1, '203.0.113.1'],
    ['203.0.113.1, 10.0.0.2', 2, '203.0.113.1'],
    ['203.0.113.1:50123', 1, '203.0.113.1'],
    ['[2001:db8::7]:443', 1, '2001:db8:0:0'],
    ['2001:DB8:0:1::', 1, '2001:db8:0:1'],
    ['::ffff:203.0.113.1', 1, '203.0.113.1'],
    // A client behind the proxy may well have a private address of its own.
    ['10.4.5.6', 1, '10.4.5.6'],
    ['203.0.113.1', 2, undefined],
    ['', 1, undefined],
    [',', 1, undefined],
    ['unknown', 1, undefined],
    ['999.1.1.1', 1, undefined],
    ['203.0.113.1, ', 1, undefined],
  ])('%j behind %i proxies is %s', (forwardedFor, trustProxy, address) => {
    expect(readSenderAddress({ peer: '10.0.0.1', forwardedFor, trustProxy })).toBe(address);
  });

  it('of any text makes an address or nothing, and never an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.ipV6(), fc.ipV4Extended()),
        fc.nat(3),
        fc.option(fc.ipV6()),
        (text, trustProxy, peer) => {
          const address = readSenderAddress({ peer: peer ?? undefined, forwardedFor: text, trustProxy });
          expect(address === undefined || /^(?:[\d.]+|[\da-f]+(?::[\da-f]+){3})$/.test(address)).toBe(true);
        },
      ),
    );
  });

  it('is read off a real socket as well, garbage included', async () => {
    const open = openCollector({ trustProxy: 1 });
    const server = createServer((request, response) => void open.collector.listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo; // It listens on a port.
    const post = (forwardedFor: string) =>
      new Promise<string>((resolve, reject) => {
        const body = JSON.stringify(batchOf([pageView()]));
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(
            `POST /askfirst/events HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n` +
              `X-Forwarded-For: ${forwardedFor}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          ),
        );
        socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')));
        socket.once('data', (data) => {
          socket.destroy();
          resolve(data.toString().split(' ')[1] ?? '');
        });
        socket.once('error', reject);
      });
    for (const garbage of [`${'1.2.3.4, '.repeat(900)}x`, '"><script>', '%00', '::::', '0x7f.1'])
      expect(await post(garbage)).toBe('202');
    let answers: string[] = [];
    // Many at once, so that a slow machine gives no allowance back meanwhile.
    for (let posts = 0; posts < 4 * FLOOD && !answers.includes('429'); posts += 50)
      answers = await Promise.all(Array.from({ length: 50 }, () => post('198.51.100.7')));
    expect(answers).toContain('429');
  });
});

describe('the operator’s switch', () => {
  it('answers events, consents and passes with 410, and goes on with rights, files and health', async () => {
    const open = openCollector({ switchedOff: true });
    for (const path of ['events', 'consent', 'pass']) {
      const answer = await open.post(path, batchOf([pageView()]));
      expect([path, answer.status, await answer.json()]).toMatchObject([path, 410, { code: 'switched-off' }]);
      expect(answer.headers.get('Askfirst-Collector')).toBe('1');
    }
    expect(await open.stored()).toEqual([]);
    // Malformed, but heard.
    for (const path of ['erase', 'withdraw', 'access']) expect((await open.post(path, {})).status).toBe(400);
    expect((await open.get('askfirst.js')).status).toBe(200);
    expect((await open.get('readyz')).status).toBe(200);
  });
});
