/**
 * Between node:http and what the steps know. The events route is mounted this way because a Request and a Response
 * for each batch would cost more than everything else that happens to it.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, type Incoming, toHost } from './incoming.ts';
import { Problem } from './problem.ts';
import { readSenderAddress } from './sender-address.ts';

/** Handles one request of a node:http server. Settles when the answer has been handed to the socket. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What the adapter needs to know. */
export interface ListenerOptions {
  /** How many proxies stand before us; with none, X-Forwarded-Proto and X-Forwarded-For are not believed. */
  readonly trustProxy: number;
  /** Makes of an address what may be known of it further in. */
  readonly toSender: (address: string) => string;
}

/** For the log of whoever mounted the collector behind a body parser. */
const BODY_GONE =
  'The body was read before the collector saw the request: hand it over before any body parser (docs/recipes).';

/** Hands each request on, and what becomes of it back. */
export function createNodeListener(
  handle: (incoming: Incoming) => Promise<Answer>,
  options: ListenerOptions,
): NodeListener {
  return async (request, response) => {
    const answer = await handle(fromMessage(request, options));
    if (response.destroyed) return;
    const headers: Record<string, string | number> = { ...answer.headers };
    const body = answer.body ?? '';
    // An answer to HEAD has the headers of GET, and its length only where that is known without the body.
    if (answer.status !== 304 && answer.status !== 204 && request.method !== 'HEAD') {
      headers['Content-Length'] ??= typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
    }
    // What was refused unread is still coming in; the connection is of no further use.
    if (!request.complete) headers.Connection = 'close';
    response.writeHead(answer.status, headers);
    response.end(body);
    if (!request.complete) request.resume();
  };
}

function fromMessage(request: IncomingMessage, { trustProxy, toSender }: ListenerOptions): Incoming {
  const target = request.url ?? '/';
  const queryAt = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    protocol: toProtocol(request, trustProxy),
    host: toHost(request.headers.host),
    // Asked for by what is limited only: most requests are for files.
    get sender() {
      const forwardedFor = request.headers['x-forwarded-for'];
      const address = readSenderAddress({
        peer: request.socket.remoteAddress,
        forwardedFor: typeof forwardedFor === 'string' ? forwardedFor : undefined,
        trustProxy,
      });
      return address === undefined ? undefined : toSender(address);
    },
    header(name) {
      const value = request.headers[name];
      return typeof value === 'string' ? value : value?.join(', ');
    },
    readBody: (maxBytes) => readMessage(request, maxBytes),
  };
}

function toProtocol(request: IncomingMessage, trustProxy: number): string {
  if (trustProxy > 0) {
    const forwarded = request.headers['x-forwarded-proto'];
    // Each proxy appends what it saw; the outermost that we trust counts from the end.
    const seen = (typeof forwarded === 'string' ? forwarded : '').split(',').map((part) => part.trim().toLowerCase());
    const protocol = seen.at(-Math.min(trustProxy, seen.length));
    if (protocol === 'https' || protocol === 'http') return protocol;
  }
  return 'encrypted' in request.socket ? 'https' : 'http';
}

function readMessage(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  // It would never end again, and the client would wait for ever.
  if (request.readableEnded) return Promise.reject(new Error(BODY_GONE));
  // Whoever left while something else was waited for: neither an end nor a close comes any more.
  if (request.destroyed) return Promise.reject(endedEarly());
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      // What still comes is let go unread, until the answer is out and the connection closed.
      chunks = [];
      reject(new Problem('body-too-large'));
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onGone = () => {
      // After an end it would change nothing, and be made for every request.
      if (!request.readableEnded) reject(endedEarly());
    };
    request.on('error', onGone);
    request.on('close', onGone);
  });
}

function endedEarly(): Problem {
  return new Problem('batch-malformed', 'The body ended early.');
}
