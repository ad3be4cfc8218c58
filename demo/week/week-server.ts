/** Forge and its collector for a week: one clock that is moved, every request noted, and what is stored read as it lies there. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Collector } from 'askfirst/collector';
import type { Person } from '../forge/people.ts';
import { openForge } from '../open-forge.ts';
import { FORGE_BASE_PATH, listen, stopListening, toDemoListener } from '../serve-demo.ts';
import { createDoors } from '../traffic/doors.ts';
import type { AnsweredRequest } from './truth/judge-requests.ts';

/** One request that reached the collector. `status` is 0 until it is answered; then `answer` is what it was answered with, if that was JSON. */
export interface NotedRequest extends AnsweredRequest {
  status: number;
  answer: Readonly<Record<string, unknown>>;
}

/** The server of a week. */
export interface WeekServer {
  readonly origin: string;
  /** Name of the forge's site. */
  readonly site: string;
  readonly collector: Collector;
  readonly requests: readonly NotedRequest[];
  /** Addresses off the origin that a browser asked for. */
  readonly strangers: readonly string[];
  now(): number;
  moveTo(atMs: number): void;
  /** Those of one browser. */
  requestsOf(browser: string): readonly NotedRequest[];
  /** How many of its requests have not been answered. */
  underWay(browser: string): number;
  /** The one way by which a browser reaches the server; the proxy's address. */
  openDoor(browser: string): Promise<string>;
  /** The app is slow: it answers this browser's next form once the promise is kept, and the page is in sight until then. */
  answerSlowly(browser: string, until: Promise<void>): void;
  close(): Promise<void>;
}

/** Asked by Chromium itself where a page has a form, whatever page it is; it goes nowhere. */
const CHROMIUMS_OWN = 'https://content-autofill.googleapis.com:443/';

/** Starts Forge and collector as `npm start` does, on a free port, with a clock that stands still. */
export async function startWeekServer(
  folder: string,
  parts: { readonly people: readonly Person[]; readonly startMs: number; nextOrder(): number },
): Promise<WeekServer> {
  let nowMs = parts.startMs;
  const clock = { now: () => nowMs };
  const forge = openForge(join(folder, 'data'), { clock, people: parts.people });
  const requests: NotedRequest[] = [];
  const strangers: string[] = [];
  const requestsOf = new Map<string, NotedRequest[]>();
  const underWay = new Map<string, number>();
  const slow = new Map<string, Promise<void>>();
  // The shop has no part in this week.
  const serve = toDemoListener((_request, response) => void response.writeHead(404).end(), forge);

  const receive = async (browser: string, request: IncomingMessage, response: ServerResponse) => {
    const count = (change: 1 | -1) => underWay.set(browser, (underWay.get(browser) ?? 0) + change);
    count(1);
    response.once('close', () => count(-1));
    const { url = '/', method = 'GET' } = request;
    if (!url.startsWith(`${FORGE_BASE_PATH}/`)) {
      const until = method === 'POST' ? slow.get(browser) : undefined;
      slow.delete(browser);
      if (until) await until;
      return void serve(request, response);
    }
    const chunks: Buffer[] = [];
    const noted: NotedRequest = {
      order: parts.nextOrder(),
      browser,
      method,
      path: url.slice(FORGE_BASE_PATH.length + 1),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      get body() {
        return Buffer.concat(chunks).toString();
      },
      status: 0,
      answer: {},
    };
    requests.push(noted);
    const its = requestsOf.get(browser) ?? [];
    requestsOf.set(browser, its);
    its.push(noted);
    if (method === 'GET' || method === 'HEAD') {
      response.once('finish', () => {
        noted.status = response.statusCode;
      });
      return void serve(request, response);
    }
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // The page was left while it spoke: nothing of it has arrived.
      return;
    }
    const { headers, body } = noted;
    const answer = await forge.whole.fetch(new Request(origin + url, { method, headers, body }));
    const text = await answer.text();
    if (answer.headers.get('content-type')?.includes('json')) noted.answer = JSON.parse(text);
    noted.status = answer.status;
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
  };
  // Whoever comes here directly has gone past the doors, and is nobody that the truth knows.
  const listening = await listen((request, response) => void receive('', request, response), {
    port: 0,
    host: '127.0.0.1',
  });
  const origin = `http://localhost:${listening.port}`;
  const doors = createDoors({
    origin,
    receive: (browser, request, response) => void receive(browser, request, response),
    onStranger(browser, url) {
      if (url !== CHROMIUMS_OWN) strangers.push(`${browser}: asked for ${url}`);
    },
  });
  return {
    origin,
    site: origin + FORGE_BASE_PATH,
    collector: forge.whole,
    requests,
    strangers,
    ...clock,
    moveTo: (atMs) => {
      nowMs = atMs;
    },
    requestsOf: (browser) => requestsOf.get(browser) ?? [],
    underWay: (browser) => underWay.get(browser) ?? 0,
    openDoor: (browser) => doors.open(browser),
    answerSlowly: (browser, until) => slow.set(browser, until),
    close: async () => {
      await doors.close();
      await stopListening(listening);
      await forge.close();
    },
  };
}

/** The key that rows of preferences are hashed with. */
export const readPreferenceKey = (folder: string): string =>
  readFileSync(join(folder, 'data', 'preference-key'), 'utf8').trim();
