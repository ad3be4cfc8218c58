import { request as ask, createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCollector } from '../../../collector/collector.ts';
import { checkContext } from '../../../collector/command/doctor/check-page.ts';
import { checkPolicies } from '../../../collector/command/doctor/check-policy.ts';
import { examine } from '../../../collector/command/doctor/examine.ts';
import { findTags } from '../../../collector/command/doctor/find-tag.ts';
import { makeFolder, pageFixture } from '../receive/open-collector.ts';
import { registryFixture } from '../receive/registry-fixture.ts';
import { run } from './terminal.ts';

const TAG = '<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer"></script>';

async function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // It listens on a port.
  return new URL(`http://localhost:${(server.address() as AddressInfo).port}/`);
}

/** How a site may be set up: its page, and what stands between it and the collector. */
interface SetUp {
  readonly tag?: string;
  readonly policy?: string;
  /** What the proxy does to a request before the collector sees it; `false` refuses it. */
  readonly onRequest?: (headers: Record<string, unknown>, method: string, path: string) => boolean | undefined;
  /** What it does to an answer. */
  readonly onAnswer?: (headers: Record<string, unknown>, path: string) => undefined;
  readonly onBody?: (body: Buffer, path: string) => Buffer;
  /** Answers in place of the collector. */
  readonly instead?: Readonly<Record<string, { readonly status: number; readonly body: string }>>;
}

/** A site with a page, a real collector behind a real proxy, all on loopback. */
async function openSite({ tag = TAG, policy, onRequest, onAnswer, onBody, instead }: SetUp = {}): Promise<URL> {
  const collector = createCollector({
    dataFolder: makeFolder(),
    registryFolder: 'unused',
    pageFolder: pageFixture(),
    readRegistry: () => registryFixture(),
  });
  onTestFinished(() => collector.close());
  const behind = await listen(collector.listener);
  return await listen((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const other = instead?.[path];
    if (other) return void outgoing.writeHead(other.status, { 'content-type': 'text/html' }).end(other.body);
    if (!/^\/(askfirst|\.well-known)\//.test(path)) {
      const headers = { 'content-type': 'text/html', ...(policy && { 'content-security-policy': policy }) };
      return void outgoing.writeHead(path === '/' ? 200 : 404, headers).end(`<!doctype html><title>Shop</title>${tag}`);
    }
    const headers: Record<string, unknown> = { ...incoming.headers };
    if (onRequest?.(headers, incoming.method ?? '', path) === false) return void outgoing.writeHead(405).end();
    const onward = ask(
      {
        port: behind.port,
        host: '127.0.0.1',
        path,
        method: incoming.method,
        headers: headers as Record<string, string>,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const out: Record<string, unknown> = { ...answer.headers };
          onAnswer?.(out, path);
          const body = Buffer.concat(chunks);
          const changed = onBody?.(body, path) ?? body;
          delete out['content-length'];
          outgoing.writeHead(answer.statusCode ?? 500, out as Record<string, string>).end(changed);
        });
      },
    );
    incoming.pipe(onward);
  });
}

/** What is wrong and what is to note, each as `about: what it says`. */
async function complaintsOf(setUp: SetUp): Promise<string[]> {
  const findings = await examine(await openSite(setUp));
  return findings.flatMap(({ about, verdict, says, remedy }) => {
    // Whoever complains says what to do.
    expect([about, verdict === 'right', remedy === undefined]).toEqual([
      about,
      verdict === 'right',
      verdict === 'right',
    ]);
    return verdict === 'right' ? [] : [`${verdict} ${about}: ${says}`];
  });
}

