import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_BATCH_BYTES } from '../../../contract/limits.ts';
import { batchOf, type OpenCollector, openCollector, pageView } from './open-collector.ts';

/** Puts a collector behind a real socket. */
async function listen(open: OpenCollector): Promise<number> {
  const server = createServer((request, response) => void open.collector.listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port; // It listens on a port.
}

/** Sends bytes as they are and returns all that comes back until the connection ends or `until` is seen. */
function sendRaw(port: number, bytes: string, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (until !== undefined && answer.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const HEAD =
  'POST /askfirst/events HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n';

describe('through a real socket', () => {
  it('answers as through fetch: events, files, refusals', async () => {
    const open = openCollector();
    const port = await listen(open);
    const url = `http://127.0.0.1:${port}/askfirst`;
    const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
    const posted = await fetch(`${url}/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify(batchOf([pageView()])),
    });
    expect([posted.status, await posted.json()]).toMatchObject([202, { stored: 1 }]);
    const script = await fetch(`${url}/askfirst.js?x=1`, { headers: { 'Accept-Encoding': 'br' } });
    expect([script.status, script.headers.get('Content-Encoding')]).toEqual([200, 'br']);
    expect(await script.text()).toContain('"basePath":"/askfirst"');
    for (const name of ['site.json', 'keys.json']) {
      const head = await fetch(`${url}/${name}`, { method: 'HEAD' });
      expect([head.status, head.headers.get('Content-Length'), await head.text()]).not.toEqual([200, '0', '']);
      expect(head.status).toBe(200);
    }
    const refused = await fetch(`${url}/events`, {
      method: 'POST',
      body: '{}',
      headers: { ...headers, 'Sec-Fetch-Site': 'cross-site' },
    });
    expect([refused.status, refused.headers.get('Content-Type')]).toEqual([403, 'application/problem+json']);
  });

  it('says what is wrong where a body parser stands before it, and lets nobody wait', async () => {
    const errors: unknown[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (...said: unknown[]) => void errors.push(said) };
    const open = openCollector({ log });
    const port = await listen({
      ...open,
      collector: {
        ...open.collector,
        async listener(request, response) {
          for await (const _ of request);
          await open.collector.listener(request, response);
        },
      },
    });
    const posted = await fetch(`http://127.0.0.1:${port}/askfirst/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: JSON.stringify(batchOf([pageView()])),
    });
    expect([posted.status, await posted.json()]).toMatchObject([500, { code: 'internal' }]);
    expect(errors).toMatchObject([
      [expect.any(String), { cause: { message: expect.stringContaining('body parser') } }],
    ]);
  });

  it('T-90 refuses an announced giant before it comes, and hangs up', async () => {
    const port = await listen(openCollector());
    const answer = await sendRaw(port, `${HEAD}Content-Length: 10000000000\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/connection: close/i);
  });

  it('T-90 refuses an unannounced giant at the limit, and hangs up', async () => {
    const open = openCollector();
    const port = await listen(open);
    const chunk = ' '.repeat(16 * 1024);
    const chunks = `4000\r\n${chunk}\r\n`.repeat(4 + MAX_BATCH_BYTES / chunk.length);
    const answer = await sendRaw(port, `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunks}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('T-102 stores nothing of a body that breaks off, and serves the next request', async () => {
    const open = openCollector();
    const port = await listen(open);
    const body = JSON.stringify(batchOf([pageView()]));
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`${HEAD}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 60)}`, () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    const answer = await sendRaw(port, `${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`, '"stored":1');
    expect(answer).toContain('"stored":1');
    expect(await open.stored()).toMatchObject([{ count: 1 }]);
  });

  it('T-102 is done with a request whose client has left before its body was asked for, and logs no fault', async () => {
    const errors: unknown[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (...said: unknown[]) => void errors.push(said) };
    const open = openCollector({ log });
    const isDone = new Promise<void>((resolve, reject) => {
      const server = createServer(async (request, response) => {
        // As while a token is verified (`PUT preference`, `POST pass`).
        await new Promise((resolve) => request.once('close', resolve));
        open.collector.listener(request, response).then(resolve, reject);
      });
      onTestFinished(() => void server.close());
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo; // It listens on a port.
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(`${HEAD}Content-Length: 100\r\n\r\n{`, () => socket.destroy());
        });
      });
    });
    await isDone;
    expect(errors).toEqual([]);
  });

  it('T-102 answers requests sent in one go, in their order', async () => {
    const port = await listen(openCollector());
    const request = (path: string) => `GET /askfirst/${path} HTTP/1.1\r\nHost: shop.example\r\n\r\n`;
    const answer = await sendRaw(port, request('livez') + request('nothing.js') + request('readyz'), 'ready\n');
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });

  it.each(['', 'shop.example:99999', 'a b', '%00', 'shop.example/x', `${'a'.repeat(300)}.example`])(
    'serves no site to the host %j',
    async (host) => {
      const port = await listen(openCollector());
      const answer = await sendRaw(
        port,
        `GET /askfirst/site.json HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    },
  );

  it('believes X-Forwarded-Proto only behind a proxy it was told of', async () => {
    const protocolOf = async (trustProxy: number) => {
      const port = await listen(openCollector({ trustProxy }));
      const body = JSON.stringify(batchOf([]));
      const head = HEAD.replace(
        'Sec-Fetch-Site: same-origin',
        'Origin: https://shop.example\r\nX-Forwarded-Proto: https',
      );
      const answer = await sendRaw(port, `${head}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return answer.slice(9, 12);
    };
    expect([await protocolOf(0), await protocolOf(1)]).toEqual(['403', '202']);
  });
});
