/** Shop and collector for a run: their clock can be moved, every request is noted, and an answer can be lost. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { type Collector, createCollector } from 'askfirst/collector';
import { BASE_PATH, listen, stopListening } from '../serve-demo.ts';
import { serveShop } from '../shop/shop.ts';
import { createDoors } from './doors.ts';
import { K_THRESHOLD, TIME_ZONE } from './slots.ts';
import type { ReceivedRequest } from './truth/check-network.ts';

/** One request that reached shop or collector, and how it was answered. */
export interface NotedRequest extends ReceivedRequest {
  /** Instant by the run's clock. */
  readonly atMs: number;
  /** 0 until it is answered. */
  status: number;
  /** What was answered to a batch, whether it came through or not. */
  answer?: string;
}

/** The server of a run. */
export interface TrafficServer {
  readonly origin: string;
  readonly requests: readonly NotedRequest[];
  /** Addresses off the origin that a browser asked for. */
  readonly strangers: readonly { readonly browser: string; readonly url: string }[];
  /** By the run's clock. */
  now(): number;
  /** Moves the clock; it goes on running from there. */
  moveTo(instant: string): void;
  /** Opens the one way by which a browser context reaches the server; returns the proxy's address. */
  openDoor(browser: string): Promise<string>;
  /** The next batch of this browser is stored, and its answer is lost. */
  loseNextAnswer(browser: string): void;
  /** Asks the admin port. */
  askAdmin(path: string): Promise<unknown>;
  closeDays(): Promise<void>;
  close(): Promise<void>;
}

/** A clock that runs, and can be moved. */
function createClock(): { now(): number; moveTo(instant: string): void } {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    moveTo: (instant) => {
      ahead = Date.parse(instant) - Date.now();
    },
  };
}

/** Starts shop and collector on a free port, with registry and data in `folder`. */
export async function startTrafficServer(
  folder: string,
  nextOrder: () => number,
  start: string,
): Promise<TrafficServer> {
  const clock = createClock();
  clock.moveTo(start);
  const collector = createCollector({
    dataFolder: join(folder, 'data'),
    registryFolder: copyRegistry(folder),
    clock,
  });
  const requests: NotedRequest[] = [];
  const strangers: { browser: string; url: string }[] = [];
  const losing = new Set<string>();
  const shop = getRequestListener(serveShop);
  const receive = (browser: string, request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith(`${BASE_PATH}/`))
      void collect(request, response, { browser, origin, clock, collector, requests, losing, nextOrder });
    else void shop(request, response);
  };
  // Whoever comes here directly has gone past the doors, and is nobody that the truth knows.
  const listening = await listen((request, response) => receive('', request, response), { port: 0, host: '127.0.0.1' });
  const origin = `http://localhost:${listening.port}`;
  const doors = createDoors({ origin, receive, onStranger: (browser, url) => strangers.push({ browser, url }) });
  const token = readFileSync(join(folder, 'data', 'admin-token'), 'utf8').trim();
  return {
    origin,
    requests,
    strangers,
    ...clock,
    openDoor: (browser) => doors.open(browser),
    loseNextAnswer: (browser) => losing.add(browser),
    askAdmin: async (path) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await collector.admin.fetch(new Request(`http://localhost${path}`, { headers }));
      if (!answer.ok) throw new Error(`The admin port answered ${answer.status} to ${path}: ${await answer.text()}`);
      return answer.json();
    },
    closeDays: () => collector.closeDays(),
    close: async () => {
      await doors.close();
      await stopListening(listening);
      await collector.close();
    },
  };
}

/** The shop's own registry, as a live site would have it: localhost counts like any other host, and the threshold is small. */
function copyRegistry(folder: string): string {
  const copy = join(folder, 'registry');
  cpSync(fileURLToPath(new URL('../shop/askfirst', import.meta.url)), copy, { recursive: true });
  const file = join(copy, 'askfirst.yaml');
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !/^(timeZone|kThreshold|development):/.test(line));
  writeFileSync(
    file,
    [...kept, `timeZone: ${TIME_ZONE}`, `kThreshold: ${K_THRESHOLD}`, 'development: false', ''].join('\n'),
  );
  return copy;
}

/** Notes a request before the collector sees it, and hands the answer on unless it is to be lost. */
async function collect(
  request: IncomingMessage,
  response: ServerResponse,
  parts: {
    readonly browser: string;
    readonly origin: string;
    readonly clock: { now(): number };
    readonly collector: Collector;
    readonly requests: NotedRequest[];
    readonly losing: Set<string>;
    nextOrder(): number;
  },
): Promise<void> {
  const order = parts.nextOrder();
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // The page was left while it spoke: nothing of it has arrived.
    return;
  }
  const url = new URL(request.url ?? '/', parts.origin);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const),
  );
  const noted: NotedRequest = {
    order,
    atMs: parts.clock.now(),
    browser: parts.browser,
    method: request.method ?? 'GET',
    path: url.pathname,
    search: url.search,
    headers,
    body: Buffer.concat(chunks).toString(),
    status: 0,
  };
  parts.requests.push(noted);
  const { method } = noted;
  const body = method === 'GET' || method === 'HEAD' ? null : noted.body;
  const answer = await parts.collector.fetch(new Request(url, { method, headers, body }));
  const answered = Buffer.from(await answer.arrayBuffer());
  noted.status = answer.status;
  if (url.pathname === `${BASE_PATH}/events`) {
    noted.answer = answered.toString();
    if (parts.losing.delete(parts.browser)) {
      request.socket.destroy();
      return;
    }
  }
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(answered);
}