/** Each set-up that is wrong in one way, and what must be said of it. Written before it was run. */
const WRONG: readonly (readonly [string, SetUp, RegExp])[] = [
  ['the tag is missing', { tag: '<p>No script.</p>' }, /^wrong tag: .*no script tag/],
  ['the tag is in a comment', { tag: `<!-- ${TAG} -->` }, /^wrong tag: .*no script tag/],
  ['the tag is twice', { tag: TAG + TAG }, /^note tag: .*2 times/],
  ['the tag holds up the page', { tag: TAG.replace('defer ', '') }, /^note tag: .*holds up/],
  ['the tag tells the address', { tag: TAG.replace(' referrerpolicy="no-referrer"', '') }, /^note tag: .*which page/],
  ['the tag is a module', { tag: TAG.replace('defer', 'type="module"') }, /^wrong tag: .*classic script/],
  [
    'another origin serves it',
    { tag: TAG.replace('/askfirst/askfirst.js', 'http://127.0.0.1:9/askfirst/askfirst.js') },
    /^wrong first-party: The script comes from http:\/\/127\.0\.0\.1:9/,
  ],
  [
    'no collector is there',
    { instead: { '/askfirst/askfirst.js': { status: 200, body: '<p>Our front page</p>' } } },
    /^wrong reachable: .*not from a collector/,
  ],
  [
    'a proxy lets browsers keep the script',
    {
      onAnswer(headers, path) {
        if (path === '/askfirst/askfirst.js') headers['cache-control'] = 'public, max-age=86400';
      },
    },
    /^wrong cached: .*max-age=86400/,
  ],
  [
    'a proxy drops the ETag',
    {
      onAnswer(headers) {
        delete headers.etag;
      },
    },
    /^note cached: .*whole again/,
  ],
  [
    'a proxy sets a cookie',
    {
      onAnswer(headers) {
        headers['set-cookie'] = 'track=1';
      },
    },
    /^wrong cached: .*cookie/,
  ],
  [
    'a proxy drops compression',
    {
      onRequest(headers) {
        delete headers['accept-encoding'];
        return undefined;
      },
    },
    /^note cached: .*uncompressed/,
  ],
  [
    'a proxy changes the script',
    {
      onRequest(headers) {
        delete headers['accept-encoding'];
        return undefined;
      },
      onBody: (body, path) =>
        path === '/askfirst/askfirst.js' ? Buffer.concat([body, Buffer.from('/* minified */')]) : body,
    },
    /^wrong unaltered: /,
  ],
  [
    'a proxy hides the host',
    {
      onRequest(headers) {
        headers.host = 'collector.internal:4100';
        return undefined;
      },
    },
    /^wrong proxied: .*takes the site for http:\/\/collector\.internal:4100\/askfirst/,
  ],
  [
    'a proxy refuses posts',
    { onRequest: (_headers, method) => method !== 'POST' },
    /^wrong posts: .*answers 405, and not from the collector/,
  ],
  [
    'the admin port is public',
    { instead: { '/askfirst/reports/visitors': { status: 401, body: '' } } },
    /^wrong admin: .*reports\/visitors answers 401/,
  ],
  ['gpc.json is not handed on', { instead: { '/.well-known/gpc.json': { status: 404, body: '' } } }, /^note gpc: /],
  [
    'the policy refuses the script',
    { policy: "default-src 'none'" },
    /^wrong policy: .*refuses \/askfirst\/askfirst\.js/,
  ],
  [
    'the policy refuses requests',
    { policy: "script-src 'self'; connect-src https://api.example" },
    /^wrong policy: .*refuses requests/,
  ],
  [
    'the policy has a nonce and no strict-dynamic',
    { policy: "script-src 'nonce-a1'; connect-src 'self'", tag: TAG.replace('defer', 'nonce="a1" defer') },
    /^wrong policy: .*not the modules/,
  ],
];

