import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What one run of the load measured. */
export interface LoadResult {
  readonly eventsPerSecond: number;
  /** From the first byte sent to the last received, of each batch. */
  readonly answerMs: readonly number[];
  readonly events: number;
}

/** What is posted, and where to. */
export interface Load {
  readonly port: number;
  readonly path: string;
  /** How many posts wait for their answer at any time. */
  readonly concurrency: number;
  readonly durationMs: number;
  /** Makes the body of one post. */
  makeBody(): { readonly body: string; readonly events: number };
}

/** Posts as fast as the answers come. Any answer but 202 ends the bench. */
export async function runLoad({ port, path, concurrency, durationMs, makeBody }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const answerMs: number[] = [];
  let events = 0;
  const startedAtMs = performance.now();
  const endAtMs = startedAtMs + durationMs;
  const postOne = (body: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        'Sec-Fetch-Site': 'same-origin',
        'Sec-Fetch-Mode': 'same-origin',
        'Sec-Fetch-Dest': 'empty',
      };
      const post = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode === 202 ? resolve() : reject(new Error(`${response.statusCode} ${text}`)),
        );
      });
      post.on('error', reject);
      post.end(body);
    });
  const loop = async () => {
    while (performance.now() < endAtMs) {
      const made = makeBody();
      const sentAtMs = performance.now();
      await postOne(made.body);
      answerMs.push(performance.now() - sentAtMs);
      events += made.events;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const elapsedMs = performance.now() - startedAtMs;
  agent.destroy();
  return { eventsPerSecond: (1_000 * events) / elapsedMs, answerMs, events };
}

/** Makes bodies of `POST events`: page views of a day over 200 pages, a new random id each. */
export function createBatchMaker(batch: number, context: { scope: number; purposes: readonly string[]; day: string }) {
  const head = `{"version":1,"scope":${context.scope},"purposes":${JSON.stringify(context.purposes)},"events":[`;
  const event = `{"metric":"page.view","day":"${context.day}","id":"`;
  let page = 0;
  return () => {
    const ids = randomBytes(16 * batch).toString('hex');
    const events = Array.from({ length: batch }, (_, at) => {
      page = (page + 1) % 200;
      return `${event}${ids.slice(at * 32, at * 32 + 32)}","properties":{"path":"/guides/page-${PAGES[page]}"},"first":true}`;
    });
    return { body: `${head}${events.join()}]}`, events: batch };
  };
}

/** 200 words of two letters: digits would look like identifiers. */
const PAGES = Array.from({ length: 200 }, (_, at) => String.fromCharCode(97 + (at % 20), 97 + Math.floor(at / 20)));
