/** One request to the site's own origin, and what its answer means. Never rejects. */

import { COLLECTOR_HEADER } from '../../contract/limits.ts';

/** The browser itself refuses any other origin, redirect, cookie or referrer (P5). */
export const FIRST_PARTY: RequestInit = {
  mode: 'same-origin',
  redirect: 'error',
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
};

/** Longest wait for an answer; shorter than the sending lock may be held. Our choice. */
export const ANSWER_TIMEOUT_MS = 10_000;

/** Longest `Retry-After` we honour, so that a mistake cannot silence a browser for years (T-27). Our choice. */
export const MAX_REST_MS = 60 * 60 * 1000;

/** Rest after a 429 or 503 that does not say how long. Our choice. */
const DEFAULT_REST_MS = 60_000;

/** `status` 0: nobody answered, or somebody who is no collector. */
export interface Answer {
  readonly status: number;
  /** The body of a 2xx. */
  readonly body?: unknown;
  /** Set for 429 and 503: how long to rest. */
  readonly restMs?: number;
  /** It carried the collector's header. */
  readonly fromCollector?: boolean;
}

/** What a request needs besides its address. */
export interface PostParts {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** Aborted when the visitor says no, or nobody answers. */
  readonly signal: AbortSignal;
  readonly keepalive: boolean;
}

/** Posts JSON. The fetch begins before this function first waits. */
export async function post(url: string, body: string, { fetch, now, signal, keepalive }: PostParts): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...FIRST_PARTY,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      keepalive,
      signal,
    });
    const { status, headers } = response;
    const fromCollector = headers.has(COLLECTOR_HEADER);
    // A portal's or login page's 200 is no answer (T-30, T-47).
    if (response.ok) return fromCollector ? { status, fromCollector, body: await response.json() } : { status: 0 };
    if (status === 429 || status === 503)
      return { status, fromCollector, restMs: parseRetryAfter(headers.get('Retry-After'), now()) };
    return { status, fromCollector };
  } catch {
    // No network, blocked, timed out, or a body that is no JSON: nobody answered.
    return { status: 0 };
  }
}

/** Milliseconds to rest: seconds or an HTTP date, clamped to an hour; 60 seconds for anything else. */
export function parseRetryAfter(header: string | null, nowMs: number): number {
  const seconds = /^\s*-?\d+\s*$/.test(header ?? '') ? Number(header) * 1000 : Date.parse(header ?? '') - nowMs;
  return Number.isNaN(seconds) ? DEFAULT_REST_MS : Math.min(Math.max(seconds, 0), MAX_REST_MS);
}

/** Exponential back-off with full jitter: anything from nothing to one second doubled per try, a minute at most (T-29). */
export function backOffMs(tries: number, random01: number): number {
  return random01 * Math.min(60_000, 1_000 * 2 ** tries);
}
