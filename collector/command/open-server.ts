/** A node:http server with bounds on what a client may hold open. */

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartProblem } from '../start-problem.ts';

/** What a client may hold open, and for how long. */
export interface ServerLimits {
  /** A client that sends its headers slower than this is cut off (T-102). */
  readonly headersTimeoutMs: number;
  /** A client that sends its whole request slower than this is cut off (T-102). */
  readonly requestTimeoutMs: number;
  /** Longest an idle connection is kept. */
  readonly keepAliveMs: number;
  /** Longest a connection is kept on which nothing moves, such as one whose answer nobody reads. */
  readonly stalledMs: number;
  /** How often timeouts are looked for. */
  readonly checkEveryMs: number;
  /** Largest headers, in bytes. */
  readonly maxHeaderBytes: number;
  /** Most connections at once, on each address that is listened on. */
  readonly maxConnections: number;
}

/** Those of `serve`. The two of T-102 are asked for there; the others are our choice. */
export const SERVER_LIMITS: ServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  // Longer than a page's pauses, shorter than a proxy would like.
  keepAliveMs: 10_000,
  // Well over the 30 s that a report may take, during which nothing moves either.
  stalledMs: 120_000,
  // Node's own 30 s would let a slow client have 40.
  checkEveryMs: 2_000,
  // A site's cookies fit, since browsers add them to static files.
  maxHeaderBytes: 16 * 1024,
  // Each costs some 10 kB.
  maxConnections: 5_000,
};

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
  {
    host,
    port,
    limits = SERVER_LIMITS,
  }: { readonly host: string; readonly port: number; readonly limits?: ServerLimits },
): Promise<OpenServer> {
  let closing = false;
  const make = () => {
    const server = createServer(
      {
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: limits.requestTimeoutMs,
        keepAliveTimeout: limits.keepAliveMs,
        connectionsCheckingInterval: limits.checkEveryMs,
        maxHeaderSize: limits.maxHeaderBytes,
      },
      (request, response) => {
        // A client that keeps asking must not keep us from ending.
        if (closing) response.setHeader('Connection', 'close');
        listener(request, response);
      },
    );
    server.timeout = limits.stalledMs;
    server.maxConnections = limits.maxConnections;
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
