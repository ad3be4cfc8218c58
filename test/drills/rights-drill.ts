/**
 * Visitors who never met a browser: they send, a third erase and a third withdraw while the collector is killed under
 * them, an old backup is put back, their batches come again. Knows nothing of the code it judges but the wire.
 */

import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { readBytes } from '../read-bytes.ts';
import { COMMAND, type CollectorProcess, startCollector } from './collector-process.ts';
import { readSiteFacts, type SiteFacts } from './poster.ts';

/** The site is the host that is asked for, whatever the port. */
const HOST = 'quay.example';
const EVENTS_EACH = 6;

/** What one visitor keeps. */
interface Visitor {
  readonly fate: 'stays' | 'erases' | 'withdraws';
  /** Occurs in each of the visitor's paths and in nobody else's. */
  readonly marker: string;
  readonly secret: Buffer;
  readonly handles: readonly Buffer[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

/** What was seen. Every list is empty if the promises hold. */
export interface RightsDrill {
  readonly visitors: number;
  readonly kills: number;
  /** Files in which a marker of somebody who is gone was found at the end. */
  readonly traces: readonly string[];
  readonly wrong: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** @param folder an empty folder; @param count how many visitors, a multiple of three */
export async function runRightsDrill(folder: string, count: number): Promise<RightsDrill> {
  const data = join(folder, 'data');
  const wrong: string[] = [];
  let kills = 0;
  let collector = await startCollector(data);
  const facts = await readSiteFacts(collector.url);
  const visitors = Array.from({ length: count }, (_, at) => makeVisitor(at, facts));
  const texts = (await (await fetch(`${collector.url}/texts/en.json`)).json()) as { notice: string };
  const batchOf = ({ events }: Visitor) => ({ version: 1, scope: facts.scope, purposes: facts.purposes, events });
  const consentOf = ({ secret }: Visitor) => ({
    version: 1,
    purposes: facts.purposes,
    scope: facts.scope,
    notice: texts.notice,
    language: 'en',
    method: 'banner',
    includesEarlier: false,
    receiptKey: createHash('sha256').update(secret).digest('base64url'),
  });
  try {
    for (const visitor of visitors) {
      // The words in force are those of this host, too.
      const consent = await post(collector, 'consent', consentOf(visitor));
      if (consent.status !== 201) wrong.push(`a yes was answered with ${consent.status}`);
      const batch = await post(collector, 'events', batchOf(visitor));
      if (batch.body.stored !== EVENTS_EACH) wrong.push(`a batch was answered with ${JSON.stringify(batch)}`);
    }
    command('backup', join(folder, 'old'), '--data', data, '--key-file', join(folder, 'key'));

    for (const [at, visitor] of visitors.entries()) {
      if (visitor.fate === 'stays') continue;
      const path = visitor.fate === 'erases' ? 'erase' : 'withdraw';
      const body = { held: toHeld(visitor), receiptSecret: visitor.secret.toString('base64url'), part: 1, last: true };
      if (at % 2 === 0) {
        // Asked, and killed before, while or after it is done; and the same batch in flight.
        const asked = Promise.allSettled([post(collector, path, body), post(collector, 'events', batchOf(visitor))]);
        await new Promise((resolve) => setTimeout(resolve, at % 7));
        await collector.end('SIGKILL');
        await asked;
        kills++;
        collector = await startCollector(data);
      }
      const { status, body: answer } = await post(collector, path, body);
      const certificate = readPayload(String(answer.certificate));
      if (status !== 200 || certificate.state !== 'final') wrong.push(`${path} was answered with ${status}`);
    }
    await collector.end('SIGTERM');
    command('restore', join(folder, 'old'), '--data', data, '--key-file', join(folder, 'key'));
    collector = await startCollector(data);

    for (const visitor of visitors) {
      const isGone = visitor.fate !== 'stays';
      const late = await post(collector, 'events', batchOf(visitor));
      if (late.body.stored !== (isGone ? 0 : EVENTS_EACH)) wrong.push(`late batch: ${JSON.stringify(late.body)}`);
      const held = { held: toHeld(visitor), receiptSecret: visitor.secret.toString('base64url') };
      const { events, receipts } = (await post(collector, 'access', held)).body as {
        events: readonly Readonly<Record<string, unknown>>[];
        receipts: readonly unknown[];
      };
      const ids = events.map(({ id }) => id).sort();
      const expected = isGone ? [] : visitor.events.map(({ id }) => id).sort();
      if (JSON.stringify(ids) !== JSON.stringify(expected))
        wrong.push(`${visitor.fate}: access returned ${ids.length}`);
      if (receipts.length !== (visitor.fate === 'withdraws' ? 0 : 1))
        wrong.push(`${visitor.fate}: ${receipts.length} records`);
      const again = await post(collector, 'consent', consentOf(visitor));
      if (again.status !== (visitor.fate === 'withdraws' ? 409 : 201)) wrong.push(`yes again: ${again.status}`);
    }
    const output = collector.output();
    const gone = visitors.filter(({ fate }) => fate !== 'stays');
    // The files are written anew after what came back was removed.
    const untilMs = performance.now() + 60_000;
    while (findTraces(data, gone).length > 0 && performance.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const traces = [
      ...findTraces(data, gone),
      ...gone.filter(({ marker }) => output.includes(marker)).map(() => 'what the collector printed'),
    ];
    await collector.end('SIGTERM');
    traces.push(...findTraces(data, gone));
    return { visitors: count, kills, traces, wrong };
  } finally {
    await collector.end('SIGKILL');
  }
}

function makeVisitor(at: number, facts: SiteFacts): Visitor {
  // A word that no rule takes for an identifier.
  const marker = Array.from({ length: 4 }, () => {
    const consonant = 'bdfgklmnprstvz'[Math.floor(Math.random() * 14)] ?? 'b';
    return consonant + ('aeiou'[Math.floor(Math.random() * 5)] ?? 'a');
  }).join('');
  const handles = Array.from({ length: EVENTS_EACH }, () => randomBytes(16));
  return {
    fate: (['stays', 'erases', 'withdraws'] as const)[at % 3] ?? 'stays',
    marker,
    secret: randomBytes(32),
    handles,
    events: handles.map((handle) => ({
      metric: 'page.view',
      day: facts.day,
      id: createHash('sha256').update(handle).digest('hex').slice(0, 32),
      properties: { path: `/${marker}` },
    })),
  };
}

/** The last handle without its day, as those in reserve are. */
function toHeld({ handles, events }: Visitor) {
  const texts = handles.map((handle) => handle.toString('base64url'));
  return [{ day: events[0]?.day, metric: 'page.view', handles: texts.slice(0, -1) }, { handles: texts.slice(-1) }];
}

async function post({ url }: CollectorProcess, path: string, body: unknown): Promise<Answer> {
  const { port } = new URL(url);
  const sent = request({
    port,
    host: '127.0.0.1',
    path: `/askfirst/${path}`,
    method: 'POST',
    headers: { Host: HOST, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
  });
  sent.end(JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, body: JSON.parse(text) as Answer['body'] };
}

function readPayload(jws: string): Readonly<Record<string, unknown>> {
  // Only looked into by names.
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString() || '{}') as Record<string, unknown>;
}

function command(...words: string[]): void {
  const { status, stderr } = spawnSync(execPath, [COMMAND, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words[0]}: ${stderr}`);
}

function findTraces(folder: string, gone: readonly Visitor[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    // The collector may be writing its files anew.
    const bytes = readBytes(join(folder, name));
    return gone.some(({ marker }) => bytes.includes(marker));
  });
}
