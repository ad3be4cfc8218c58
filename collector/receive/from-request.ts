/** Between the Fetch standard's Request and Response and what the steps know. */

import { type Answer, type Incoming, toHost } from './incoming.ts';
import { Problem } from './problem.ts';

/**
 * A Request as the steps see it.
 * @param sender what stands for the sender's address, where the framework around us told it
 */
export function fromRequest(request: Request, sender?: string): Incoming {
  const url = new URL(request.url);
  return {
    sender,
    method: request.method,
    path: url.pathname,
    protocol: url.protocol.slice(0, -1),
    host: toHost(url.host),
    header: (name) => request.headers.get(name) ?? undefined,
    readBody: (maxBytes) => readStream(request.body, maxBytes),
  };
}

/** The answer as a Response. */
export function toResponse(answer: Answer): Response {
  // Response wants bytes that are not shared between threads; none of ours are.
  return new Response((answer.body as string | Uint8Array<ArrayBuffer> | undefined) ?? null, {
    status: answer.status,
    headers: answer.headers,
  });
}

async function readStream(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > maxBytes) {
      // Not awaited: a client that never stops sending must not hold up its refusal.
      reader.cancel().catch(() => undefined);
      throw new Problem('body-too-large');
    }
    chunks.push(value);
  }
}
