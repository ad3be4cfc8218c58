import { createHmac, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../collector/collector.ts';
import { makeFolder, NOON_MS, pageFixture } from '../receive/open-collector.ts';
import { registryFixture } from '../receive/registry-fixture.ts';
import { ISSUER, openApp, refusalOf, SECRET, shareApp, signToken } from './open-app.ts';

const NOW = NOON_MS / 1000;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token written by hand, so that it may be wrong in ways no library would sign. */
function forge(header: unknown, payload: unknown, sign: (text: string) => string): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${sign(text)}`;
}

const claims = { iss: ISSUER, aud: 'askfirst', sub: 'ana', exp: NOW + 600 };
const hmac = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

describe('subject tokens', () => {
  const shared = shareApp();

  it('P4 takes a token of the app, with and without organisation', async () => {
    const app = openApp();
    for (const org of ['harbour', '', undefined]) {
      expect((await app.answer(await app.token('ana', { org }), true)).status).toBe(204);
    }
  });

  it.each([
    ['no token', undefined, 'token-missing'],
    ['no token at all', 'Bearer ', 'token-malformed'],
    ['another scheme', 'Basic YW5hOnNlY3JldA==', 'token-malformed'],
    ['text that is no token', 'Bearer a.b', 'token-malformed'],
    ['parts that are no JSON', 'Bearer a.b.c', 'token-malformed'],
    ['a token longer than any', `Bearer ${'a'.repeat(5_000)}.b.c`, 'token-malformed'],
    ['alg none', `Bearer ${forge({ alg: 'none' }, claims, () => '')}`, 'token-algorithm-wrong'],
    ['another algorithm', `Bearer ${forge({ alg: 'HS512' }, claims, hmac(SECRET))}`, 'token-algorithm-wrong'],
    ['another secret', `Bearer ${forge({ alg: 'HS256' }, claims, hmac('x'.repeat(40)))}`, 'token-signature-wrong'],
    [
      'something it must understand',
      `Bearer ${forge({ alg: 'HS256', crit: ['x'], x: 1 }, claims, hmac(SECRET))}`,
      'token-malformed',
    ],
  ])('refuses %s', async (_what, authorization, code) => {
    const app = shared();
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    for (const [method, path] of [
      ['PUT', 'preference'],
      ['POST', 'pass'],
    ] as const) {
      const response = await app.send(method, path, {}, headers);
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
      expect(await refusalOf(response)).toEqual([401, code]);
    }
  });

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example' }, 'token-issuer-wrong'],
    ['no issuer', { iss: undefined }, 'token-issuer-wrong'],
    ['another audience', { aud: 'forge' }, 'token-audience-wrong'],
    ['no audience', { aud: undefined }, 'token-audience-wrong'],
    ['an end that is past', { exp: NOW - 60 }, 'token-expired'],
    ['no end', { exp: undefined }, 'token-lives-too-long'],
    ['an end more than an hour ahead', { exp: NOW + 3_700 }, 'token-lives-too-long'],
    ['a life of more than an hour', { iat: NOW - 3_000, exp: NOW + 1_000 }, 'token-lives-too-long'],
    ['a beginning that lies ahead', { nbf: NOW + 600 }, 'token-not-yet-valid'],
    ['nobody', { sub: undefined }, 'token-claims-malformed'],
    ['an empty name', { sub: '' }, 'token-claims-malformed'],
    ['an organisation that is no text', { org: 7 }, 'token-claims-malformed'],
    ['a ceiling that is neither off nor missing', { ceiling: 'on' }, 'token-claims-malformed'],
  ])('refuses a token with %s', async (_what, changes, code) => {
    const app = shared();
    const token = await signToken(NOON_MS, 'ana', changes);
    expect(await refusalOf(await app.answer(token, true))).toEqual([401, code]);
  });

  describe('signed with public keys', () => {
    const ed = generateKeyPairSync('ed25519');
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = generateKeyPairSync('ed25519');
    const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid });
    const writeKeys = (keys: unknown) => {
      const keysFile = join(makeFolder(), 'keys.json');
      writeFileSync(keysFile, JSON.stringify({ keys }));
      return { issuer: ISSUER, keysFile };
    };
    const sign = (key: KeyObject, alg: string, kid?: string) =>
      new SignJWT(claims).setProtectedHeader({ alg, ...(kid && { kid }) }).sign(key);

    it('takes EdDSA and ES256, by the key that the token names', async () => {
      const app = openApp({ subjectTokens: writeKeys([jwk(ed.publicKey, 'a'), jwk(ec.publicKey, 'b')]) });
      expect((await app.answer(await sign(ed.privateKey, 'EdDSA', 'a'), true)).status).toBe(204);
      expect((await app.answer(await sign(ec.privateKey, 'ES256', 'b'), true)).status).toBe(204);
      expect(await refusalOf(await app.answer(await sign(ed.privateKey, 'EdDSA', 'c'), true))).toEqual([
        401,
        'token-key-unknown',
      ]);
      expect(await refusalOf(await app.answer(await sign(other.privateKey, 'EdDSA', 'a'), true))).toEqual([
        401,
        'token-signature-wrong',
      ]);
    });

    it('takes no HS256 token whose secret is the public key, nor one without a name for a key where there are several', async () => {
      const app = openApp({ subjectTokens: writeKeys([jwk(ed.publicKey, 'a')]) });
      const pem = ed.publicKey.export({ type: 'spki', format: 'pem' }).toString();
      for (const secret of [pem, JSON.stringify(jwk(ed.publicKey, 'a'))]) {
        const token = forge({ alg: 'HS256', kid: 'a' }, claims, hmac(secret));
        expect(await refusalOf(await app.answer(token, true))).toEqual([401, 'token-algorithm-wrong']);
      }
    });

    it.each([
      ['a private key', [jwk(ed.privateKey, 'a')]],
      ['a shared secret', [{ kty: 'oct', k: randomBytes(32).toString('base64url') }]],
      ['another curve', [jwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey, 'a')]],
      ['two keys of one name', [jwk(ed.publicKey, 'a'), jwk(ec.publicKey, 'a')]],
      ['no key', []],
    ])('does not start on %s', (_what, keys) => {
      expect(() => openApp({ subjectTokens: writeKeys(keys) })).toThrow(/key/);
    });
  });

  it.each([
    ['a secret of 31 bytes', 'short', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P'],
    ['a placeholder', 'placeholder', `change-me-${'x'.repeat(30)}`],
  ])('does not start on %s', (_what, name, secret) => {
    const secretFile = join(makeFolder(), name);
    writeFileSync(secretFile, secret);
    expect(() => openApp({ subjectTokens: { issuer: ISSUER, secretFile } })).toThrow(/secret|placeholder/);
  });

  it('does not start where people sign in and nobody says how to know them', () => {
    const start = () =>
      createCollector({
        dataFolder: makeFolder(),
        registryFolder: 'unused',
        pageFolder: pageFixture(),
        readRegistry: () => registryFixture({ subjects: 'required' }),
      });
    expect(start).toThrow(/--subject-issuer/);
  });

  it('keeps nothing of a token, a person or an organisation in any file or line of the log', async () => {
    const lines: string[] = [];
    const log = (message: string, fields?: unknown) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
    const app = openApp({ log: { info: log, warn: log, error: log } });
    const token = await app.token('ana@harbour.example', { org: 'harbour-authority' });
    expect((await app.answer(token, true)).status).toBe(204);
    await app.pass(token);
    await app.answer(await app.token('ana@harbour.example', { org: 'harbour-authority', exp: 1 }), true);
    await app.collector.close();
    const words = ['ana@harbour', 'harbour-authority', token.slice(0, 40), token.slice(-40)];
    for (const name of readdirSync(app.folder)) {
      const path = join(app.folder, name);
      const text = name === 'notices' ? '' : readFileSync(path).toString('latin1');
      for (const word of words) expect([name, text.includes(word)]).toEqual([name, false]);
    }
    expect(lines.filter((line) => words.some((word) => line.includes(word)))).toEqual([]);
  });
});
