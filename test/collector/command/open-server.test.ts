import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openServer, SERVER_LIMITS, type ServerLimits } from '../../../collector/command/open-server.ts';
import { batchOf, openCollector, pageView } from '../receive/open-collector.ts';

// Whoever is not cut off lets the test run into this.
vi.setConfig({ testTimeout: 60_000 });

const HEAD =
  'POST /askfirst/events HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n';
const GET = 'GET /askfirst/site.json HTTP/1.1\r\nHost: shop.example\r\n';

/** The server of `serve` before a whole collector; `faults` are what the log has to say. */
async function listen(limits: Partial<ServerLimits> = {}) {
  const faults: unknown[] = [];
  const fault = (...said: unknown[]) => void faults.push(said);
  const open = openCollector({ log: { info: () => undefined, warn: () => undefined, error: fault } });
  const all = { ...SERVER_LIMITS, ...limits };
  const server = await openServer(open.collector.listener, { host: '127.0.0.1', port: 0, limits: all });
  onTestFinished(() => server.close(0));
  return { open, port: server.port, faults };
}

/** A connection that collects what comes back. `ended` gives it, with how long the connection stood. */
function hold(port: number, bytes: string) {
  const startedAtMs = performance.now();
  let answer = '';
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.write(bytes);
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  // Bytes that cross the goodbye are answered by a reset: cut off all the same.
  socket.on('error', () => undefined);
  socket.on('end', () => socket.end());
  const ended = new Promise<{ answer: string; stoodMs: number }>((resolve) =>
    socket.once('close', () => resolve({ answer, stoodMs: performance.now() - startedAtMs })),
  );
  return { socket, ended, answer: () => answer };
}

const statusOf = async (port: number) =>
  await fetch(`http://127.0.0.1:${port}/askfirst/site.json`, { headers: { Connection: 'close' } }).then(
    ({ status }) => status,
    () => 'hung up',
  );

describe('T-102 what a client may hold open', () => {
  it('is 10 s for headers and 30 s for a whole request', () => {
    expect(SERVER_LIMITS).toMatchObject({ headersTimeoutMs: 10_000, requestTimeoutMs: 30_000 });
    // Looked for often enough that nobody has much more than that.
    expect(SERVER_LIMITS.checkEveryMs).toBeLessThanOrEqual(2_000);
  });

  it('ends for a body that drips; nothing is stored and others are served', async () => {
    const { open, port, faults } = await listen({ headersTimeoutMs: 500, requestTimeoutMs: 1_000, checkEveryMs: 50 });
    const batch = JSON.stringify(batchOf([pageView()]));
    // All that matters is there, but not all that was announced.
    const slow = hold(port, `${HEAD}Content-Length: 40000\r\n\r\n${batch}`);
    // Byte by byte, so that no idle time-out is what ends it.
    const drip = setInterval(() => slow.socket.writable && slow.socket.write(' '), 50);
    onTestFinished(() => clearInterval(drip));
    expect(await statusOf(port)).toBe(200);
    const { answer, stoodMs } = await slow.ended;
    // A drip that crosses the goodbye resets the connection before the 408 was read.
    expect(answer).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
    expect(stoodMs).toBeGreaterThanOrEqual(1_000);
    // Looked for as often as was said: Node by itself would look after 30 s.
    expect(stoodMs).toBeLessThan(20_000);
    expect([await open.stored(), faults]).toEqual([[], []]);
    expect(await statusOf(port)).toBe(200);
  });

  it('ends for one that is gone without a goodbye, wherever it left', async () => {
    const limits = { headersTimeoutMs: 300, requestTimeoutMs: 300, keepAliveMs: 300, checkEveryMs: 50 };
    const { port, faults } = await listen(limits);
    const gone: [string, RegExp][] = [
      ['', /^HTTP\/1\.1 408 /],
      [HEAD, /^HTTP\/1\.1 408 /],
      [`${HEAD}Content-Length: 9\r\n\r\n{`, /^HTTP\/1\.1 408 /],
      // Its answer is out, and the connection could serve another request.
      [`${GET}\r\n`, /^HTTP\/1\.1 200 /],
    ];
    for (const { ended, expected } of gone.map(([bytes, expected]) => ({ ...hold(port, bytes), expected }))) {
      const { answer, stoodMs } = await ended;
      expect(answer).toMatch(expected);
      expect(stoodMs).toBeGreaterThanOrEqual(300);
    }
    expect(faults).toEqual([]);
  });

  it('ends at once for one that has closed its half', async () => {
    // Limits of minutes: what ends these is the other half.
    const minutes = 10 * 60_000;
    const limits = { headersTimeoutMs: minutes, requestTimeoutMs: minutes, keepAliveMs: minutes, stalledMs: minutes };
    const { open, port, faults } = await listen(limits);
    for (const bytes of ['', HEAD, `${HEAD}Content-Length: 9\r\n\r\n{`, `${GET}\r\n`]) {
      const half = hold(port, bytes);
      half.socket.end();
      await half.ended;
    }
    expect([await open.stored(), faults]).toEqual([[], []]);
    expect(await statusOf(port)).toBe(200);
  });

  it('ends for one that does not read its answer', async () => {
    // More than the system keeps of it for a reader.
    const answer = Buffer.alloc(64 * 1024 * 1024);
    let tell: (stoodMs: number) => void = () => undefined;
    const stoodMs = new Promise<number>((resolve) => {
      tell = resolve;
    });
    const listener: RequestListener = (_request, response) => {
      const startedAtMs = performance.now();
      response.once('close', () => tell(performance.now() - startedAtMs));
      response.end(answer);
    };
    const limits = { ...SERVER_LIMITS, stalledMs: 500 };
    const server = await openServer(listener, { host: '127.0.0.1', port: 0, limits });
    onTestFinished(() => server.close(0));
    const { socket } = hold(server.port, `${GET}\r\n`);
    socket.pause();
    expect(await stoodMs).toBeGreaterThanOrEqual(500);
  });

  it('are headers of 16 KiB: a byte more is refused with 431, and a site’s cookies fit', async () => {
    const { port } = await listen();
    const withCookie = (bytes: number) => `${GET}Connection: close\r\nCookie: c=${'x'.repeat(bytes)}\r\n\r\n`;
    expect((await hold(port, withCookie(15 * 1024)).ended).answer).toMatch(/^HTTP\/1\.1 200 /);
    expect((await hold(port, withCookie(17 * 1024)).ended).answer).toMatch(/^HTTP\/1\.1 431 /);
    const many = Array.from({ length: 1_700 }, (_, at) => `X-${at}: 1\r\n`).join('');
    expect((await hold(port, `${GET}Connection: close\r\n${many}\r\n`).ended).answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(await statusOf(port)).toBe(200);
  });

  it('is so many connections and no more; the next is heard once one has gone', async () => {
    const { port } = await listen({ maxConnections: 3 });
    const held = Array.from({ length: 3 }, () => hold(port, `${GET}\r\n`));
    for (const { answer } of held) await expect.poll(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect((await hold(port, `${GET}\r\n`).ended).answer).toBe('');
    expect(await statusOf(port)).toBe('hung up');
    held[0]?.socket.destroy();
    await expect.poll(() => statusOf(port)).toBe(200);
  });
});
