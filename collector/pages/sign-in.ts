/** Who may read the reports: whoever has the admin token. Sessions live in memory and end with the process. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a sign-in lasts. Our choice: a working day. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

/** How long a start link can be used. Our choice: a morning with a terminal left open. */
export const START_LINK_MS = 4 * 60 * 60 * 1000;

const COOKIE = 'askfirst-admin';

/** The doorkeeper of the admin port. */
export interface SignIn {
  /** Is this the admin token? Takes the same time whatever is wrong with it. */
  isToken(text: string): boolean;
  /** Does the request carry the admin token or a session? */
  isSignedIn(request: Request): boolean;
  /** A token for one use, in the link that `serve` prints. */
  createStartToken(): string;
  /** True once for each start token, while it is fresh. */
  redeemStartToken(text: string): boolean;
  /** Begins a session; the value of the Set-Cookie header that carries it. */
  begin(request: Request): string;
  /** Ends the request's session; the Set-Cookie header that removes it. */
  end(request: Request): string;
}

/** @param parts.token the admin token of the data folder; only its hash is kept here */
export function createSignIn(parts: { readonly token: string; readonly clock: { now(): number } }): SignIn {
  const { clock } = parts;
  const tokenHash = hash(parts.token);
  const isToken = (text: string) => timingSafeEqual(hash(text), tokenHash);
  const sessions = createTickets(SESSION_MS, clock);
  const startTokens = createTickets(START_LINK_MS, clock);

  return {
    isToken,
    isSignedIn(request) {
      const [scheme, token] = (request.headers.get('authorization') ?? '').split(/ +/, 2);
      if (scheme?.toLowerCase() === 'bearer' && token !== undefined && isToken(token)) return true;
      return sessions.has(readCookie(request));
    },
    createStartToken: startTokens.create,
    redeemStartToken: startTokens.remove,
    begin: (request) => toCookie(request, sessions.create(), SESSION_MS / 1000),
    end(request) {
      sessions.remove(readCookie(request));
      return toCookie(request, '', 0);
    },
  };
}

/** Random texts that are good until they expire. Kept by their hash, so looking one up tells nothing by its time. */
function createTickets(lifeMs: number, clock: { now(): number }) {
  const expiry = new Map<string, number>();
  const isFresh = (key: string) => (expiry.get(key) ?? 0) > clock.now();
  return {
    create(): string {
      for (const [key, expiresAtMs] of expiry) if (expiresAtMs <= clock.now()) expiry.delete(key);
      const ticket = randomBytes(32).toString('base64url');
      expiry.set(hash(ticket).toString('hex'), clock.now() + lifeMs);
      return ticket;
    },
    has: (ticket: string): boolean => isFresh(hash(ticket).toString('hex')),
    remove(ticket: string): boolean {
      const key = hash(ticket).toString('hex');
      const wasFresh = isFresh(key);
      expiry.delete(key);
      return wasFresh;
    },
  };
}

function toCookie(request: Request, value: string, maxAgeSeconds: number): string {
  // `Secure` only under HTTPS: Safari would refuse it on http://localhost, where the port usually is.
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}

function readCookie(request: Request): string {
  const pairs = (request.headers.get('cookie') ?? '').split(/; */).map((pair) => pair.split('=', 2));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? '';
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
