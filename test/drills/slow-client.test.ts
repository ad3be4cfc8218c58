import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCollector } from './collector-process.ts';

describe('a client that holds on', () => {
  it('T-102 is cut off after 10 s of sending headers, while others are served', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'askfirst-slow-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const collector = await startCollector(folder);
    onTestFinished(async () => void (await collector.end('SIGKILL')));
    const port = Number(new URL(collector.url).port);

    let answer = '';
    const sockets = Array.from({ length: 50 }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) {
      socket.on('data', (chunk) => {
        answer = chunk.toString();
      });
      // A drip that crosses the collector's goodbye is answered by a reset: cut off all the same.
      socket.on('error', () => undefined);
      socket.write('POST /askfirst/events HTTP/1.1\r\nHost: shop.example\r\n');
    }
    const startedAtMs = performance.now();
    const closed = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    // Drip by drip, so that no idle time-out is what ends it.
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write('X-Slow: 1\r\n');
    }, 1_000);
    expect((await fetch(`${collector.url}/site.json`)).status).toBe(200);
    await closed;
    clearInterval(drip);
    expect(performance.now() - startedAtMs).toBeGreaterThan(9_000);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
    await collector.end('SIGTERM');
  });
});
