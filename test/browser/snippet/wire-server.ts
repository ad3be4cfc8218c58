/** A collector played by hand: it serves pages and the built snippet, writes down every request, and answers as the test says. Imports nothing of ours. */

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly atMs: number;
}

/** What the server says; `undefined` closes the connection without an answer. */
export interface PlayedAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The events a body carries, read without any code of the snippet. */
export interface PostedEvent {
  readonly metric: string;
  readonly day: string;
  readonly id: string;
  readonly properties: Record<string, unknown>;
  readonly first?: true;
}

const noonIsAheadBy = 12 - new Date().getUTCHours();
/** Where it is noon now, so that no day ends in the middle of a test. The sign of such names is that of POSIX: `Etc/GMT-5` is ahead. */
export const TIME_ZONE = `Etc/GMT${noonIsAheadBy > 0 ? '-' : '+'}${Math.abs(noonIsAheadBy)}`;

/**
 * A configuration with one purpose and the usual metrics, as a collector would write it; without `visit.seconds`, which a
 * slow machine would record in the middle of a test that counts its events.
 */
export function siteConfiguration(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const rule = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    purpose: 'improve',
    category: 'interaction',
    linkage: 'none',
    properties,
    since: 1,
    expires: 'never',
    ...more,
  });
  return {
    version: 1,
    basePath: '/askfirst',
    registry: {
      scope: 1,
      digest: 'd1',
      purposes: ['improve'],
      paths: { templates: [], keep: [] },
      metrics: {
        'page.view': rule({ path: { type: 'path' } }, { distinct: 'path' }),
        'visit.day': rule({
          week: { type: 'boolean' },
          month: { type: 'boolean' },
          age: { type: 'choice', values: ['new', 'week', 'month', 'quarter', 'older'] },
        }),
        'visit.start': rule({ entry: { type: 'path' } }, { distinct: 'entry' }),
        'visit.pages': rule({ reached: { type: 'bucket', bounds: [2, 3, 5, 10] } }, { distinct: 'reached' }),
        'cart.add': rule({ size: { type: 'choice', values: ['small', 'large'] }, items: { type: 'count', most: 9 } }),
        'test.count': rule({ items: { type: 'count', most: 100_000 } }),
        'test.note': rule({ items: { type: 'count', most: 999 }, note: { type: 'text', maxLength: 2_000 } }),
      },
    },
    timeZone: TIME_ZONE,
    timePrecision: 'day',
    buffer: 'indexeddb',
    subjects: 'none',
    signals: { gpc: true, dnt: false },
    languages: ['en'],
    reopen: { en: 'Analytics choices' },
    ignore: ['/quiet/**'],
    files: { widget: 'widget.js', waiting: 'waiting.js' },
    development: true,
    ...changes,
  };
}

/** A widget of the test: it draws nothing but two plain buttons and does what they say. */
const WIDGET = `export async function openWidget(host) {
  const root = document.createElement('section');
  root.id = 'question';
  const make = (name, decide) => {
    const button = document.createElement('button');
    button.textContent = name;
    button.id = name;
    button.addEventListener('click', async (event) => {
      window.lastDecided = await decide(event);
      if (window.lastDecided.decision) { root.remove(); host.closed(true); }
    });
    root.append(button);
  };
  make('reject', (event) => host.decide('deny', event, host.view === 'banner' ? 'banner' : 'centre'));
  make('accept', (event) => host.decide({ purposes: host.purposes }, event, host.view === 'banner' ? 'banner' : 'centre'));
  document.body.append(root);
  return { close: () => root.remove(), show: () => undefined };
}`;

/** The centre of the test: the same two buttons. */
const CENTRE = `${WIDGET.replace('openWidget(host) {', 'openCentre(given) { const host = { ...given, view: "choices" };')}`;

const TEXTS = JSON.stringify({
  language: 'en',
  direction: 'ltr',
  notice: 'n1',
  controller: 'Test',
  widget: {},
  purposes: {},
  metrics: {},
});

