/** One server for shop, forge and their collectors: what lies under a collector's base path is its own. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { serveShop } from './shop/shop.ts';

/** Where the collector is mounted. */
export const BASE_PATH = '/askfirst';

/** A server that listens, and where. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
}

/** Where the forge's collector is mounted: a site of its own on the same origin. */
export const FORGE_BASE_PATH = '/forge/askfirst';

/** The forge and the collector of its site. */
export interface ServedForge {
  readonly collector: RequestListener;
  readonly serve: (request: Request) => Promise<Response>;
}

/** Gives what is under a base path to its collector, what is under `/forge` to the forge, and the rest to the shop. */
export function toDemoListener(collector: RequestListener, forge?: ServedForge): RequestListener {
  const shop = getRequestListener(serveShop);
  const serveForge = forge && getRequestListener(forge.serve);
  return (request, response) => {
    const { url = '/' } = request;
    if (forge && url.startsWith(`${FORGE_BASE_PATH}/`)) return forge.collector(request, response);
    if (serveForge && /^\/forge(?:[/?]|$)/.test(url)) return serveForge(request, response);
    const isCollectors = url.startsWith(`${BASE_PATH}/`) || url.startsWith('/.well-known/');
    return isCollectors ? collector(request, response) : shop(request, response);
  };
}

/**
 * Listens on a port, 0 for any that is free.
 * Rejects with the system's error, whose code is `EADDRINUSE` where somebody else has the port.
 */
export function listen(listener: RequestListener, { port, host }: { port: number; host: string }): Promise<Listening> {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A server that listens on TCP has an address with a port.
      resolve({ server, port: (server.address() as AddressInfo).port });
    });
  });
}

/** Stops listening and ends what connections are left. */
export function stopListening({ server }: Listening): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
