/** Which step answers which address. One table; every answer leaves with the collector's mark and the same guards. */

import { COLLECTOR_HEADER } from '../../contract/limits.ts';
import type { Log } from '../log.ts';
import type { Health } from './health.ts';
import type { Answer, Incoming } from './incoming.ts';
import { Problem, toProblemAnswer } from './problem.ts';
import type { Lane } from './rate-limits.ts';
import { receiveConsent } from './receive-consent.ts';
import { receiveEvents } from './receive-events.ts';
import { receiveForm } from './receive-form.ts';
import type { ReceiveParts } from './receive-parts.ts';
import { receiveAccess, receiveErasure, receiveWithdrawal } from './receive-rights.ts';
import { receivePass, receivePreference } from './receive-subjects.ts';
import { isFromSite } from './require-same-origin.ts';
import type { ServedSite } from './site-of.ts';
import { serveStaticFile } from './static-file.ts';

/**
 * On every public answer: the mark that makes it a collector's (design 6), and guards: no guessing of types, no address
 * in the referrer, no use by other origins, nothing framed.
 */
const GUARDS = {
  [COLLECTOR_HEADER]: '1',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

type Step = (incoming: Incoming, site: ServedSite, parts: ReceiveParts) => Answer | Promise<Answer>;

/** What writes: by which method, out of which budget, and whether it falls silent when the operator switches off. */
interface Write {
  readonly method: 'POST' | 'PUT';
  readonly lane: Lane;
  readonly canBeOff?: true;
  readonly step: Step;
}

const WRITES: ReadonlyMap<string, Write> = new Map<string, Write>([
  ['events', { method: 'POST', lane: 'events', canBeOff: true, step: receiveEvents }],
  ['consent', { method: 'POST', lane: 'consent', canBeOff: true, step: receiveConsent }],
  ['pass', { method: 'POST', lane: 'people', canBeOff: true, step: receivePass }],
  ['preference', { method: 'PUT', lane: 'people', step: receivePreference }],
  ['withdraw', { method: 'POST', lane: 'rights', step: receiveWithdrawal }],
  ['erase', { method: 'POST', lane: 'rights', step: receiveErasure }],
  ['access', { method: 'POST', lane: 'rights', step: receiveAccess }],
]);

/** Posts to an address that is a page as well. */
const FORMS: ReadonlyMap<string, Write> = new Map<string, Write>([
  ['privacy', { method: 'POST', lane: 'rights', step: receiveForm }],
]);

const GETS: ReadonlyMap<string, Step> = new Map<string, Step>([['keys.json', readKeys]]);

/** A page that other rooms add to the public routes: its name under the base path, and what answers it. */
export type PublicPages = { get(name: string): Step | undefined };

/** `/.well-known/gpc.json` lies at the root of the origin, whatever the base path. */
export type RootPages = ReadonlyMap<string, (parts: ReceiveParts) => Answer>;

/** Names of what answers under the base path, the files of the page and the pages of other rooms aside. */
export const ROUTES: readonly string[] = [...new Set([...WRITES.keys(), ...GETS.keys(), ...FORMS.keys()])];

/** What a handler is told beside its parts. */
export interface HandlerOptions {
  readonly log: Log;
  readonly health: Health;
  readonly pages: PublicPages;
  readonly rootPages: RootPages;
}

/** How often a disk that cannot be written is spoken of: a log of it must not fill what is left of that disk. */
const SAY_AGAIN_MS = 10_000;

/** Handles one request from start to end; never rejects. */
export function createHandler(
  parts: ReceiveParts,
  { log, health, pages, rootPages }: HandlerOptions,
): (incoming: Incoming) => Promise<Answer> {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  /** A refusal as it is; anything else as `internal`, with the exception in the log only. */
  const toFailure = (error: unknown): Answer => {
    if (!(error instanceof Problem)) {
      log.error('a request failed', { cause: error });
      return toProblemAnswer(new Problem('internal'));
    }
    const nowMs = performance.now();
    if (error.code === 'storage-unavailable' && nowMs - saidAtMs >= SAY_AGAIN_MS) {
      saidAtMs = nowMs;
      log.error('a group could not be committed', { cause: error.cause });
    }
    return toProblemAnswer(error);
  };
  const answer = async (incoming: Incoming): Promise<Answer> => {
    const healthy = health(incoming.path.slice(incoming.path.lastIndexOf('/') + 1));
    if (healthy) {
      requireRead(incoming);
      return await healthy;
    }
    const rootPage = rootPages.get(incoming.path);
    if (rootPage) {
      requireRead(incoming);
      return rootPage(parts);
    }
    const site = parts.current().siteOf(incoming);
    if (!site) throw new Problem('not-found');
    return await route(incoming, site, { parts, pages });
  };
  return async (incoming) => {
    let result: Answer;
    try {
      result = await answer(incoming);
    } catch (error) {
      result = toFailure(error);
    }
    const headers = { ...GUARDS, ...result.headers };
    return incoming.method === 'HEAD' ? { status: result.status, headers } : { ...result, headers };
  };
}

async function route(
  incoming: Incoming,
  site: ServedSite,
  { parts, pages }: { readonly parts: ReceiveParts; readonly pages: PublicPages },
): Promise<Answer> {
  const name = incoming.path.slice(site.basePath.length + 1);
  const write = WRITES.get(name);
  if (write) {
    const { method, step } = write;
    if (incoming.method !== method) throw new Problem('method-not-allowed', undefined, { Allow: method });
    admitWrite(incoming, site, { write, parts });
    return await step(incoming, site, parts);
  }
  const form = incoming.method === 'POST' ? FORMS.get(name) : undefined;
  if (form) {
    admitWrite(incoming, site, { write: form, parts });
    return await form.step(incoming, site, parts);
  }
  const step = GETS.get(name) ?? pages.get(name);
  const file = step ? undefined : await parts.current().files.read(site, name);
  if (!step && !file) throw new Problem('not-found');
  requireRead(incoming, FORMS.has(name));
  if (step) return await step(incoming, site, parts);
  if (file) return serveStaticFile(incoming, file);
  throw new Problem('not-found');
}

/** Before a byte of the body is read. What no page of the site sends is refused by its step, and uses up nobody's budget. */
function admitWrite(
  incoming: Incoming,
  site: ServedSite,
  { write, parts }: { readonly write: Write; readonly parts: ReceiveParts },
): void {
  if (!isFromSite(incoming, site.origin)) return;
  if (parts.isSwitchedOff && write.canBeOff) throw new Problem('switched-off');
  const waitSeconds = parts.limits.take(write.lane, site.name, incoming.sender);
  if (waitSeconds !== undefined) {
    throw new Problem('too-many-requests', undefined, { 'Retry-After': String(waitSeconds) });
  }
}

async function readKeys(_incoming: Incoming, site: ServedSite, { receiptKeys }: ReceiveParts): Promise<Answer> {
  // So that the key is known before the first receipt is.
  await receiptKeys.activeKey(site.name);
  return {
    status: 200,
    headers: { 'Content-Type': 'application/jwk-set+json', 'Cache-Control': 'no-cache' },
    body: JSON.stringify({ keys: receiptKeys.publicKeys(site.name) }),
  };
}

function requireRead({ method }: Incoming, takesForms = false): void {
  if (method !== 'GET' && method !== 'HEAD') {
    throw new Problem('method-not-allowed', undefined, { Allow: takesForms ? 'GET, HEAD, POST' : 'GET, HEAD' });
  }
}