describe('askfirst doctor', () => {
  it('finds nothing wrong where all is right', async () => {
    expect(await complaintsOf({})).toEqual([]);
    expect(await complaintsOf({ policy: "default-src 'self'; script-src 'self'; connect-src 'self'" })).toEqual([]);
  });

  it.each(WRONG)('says so where %s', async (_name, setUp, expected) => {
    const complaints = await complaintsOf(setUp);
    expect(complaints.filter((complaint) => expected.test(complaint))).toHaveLength(1);
  });

  it('stores nothing and is counted nowhere', async () => {
    const site = await openSite();
    const answers: string[] = [];
    await examine(site, async (address, init) => {
      const answer = await fetch(address, init);
      answers.push(`${init?.method ?? 'GET'} ${new URL(String(address)).pathname} ${answer.status}`);
      return answer;
    });
    expect(answers.filter((line) => line.startsWith('POST'))).toEqual(['POST /askfirst/events 400']);
  });

  it('exits 1 where something is wrong, 0 where not, and speaks JSON', async () => {
    const good = await run(['doctor', String(await openSite())], { home: makeFolder(), today: '2026-11-22' });
    expect(good).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^right page: .*\n0 wrong, 0 to note, \d+ right\.\n$/s),
    });
    const bad = await run(['doctor', '--json', String(await openSite({ tag: '' }))], {
      home: makeFolder(),
      today: '2026-11-22',
    });
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out).findings).toContainEqual(expect.objectContaining({ about: 'tag', verdict: 'wrong' }));
    const none = await run(['doctor', 'http://127.0.0.1:9/'], { home: makeFolder(), today: '2026-11-22' });
    expect(none).toMatchObject({ code: 1, out: expect.stringContaining('does not answer') });
    expect(await run(['doctor', 'shop.example'], { home: makeFolder(), today: '2026-11-22' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('Write it whole'),
    });
  });
});

describe('what the doctor reads', () => {
  it('takes a page without HTTPS for wrong, but on localhost', () => {
    const verdict = (address: string) => checkContext(new URL(address)).verdict;
    expect(['https://shop.example/', 'http://localhost:1/', 'http://127.0.0.1/', 'http://[::1]/'].map(verdict)).toEqual(
      Array(4).fill('right'),
    );
    expect(['http://shop.example/', 'http://localhost.example/'].map(verdict)).toEqual(['wrong', 'wrong']);
  });

  it.each([
    ['<script src=/askfirst/askfirst.js defer></script>', '/askfirst/askfirst.js'],
    [`<SCRIPT DEFER SRC='/a/askfirst.js?v=1&amp;w'></SCRIPT>`, '/a/askfirst.js?v=1&w'],
    ['<script src="https://shop.example/x/askfirst.js"></script>', 'https://shop.example/x/askfirst.js'],
  ])('finds the tag in %s', (html, src) => {
    expect(findTags(html).map((tag) => tag.src)).toEqual([src]);
  });

  it.each([
    '<script src="/askfirst/askfirst.json"></script>',
    '<script src="/notaskfirst.js"></script>',
    '<template><script src="/askfirst/askfirst.js"></script></template>',
    '<script>"/askfirst/askfirst.js"</script>',
  ])('finds none in %s', (html) => {
    expect(findTags(html)).toEqual([]);
  });

  it.each([
    ['', 'right'],
    ["script-src 'self'", 'right'],
    ["default-src 'self'", 'right'],
    ['default-src https:', 'right'],
    ['script-src https://shop.example; connect-src https://shop.example', 'right'],
    ['script-src https://shop.example/askfirst/', 'right'],
    ["script-src 'nonce-n' 'strict-dynamic'; connect-src 'self'", 'right'],
    ["script-src 'strict-dynamic' 'self'", 'wrong'],
    ['script-src https://shop.example/other/', 'wrong'],
    ['script-src https://cdn.example', 'wrong'],
    ["script-src 'self'; script-src-elem 'none'", 'wrong'],
    ["script-src 'self', default-src 'none'", 'wrong'],
    ["connect-src 'none'", 'wrong'],
    ['sandbox allow-scripts', 'wrong'],
    ["style-src 'none'; img-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'", 'right'],
  ])('judges the policy %j to be %s', (policy, verdict) => {
    const parts = {
      page: new URL('https://shop.example/'),
      script: new URL('https://shop.example/askfirst/askfirst.js'),
    };
    const [first] = checkPolicies([policy], { ...parts, nonce: 'n' });
    expect(first?.verdict).toBe(verdict);
  });
});
