/** A node:http server with bounds on what a client may hold open. */

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartProblem } from '../start-problem.ts';

/** A client that sends its headers slower than this is cut off (T-102). */
const HEADERS_TIMEOUT_MS = 10_000;
/** A client that sends its whole request slower than this is cut off (T-102). */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longest an idle connection is kept. Our choice: longer than a page's pauses, shorter than a proxy would like. */
const KEEP_ALIVE_MS = 10_000;
/** How often timeouts are looked for; Node's own 30 s would let a slow client have 40. */
const CHECK_EVERY_MS = 2_000;
/** Largest headers, in bytes. Our choice: a site's cookies fit, since browsers add them to static files. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Most connections at once. Our choice; each costs some 10 kB. */
const MAX_CONNECTIONS = 5_000;

/** How often an ending server looks for connections whose last answer is out. Our choice. */
const SWEEP_EVERY_MS = 20;

/** A server that listens. */
export interface OpenServer {
  readonly port: number;
  /** Takes no new connection, lets requests in flight end for at most `patienceMs`, then cuts off what is left. */
  close(patienceMs: number): Promise<void>;
}

/** Listens; `localhost` means both loopback addresses, as browsers take it. Throws StartProblem where that fails. */
export async function openServer(
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<OpenServer> {
  let closing = false;
  const make = () => {
    const server = createServer(
      {
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: CHECK_EVERY_MS,
        maxHeaderSize: MAX_HEADER_BYTES,
      },
      (request, response) => {
        // A client that keeps asking must not keep us from ending.
        if (closing) response.setHeader('Connection', 'close');
        listener(request, response);
      },
    );
    server.maxConnections = MAX_CONNECTIONS;
    return server;
  };
  const first = make();
  const servers: Server[] = [first];
  await listen(first, port, host === 'localhost' ? '127.0.0.1' : host);
  const bound = (first.address() as AddressInfo).port; // A server that listens on a port has one.
  if (host === 'localhost') {
    const second = make();
    try {
      await listen(second, bound, '::1');
      servers.push(second);
    } catch {
      // No IPv6 here, or the port is taken there: browsers then use the other address.
    }
  }
  return {
    port: bound,
    async close(patienceMs) {
      closing = true;
      // Node closes connections that are idle now; those that fall idle later would be kept until their time is out.
      const sweep = setInterval(() => {
        for (const server of servers) server.closeIdleConnections();
      }, SWEEP_EVERY_MS);
      const timer = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, patienceMs);
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      clearTimeout(timer);
      clearInterval(sweep);
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartProblem(
      `Cannot listen on ${host}:${port} (${code}). Choose another with --port, --host or --admin-port.`,
      {
        cause: error,
      },
    );
  }
}
