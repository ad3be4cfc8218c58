/** One request to the site's own origin, and what its answer means. Never rejects. */

import { COLLECTOR_HEADER } from '../../contract/limits.ts';

/** The browser itself refuses any other origin, redirect, cookie or referrer (P5). */
export const FIRST_PARTY: RequestInit = {
  mode: 'same-origin',
  redirect: 'error',
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
};

/** Longest `Retry-After` we honour, so that a mistake cannot silence a browser for years (T-27). Our choice. */
export const MAX_REST_MS = 60 * 60 * 1000;

/** Rest after a 429 or 503 that does not say how long. Our choice. */
const DEFAULT_REST_MS = 60_000;

/** `status` 0: nobody answered, or somebody who is no collector. */
export interface Answer {
  readonly status: number;
  /** The body of a 2xx; what it holds is the sender's to check. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Set for 429 and 503: how long to rest. */
  readonly restMs?: number;
}

/** Posts JSON; the fetch begins before this function first waits. `options` bring the abort signal and `keepalive`. */
export async function post(
  { fetch, now }: { readonly fetch: typeof globalThis.fetch; readonly now: () => number },
  url: string,
  options: RequestInit,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...FIRST_PARTY,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      ...options,
    });
    const { status, ok, headers } = response;
    // A portal's or login page's 200 is no answer (T-30, T-47), nor is its 410 an order.
    const isCollector = headers.has(COLLECTOR_HEADER);
    if (ok) return isCollector ? { status, body: await response.json() } : { status: 0 };
    if (status === 429 || status === 503) return { status, restMs: parseRetryAfter(headers.get('Retry-After'), now()) };
    return { status: status === 410 && !isCollector ? 404 : status };
  } catch {
    // No network, blocked, timed out, or a body that is no JSON: nobody answered.
    return { status: 0 };
  }
}

/** Milliseconds to rest: seconds or an HTTP date, clamped to an hour; 60 seconds for anything else. */
export function parseRetryAfter(header: string | null, nowMs: number): number {
  const text = header?.trim() ?? '';
  const restMs = /^-?\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(restMs) ? DEFAULT_REST_MS : Math.min(Math.max(restMs, 0), MAX_REST_MS);
}

/** Exponential back-off with full jitter: anything from nothing to one second doubled per try, a minute at most (T-29). */
export function backOffMs(tries: number, random01: number): number {
  return random01 * Math.min(60_000, 1_000 * 2 ** tries);
}
