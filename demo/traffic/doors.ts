/**
 * One proxy for each browser context: whatever leaves a context passes its door, also what a page sends while it closes, which
 * no tool inside the browser can tell us of. So the log knows whose every request is, and sees strangers' addresses too.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What passes a door. */
export interface DoorParts {
  /** The only origin there is. */
  readonly origin: string;
  /** Gets what is for the origin, with the path alone as its address. */
  receive(browser: string, request: IncomingMessage, response: ServerResponse): void;
  /** Told of what is for anybody else; it goes nowhere. */
  onStranger(browser: string, url: string): void;
}

/** The doors of a run. */
export interface Doors {
  /** Opens one; returns the proxy's address. */
  open(browser: string): Promise<string>;
  close(): Promise<void>;
}

/** Makes doors that lead to one origin. */
export function createDoors({ origin, receive, onStranger }: DoorParts): Doors {
  const servers: Server[] = [];
  const toListener =
    (browser: string): RequestListener =>
    (request, response) => {
      const url = new URL(request.url ?? '/', origin);
      if (url.origin === origin) {
        request.url = url.pathname + url.search;
        receive(browser, request, response);
        return;
      }
      onStranger(browser, url.href);
      response.writeHead(502).end();
    };
  return {
    open: (browser) =>
      new Promise((resolve) => {
        const server = createServer(toListener(browser));
        // An encrypted connection is asked for by name, and nothing here is called by one.
        server.on('connect', (request, socket) => {
          onStranger(browser, `https://${request.url}/`);
          socket.destroy();
        });
        servers.push(server);
        // A server that listens on TCP has an address with a port.
        server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
      }),
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
