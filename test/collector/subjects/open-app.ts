/** An app with signed-in people beside a whole collector: it signs tokens as an app would, and asks as a page would. */

import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, onTestFinished } from 'vitest';
import type { CollectorOptions } from '../../../collector/collector.ts';
import { makeFolder, type OpenCollector, openCollector } from '../receive/open-collector.ts';
import { registryFixture } from '../receive/registry-fixture.ts';

export const ISSUER = 'https://forge.example';
export const SECRET: string = randomBytes(48).toString('base64url');

/** What a token says beside its usual claims. */
export type Claims = Readonly<Record<string, unknown>>;

/** An app under test. */
export interface OpenApp extends OpenCollector {
  /** A good token of a person, unless `changes` say otherwise. A claim of undefined is left out. */
  token(sub: string, changes?: Claims): Promise<string>;
  /** `PUT preference` with the person's token; its status. */
  answer(token: string, yes: boolean, changes?: Claims): Promise<Response>;
  /** `POST pass`. */
  askPass(token: string, changes?: Claims): Promise<Response>;
  /** The pass; throws if there is none. */
  pass(token: string, changes?: Claims): Promise<string>;
  /** A request with a token. */
  send(method: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Opens one. Scope 2 with the purposes improve and shop, as the fixture has it. */
export function openApp(
  options: Partial<CollectorOptions> & { readonly subjects?: 'required' | 'optional' } = {},
  onEnd: (undo: () => void | Promise<void>) => void = onTestFinished,
): OpenApp {
  const secretFile = join(makeFolder(onEnd), 'secret');
  writeFileSync(secretFile, `${SECRET}\n`);
  const { subjects = 'required', ...rest } = options;
  const open = openCollector(
    { readRegistry: () => registryFixture({ subjects }), subjectTokens: { issuer: ISSUER, secretFile }, ...rest },
    onEnd,
  );
  const { collector, clock } = open;
  const send: OpenApp['send'] = (method, path, body, headers = {}) =>
    collector.fetch(
      new Request(`http://shop.example/askfirst/${path}`, {
        method,
        headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers },
        body: JSON.stringify(body),
      }),
    );
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const secret = randomBytes(32);
  const wish = { purposes: ['improve'], scope: 2, receiptSecret: secret.toString('base64url') };
  let granting: Promise<unknown> | undefined;
  /** The yes of this browser, recorded once: to everything there is. */
  const grant = async () => {
    const { notice } = (await (await open.get('texts/en.json')).json()) as { notice: string };
    const receiptKey = createHash('sha256').update(secret).digest('base64url');
    const rest = { scope: 2, notice, language: 'en', method: 'banner', includesEarlier: false, receiptKey };
    await open.post('consent', { version: 1, purposes: ['improve', 'shop'], ...rest });
  };
  const app: OpenApp = {
    ...open,
    send,
    token: (sub, changes = {}) => signToken(clock.now(), sub, changes),
    answer: (token, yes, changes = {}) => send('PUT', 'preference', { ...wish, yes, ...changes }, bearer(token)),
    async askPass(token, changes = {}) {
      granting ??= grant();
      await granting;
      return send('POST', 'pass', { ...wish, ...changes }, bearer(token));
    },
    async pass(token, changes = {}) {
      const response = await app.askPass(token, changes);
      const { pass, code } = (await response.json()) as { pass?: string; code?: string };
      if (pass === undefined) throw new Error(`${response.status} ${code}`);
      return pass;
    },
  };
  return app;
}

/** One app for all tests of a describe block that leave nothing behind. Ask for it inside a test. */
export function shareApp(): () => OpenApp {
  let app: OpenApp | undefined;
  const undo: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });
  return () => {
    app ??= openApp({}, (step) => void undo.push(step));
    return app;
  };
}

/** An HS256 token, good for half an hour. */
export function signToken(nowMs: number, sub: string, changes: Claims = {}): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  const claims = { iss: ISSUER, aud: 'askfirst', sub, org: 'harbour', iat: now, exp: now + 1800, ...changes };
  const said = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return new SignJWT(said).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET));
}

/** Status and code of a refusal. */
export async function refusalOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as { code: string }).code];
}