/** A page with the script tag; \`head\` goes before it. */
const pageOf = (path: string, { head, tag, body }: { head: string; tag: string; body: string }) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${path}</title>${head}${tag}</head><body><main><h1>${path}</h1><p><a id="next" href="/next">next</a></p>${body}</main></body></html>`;

/** The server, and what a test may change about it while it runs. */
export interface WireServer {
  readonly url: string;
  readonly requests: SeenRequest[];
  site: Record<string, unknown>;
  head: string;
  tag: string;
  body: string;
  pageHeaders: Record<string, string>;
  /** Answers to \`POST events\`; the default stores everything. */
  onEvents: (body: string, count: number) => PlayedAnswer | undefined | Promise<PlayedAnswer | undefined>;
  onConsent: (body: string) => PlayedAnswer | undefined | Promise<PlayedAnswer | undefined>;
  /** Answers of a test's own for other addresses; `undefined` leaves them to the server. */
  onPath: (path: string) => PlayedAnswer | undefined;
  /** Posts that carry something, in order. */
  posts(name: 'events' | 'consent'): SeenRequest[];
  /** Events in all posts of events, repeated ones too. */
  events(): PostedEvent[];
  /** Each event once: what was sent again, because its answer was not awaited, counts once here as in a collector. */
  uniqueEvents(): PostedEvent[];
  close(): Promise<void>;
}

/** An answer of a collector. */
export const collectorAnswer = (status: number, body: unknown, headers: Record<string, string> = {}): PlayedAnswer => ({
  status,
  headers: { 'Askfirst-Collector': '1', 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Everything stored, nothing dropped. */
export const storedAnswer = (body: string): PlayedAnswer =>
  collectorAnswer(202, {
    stored: (JSON.parse(body) as { events: unknown[] }).events.length,
    dropped: [],
    now: Date.now(),
  });

/** Everything named is gone, said part by part and certified at the end. */
function erasedAnswer(path: string, body: string): PlayedAnswer {
  const {
    held,
    last,
    tally = '0',
  }: { held: { handles: string[] }[]; last: boolean; tally?: string } = JSON.parse(body);
  const named = held.reduce((sum, { handles }) => sum + handles.length, Number(tally));
  const kind = path.endsWith('erase') ? 'erasure' : 'withdrawal';
  const payload = Buffer.from(JSON.stringify({ kind, state: 'final', named })).toString('base64url');
  return collectorAnswer(200, last ? { certificate: `a.${payload}.c` } : { tally: `${named}` });
}

/** Listens on a free port of the loopback. */
export async function startWireServer(): Promise<WireServer> {
  const snippet = readFileSync('dist/page/askfirst.js', 'utf8');
  const choices = readFileSync('dist/page/choices.js', 'utf8');
  const rights = readFileSync('dist/page/rights.js', 'utf8');
  const requests: SeenRequest[] = [];
  let eventPosts = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '/';
      const body = Buffer.concat(chunks).toString();
      requests.push({ method: request.method ?? '', path, headers: request.headers, body, atMs: Date.now() });
      void answer(path, body, response);
    });
  });

  async function answer(path: string, body: string, response: ServerResponse): Promise<void> {
    const give = (played: PlayedAnswer | undefined) => {
      if (!played) return void response.destroy();
      response.writeHead(played.status, played.headers).end(played.body);
    };
    const file = (type: string, text: string) =>
      give({ status: 200, headers: { 'Content-Type': type, 'Cache-Control': 'no-store' }, body: text });
    const own = wire.onPath(path);
    if (own) return give(own);
    if (path === '/askfirst/events') return give(await wire.onEvents(body, ++eventPosts));
    if (path === '/askfirst/consent') return give(await wire.onConsent(body));
    if (/^\/askfirst\/(withdraw|erase)$/.test(path)) return give(erasedAnswer(path, body));
    if (path === '/askfirst/askfirst.js')
      return file(
        'text/javascript',
        snippet.replace('globalThis.__ASKFIRST_SITE__', () => `(${JSON.stringify(wire.site)})`),
      );
    if (path === '/askfirst/choices.js') return file('text/javascript', choices);
    if (path === '/askfirst/rights.js') return file('text/javascript', rights);
    if (path === '/askfirst/widget.js') return file('text/javascript', WIDGET);
    if (path === '/askfirst/centre.js') return file('text/javascript', CENTRE);
    if (path.startsWith('/askfirst/texts/')) return file('application/json', TEXTS);
    if (path === '/blank') return file('text/html', '<!doctype html><title>blank</title>');
    if (path === '/favicon.ico') return give({ status: 404 });
    give({
      status: 200,
      headers: { 'Content-Type': 'text/html; charset=utf-8', ...wire.pageHeaders },
      body: pageOf(path, wire),
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wire: WireServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    site: siteConfiguration(),
    head: '',
    tag: '<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer"></script>',
    body: '',
    pageHeaders: {},
    onPath: () => undefined,
    onEvents: storedAnswer,
    onConsent: () => collectorAnswer(201, { receipt: 'a.b.c', now: Date.now() }),
    posts: (name) => requests.filter(({ method, path }) => method === 'POST' && path === `/askfirst/${name}`),
    events: () => wire.posts('events').flatMap(({ body }) => (JSON.parse(body) as { events: PostedEvent[] }).events),
    uniqueEvents: () => [...new Map(wire.events().map((event) => [event.id, event])).values()],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return wire;
}
