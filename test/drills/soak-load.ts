/** A steady load on a collector, the same each second: what pages, their visitors and strangers send. Knows no product code. */

import { createHash, randomBytes } from 'node:crypto';
import { readSiteFacts } from './poster.ts';

/** Batches a second: one and a half times what a site with five million page views a day gets. */
const BATCHES_PER_SECOND = 9;
const EVENTS_PER_BATCH = 10;

/** Seldom enough that the write-ahead log, which every erasure empties, can grow in between. */
const SECONDS_PER_ERASURE = 15;

const HEADERS = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };

/** A load that runs. */
export interface Load {
  /** Ids whose 202 arrived. */
  readonly acknowledged: ReadonlySet<string>;
  /** Those of them whose erasure was certified. */
  readonly erased: ReadonlySet<string>;
  /** Answers that were not the expected ones. */
  readonly strange: readonly string[];
  stop(): Promise<void>;
}

interface Batch {
  readonly handle: Buffer;
  readonly ids: readonly string[];
  readonly body: string;
}

/**
 * Each second: nine new batches, one of them posted twice; a yes, a bad body, the script and a probe; now and then one
 * event of an acknowledged batch is erased. Requests do not wait for each other.
 */
export async function startLoad(url: string): Promise<Load> {
  const { scope, purposes, day } = await readSiteFacts(url);
  const { notice } = (await (await fetch(`${url}/texts/en.json`)).json()) as { notice: string };
  const acknowledged = new Set<string>();
  const erased = new Set<string>();
  const strange: string[] = [];
  const running = new Set<Promise<void>>();
  let last: Batch | undefined;
  let seconds = 0;
  let eraseAt = 2;

  const watch = (request: Promise<void>) => {
    const watched = request
      .catch((error: unknown) => void strange.push(String(error)))
      .finally(() => running.delete(watched));
    running.add(watched);
  };
  /** Says whether the answer had this status. */
  const expectStatus = async (path: string, options: RequestInit, status: number): Promise<boolean> => {
    const answer = await fetch(`${url}/${path}`, options);
    const text = await answer.text();
    if (answer.status !== status) strange.push(`${path}: ${answer.status} ${text}`);
    return answer.status === status;
  };
  const post = (path: string, body: string, status: number) =>
    expectStatus(path, { method: 'POST', headers: HEADERS, body }, status);

  const makeBatch = (): Batch => {
    // The first event has a handle that we keep, as a browser keeps all of them.
    const handle = randomBytes(16);
    const ids = [createHash('sha256').update(handle).digest('hex').slice(0, 32)];
    while (ids.length < EVENTS_PER_BATCH) ids.push(randomBytes(16).toString('hex'));
    const events = ids.map((id) => ({ metric: 'page.view', day, id, properties: { path: '/hats' } }));
    return { handle, ids, body: JSON.stringify({ version: 1, scope, purposes, events }) };
  };
  const postBatch = async () => {
    const batch = makeBatch();
    if (!(await post('events', batch.body, 202))) return;
    for (const id of batch.ids) acknowledged.add(id);
    last = batch;
  };
  const eraseOne = async ({ handle, ids }: Batch) => {
    const held = [{ day, metric: 'page.view', handles: [handle.toString('base64url')] }];
    const [id = ''] = ids;
    if (await post('erase', JSON.stringify({ held, part: 1, last: true }), 200)) erased.add(id);
  };
  const toConsent = () =>
    JSON.stringify({
      version: 1,
      purposes,
      scope,
      notice,
      language: 'en',
      method: 'banner',
      includesEarlier: false,
      receiptKey: randomBytes(32).toString('base64url'),
    });

  const batches = setInterval(() => watch(postBatch()), 1_000 / BATCHES_PER_SECOND);
  const others = setInterval(() => {
    watch(post('consent', toConsent(), 201).then(() => undefined));
    watch(post('events', '{"version":1', 400).then(() => undefined));
    watch(expectStatus('askfirst.js', {}, 200).then(() => undefined));
    watch(expectStatus('readyz', {}, 200).then(() => undefined));
    seconds += 1;
    if (!last) return;
    watch(post('events', last.body, 202).then(() => undefined));
    // Late rather than never: on a slow machine nothing has been acknowledged by then.
    if (seconds < eraseAt) return;
    eraseAt = seconds + SECONDS_PER_ERASURE;
    watch(eraseOne(last));
  }, 1_000);
  return {
    acknowledged,
    erased,
    strange,
    async stop() {
      clearInterval(batches);
      clearInterval(others);
      await Promise.all(running);
    },
  };
}
