/** Who is signed in, and the tokens that say so to the collector. A demonstration: there are no passwords. */

import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Person } from './people.ts';

/** `iss` of the forge's tokens. */
export const ISSUER = 'https://forge.harbour-works.example';

/** How long a token lasts, in seconds. Our choice: half of what is allowed; the page fetches a fresh one in time. */
const TOKEN_SECONDS = 30 * 60;

const COOKIE = 'forge';

/** Who there is, and what time it is. */
export interface SignInParts {
  /** Shared with the collector, 32 bytes or more. */
  readonly secret: string;
  readonly people: readonly Person[];
  now(): number;
}

/** Sign-ins of one process. */
export interface SignIns {
  /** The person a form names. */
  findPerson(id: string): Person | undefined;
  /** Who sends this cookie header. */
  find(cookie: string | null): Person | undefined;
  /** The cookie of a new sign-in. */
  begin(person: Person): string;
  /** Ends the one of this cookie header; the cookie that takes it away. */
  end(cookie: string | null): string;
  /** A subject token, as docs/organisations.md says. */
  signToken(person: Person, isOff: boolean): Promise<string>;
}

/** Nobody is signed in at first. */
export function createSignIns({ secret, people, now }: SignInParts): SignIns {
  const sessions = new Map<string, string>();
  const findPerson = (id: string) => people.find((person) => person.id === id);
  const readId = (cookie: string | null) => new RegExp(`(?:^|; )${COOKIE}=([\\w-]{22})`).exec(cookie ?? '')?.[1] ?? '';
  const toCookie = (value: string, more = '') => `${COOKIE}=${value}; Path=/forge; HttpOnly; SameSite=Strict${more}`;
  return {
    findPerson,
    find: (cookie) => findPerson(sessions.get(readId(cookie)) ?? ''),
    begin(person) {
      const id = randomBytes(16).toString('base64url');
      sessions.set(id, person.id);
      return toCookie(id);
    },
    end(cookie) {
      sessions.delete(readId(cookie));
      return toCookie('', '; Max-Age=0');
    },
    signToken({ id, organisation }, isOff) {
      const nowSeconds = Math.floor(now() / 1000);
      return new SignJWT({ org: organisation.id, ...(isOff && { ceiling: 'off' }) })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setAudience('askfirst')
        .setSubject(id)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + TOKEN_SECONDS)
        .sign(new TextEncoder().encode(secret));
    },
  };
}
