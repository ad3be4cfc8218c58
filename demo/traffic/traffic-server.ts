/** Shop and collector for a run: their clock can be moved, every request to the collector is noted, and an answer can be lost. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Collector, createCollector } from 'askfirst/collector';
import { BASE_PATH, listen, stopListening, toDemoListener } from '../serve-demo.ts';
import { K_THRESHOLD, TIME_ZONE } from './slots.ts';

/** Header that the run's browsers add to every request, so that the log knows whose it is. Askfirst knows nothing of it. */
export const BROWSER_HEADER = 'x-traffic-browser';

/** One request that reached the collector. */
export interface CollectorRequest {
  readonly order: number;
  /** Whose it is; empty if the browser did not say. */
  readonly browser: string;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  status: number;
}

/** The server of a run. */
export interface TrafficServer {
  readonly origin: string;
  readonly requests: readonly CollectorRequest[];
  /** By the run's clock. */
  now(): number;
  /** Moves the clock; it goes on running from there. */
  moveTo(instant: string): void;
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
  const requests: CollectorRequest[] = [];
  const losing = new Set<string>();
  const listening = await listen(
    toDemoListener((request, response) =>
      receive(request, response, { collector, requests, losing, nextOrder, origin: () => origin }),
    ),
    { port: 0, host: '127.0.0.1' },
  );
  const origin = `http://localhost:${listening.port}`;
  const token = readFileSync(join(folder, 'data', 'admin-token'), 'utf8').trim();
  return {
    origin,
    requests,
    ...clock,
    loseNextAnswer: (browser) => losing.add(browser),
    askAdmin: async (path) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await collector.admin.fetch(new Request(`http://localhost${path}`, { headers }));
      if (!answer.ok) throw new Error(`The admin port answered ${answer.status} to ${path}: ${await answer.text()}`);
      return answer.json();
    },
    closeDays: () => collector.closeDays(),
    close: async () => {
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

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  parts: {
    readonly collector: Collector;
    readonly requests: CollectorRequest[];
    readonly losing: Set<string>;
    nextOrder(): number;
    origin(): string;
  },
): Promise<void> {
  const order = parts.nextOrder();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', parts.origin());
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const),
  );
  const method = request.method ?? 'GET';
  const noted: CollectorRequest = {
    order,
    browser: headers[BROWSER_HEADER] ?? '',
    method,
    path: url.pathname,
    search: url.search,
    headers,
    body: Buffer.concat(chunks).toString(),
    status: 0,
  };
  parts.requests.push(noted);
  const body = method === 'GET' || method === 'HEAD' ? null : noted.body;
  const answer = await parts.collector.fetch(new Request(url, { method, headers, body }));
  noted.status = answer.status;
  if (url.pathname === `${BASE_PATH}/events` && parts.losing.delete(noted.browser)) {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}
