/** One server for shop and collector: what lies under the collector's base path is its own, everything else is the shop's. */
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

/** Gives what is under the base path to the collector and the rest to the shop. */
export function toDemoListener(collector: RequestListener): RequestListener {
  const shop = getRequestListener(serveShop);
  return (request, response) => {
    const isCollectors = request.url?.startsWith(`${BASE_PATH}/`) || request.url?.startsWith('/.well-known/');
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
