import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { whyNotThisNode } from '../../../collector/command/node-version.ts';
import { parseServeOptions } from '../../../collector/command/serve-options.ts';
import { makeFolder } from '../receive/open-collector.ts';

const ROOT = join(import.meta.dirname, '../../..');
const COMMAND = join(ROOT, 'collector/command/askfirst.ts');
const REGISTRY = join(ROOT, 'demo/shop/askfirst');

// Processes start slowly where everything else runs at the same time.
vi.setConfig({ testTimeout: 120_000 });

/** Starts `askfirst …` on any free ports; ended with the test. */
function start(words: readonly string[], variables: NodeJS.ProcessEnv = {}): { child: ChildProcess; output(): string } {
  const child = spawn(execPath, [COMMAND, ...words], {
    env: { ...env, PORT: '0', ASKFIRST_ADMIN_PORT: '0', ASKFIRST_REGISTRY: REGISTRY, ...variables },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => output };
}

/** Runs it to its end. */
async function run(words: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const { child, output } = start(words, variables);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

/** Starts `serve` and waits until it listens. */
async function serve(variables: NodeJS.ProcessEnv = {}, words: readonly string[] = []) {
  const { child, output } = start(['serve', ...words], variables);
  await expect.poll(output, { timeout: 60_000 }).toContain('reports on localhost');
  const port = Number(/"port":(\d+)[^\n]*collector listens/.exec(output())?.[1]);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number | null];
    return code;
  };
  return { child, output, port, end };
}

describe('askfirst serve', () => {
  it('P4 starts a site where people sign in only when it is told how their tokens are checked', async () => {
    const [data, secretFile] = [join(makeFolder(), 'data'), join(makeFolder(), 'secret')];
    writeFileSync(secretFile, 'hT7_qL2vX9-bR4mZ8kWc1PdYs6NfJg3EaUo5');
    const variables = { ASKFIRST_DATA: data, ASKFIRST_REGISTRY: join(ROOT, 'demo/forge/askfirst') };
    for (const [words, said] of [
      [[], '--subject-issuer'],
      [['--subject-secret-file', secretFile], 'ASKFIRST_SUBJECT_ISSUER'],
      [['--subject-issuer', 'https://forge.example'], '--subject-keys-file'],
    ] as const) {
      const { code, output } = await run(['serve', ...words], variables);
      expect([code, output]).toEqual([1, expect.stringContaining(said)]);
    }
    const collector = await serve(
      { ...variables, ASKFIRST_SUBJECT_SECRET_FILE: secretFile, ASKFIRST_SUBJECT_ISSUER: 'https://forge.example' },
      ['--organisations-off', join(data, 'off')],
    );
    const answer = await fetch(`http://localhost:${collector.port}/askfirst/pass`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: '{}',
    });
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'token-missing' })]);
    expect(await collector.end('SIGTERM')).toBe(0);
  });

  it('serves, keeps what it makes from other eyes, and ends when asked', async () => {
    const data = join(makeFolder(), 'data');
    const collector = await serve({ ASKFIRST_DATA: data });
    const answer = await fetch(`http://localhost:${collector.port}/askfirst/readyz`);
    expect(answer.status).toBe(200);
    // The dashboard is on the admin port only.
    expect((await fetch(`http://localhost:${collector.port}/`)).status).toBe(404);
    expect((await fetch(`http://localhost:${collector.port}/reports/visitors`)).status).toBe(404);
    expect(statSync(join(data, 'admin-token')).mode & 0o777).toBe(0o600);
    const token = readFileSync(join(data, 'admin-token'), 'utf8').trim();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await collector.end('SIGTERM')).toBe(0);
    expect(collector.output()).toContain('collector ended');
    expect(collector.output()).not.toContain(token);
  });

  it('answers on both addresses that browsers take localhost for', async () => {
    const { port } = await serve({ ASKFIRST_DATA: makeFolder() });
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
  });

  it('lets a flag win over the variable of the same name', async () => {
    const data = join(makeFolder(), 'by-flag');
    await serve({ ASKFIRST_DATA: '/nowhere/at/all' }, ['--data', data]);
    expect(statSync(join(data, 'events.sqlite')).isFile()).toBe(true);
  });

  it('reads the registry again on SIGHUP: a good one is in force, a wrong one is not and is told with its places', async () => {
    const registry = join(makeFolder(), 'askfirst');
    cpSync(REGISTRY, registry, { recursive: true });
    const collector = await serve({ ASKFIRST_DATA: makeFolder(), ASKFIRST_REGISTRY: registry });
    const ask = async (name: string) => (await fetch(`http://localhost:${collector.port}/askfirst/${name}`)).json();
    const edit = (file: string, change: (text: string) => string) =>
      writeFileSync(join(registry, file), change(readFileSync(join(registry, file), 'utf8')));
    const said = (what: RegExp | string) =>
      expect.poll(() => collector.output().match(new RegExp(what, 'g'))?.length ?? 0, { timeout: 60_000 });

    const good = 'https://shop.example/other-feedback';
    edit('askfirst.yaml', (text) => `${text.replace(/^feedback:.*\n/m, '')}feedback: ${good}\n`);
    collector.child.kill('SIGHUP');
    await said('registry read again').toBe(1);
    expect(await ask('manifest.json')).toMatchObject({ feedback: good });

    const whole = readFileSync(join(registry, 'askfirst.yaml'), 'utf8');
    writeFileSync(join(registry, 'askfirst.yaml'), 'version: 1\nkThreshold: 3\n');
    collector.child.kill('SIGHUP');
    await said(/askfirst\.yaml:2:13 [^\n]*must be 5 or more[^\n]*registry cannot be used, the old one stays/).toBe(1);
    expect(await ask('manifest.json')).toMatchObject({ feedback: good });
    expect(Object.keys((await ask('site.json')).registry.metrics)).toContain('cart.add');

    // One letter that nobody signed: the rest goes on, the metric does not.
    writeFileSync(join(registry, 'askfirst.yaml'), whole);
    edit('metrics/shop.yaml', (text) => text.replace(/(cart\.add:\n +description: )/, '$1X '));
    collector.child.kill('SIGHUP');
    await said(/metrics\/shop\.yaml:\d+:1 cart\.add: It was altered after its review/).toBe(1);
    await said('registry read again').toBe(2);
    expect(Object.keys((await ask('site.json')).registry.metrics)).not.toContain('cart.add');
    expect(await collector.end('SIGTERM')).toBe(0);
  });

  it('FE-6 FE-19 --inspect prints what a page sends and what came of it, but nothing that proves whose it is', async () => {
    const { port, output } = await serve({ ASKFIRST_DATA: makeFolder() }, ['--inspect']);
    const origin = `http://localhost:${port}`;
    await fetch(`${origin}/askfirst/askfirst.js`, { headers: { cookie: 'cart=7' } });
    const post = (name: string, body: unknown) =>
      fetch(`${origin}/askfirst/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify(body),
      });
    const event = { metric: 'page.view', day: '2020-01-01', id: '0'.repeat(32), properties: { path: '/hats' } };
    await post('events', { version: 1, scope: 1, purposes: ['improve'], events: [event] });
    await post('erase', { receiptSecret: 'c'.repeat(43), held: [{ handles: ['d'.repeat(22)] }], part: 1, last: true });
    await expect.poll(output, { timeout: 60_000 }).toContain('POST /askfirst/erase');
    expect(output()).toMatch(
      /GET \/askfirst\/askfirst\.js \(nothing is sent\), with the site’s cookies, which are not read → 200/,
    );
    expect(output()).toMatch(/POST \/askfirst\/events \d+ bytes → 202\n {2}\{\n/);
    expect(output()).toContain('"path": "/hats"');
    expect(output()).toContain('"reason": "outside-clock-window"');
    expect(output()).not.toMatch(/cart=7|c{43}|d{22}/);
  });

  it('prints nothing of what pages send without --inspect, and refuses it where others could be seen', async () => {
    const { port, output } = await serve({ ASKFIRST_DATA: makeFolder() });
    await fetch(`http://localhost:${port}/askfirst/askfirst.js`);
    expect(output()).not.toContain('askfirst.js');
    for (const words of [
      ['--host', '0.0.0.0'],
      ['--trust-proxy', '1'],
    ]) {
      const refused = await run(['serve', '--inspect', ...words], { ASKFIRST_DATA: makeFolder() });
      expect([refused.code, refused.output]).toEqual([
        1,
        expect.stringContaining('localhost and without a proxy only'),
      ]);
    }
  });

  it('warns off localhost where no sites are listed, and not on it', async () => {
    const registry = join(makeFolder(), 'askfirst');
    cpSync(REGISTRY, registry, { recursive: true });
    const yaml = join(registry, 'askfirst.yaml');
    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace(/^sites:.*(?:\n[ -].*)*/m, ''));
    const open = await serve({ ASKFIRST_DATA: makeFolder(), ASKFIRST_REGISTRY: registry, HOST: '0.0.0.0' });
    expect(open.output()).toContain('no sites: in askfirst.yaml');
    const local = await serve({ ASKFIRST_DATA: makeFolder(), ASKFIRST_REGISTRY: registry });
    expect(local.output()).not.toContain('no sites: in askfirst.yaml');
  });
});

describe('askfirst serve refuses, says where and what to do, and exits with 1', () => {
  it('every fault of the registry, with file, line and column', async () => {
    const registry = join(makeFolder(), 'askfirst');
    cpSync(REGISTRY, registry, { recursive: true });
    const yaml = join(registry, 'askfirst.yaml');
    writeFileSync(yaml, `${readFileSync(yaml, 'utf8').replace(/^kThreshold:.*$/m, '')}kThreshold: 3\nbufer: off\n`);
    const { code, output } = await run(['serve'], { ASKFIRST_DATA: makeFolder(), ASKFIRST_REGISTRY: registry });
    expect(code).toBe(1);
    expect(output).toMatch(/^askfirst\.yaml:\d+:\d+ .*must be 5 or more/m);
    expect(output).toMatch(/^askfirst\.yaml:\d+:\d+ .*bufer/m);
    expect(output).not.toContain('    at ');
  });

  it('a registry that is not there', async () => {
    const { code, output } = await run(['serve'], { ASKFIRST_DATA: makeFolder(), ASKFIRST_REGISTRY: '/nowhere' });
    expect([code, output]).toEqual([1, expect.stringMatching(/askfirst\.yaml:1:1 .*askfirst init/)]);
  });

  it.each([
    ['PORT', '--port', '80x'],
    ['ASKFIRST_ADMIN_PORT', '--admin-port', '70000'],
    ['ASKFIRST_TRUST_PROXY', '--trust-proxy', '-1'],
  ])('a %s that is no number in its range', async (variable, flag, value) => {
    const { code, output } = await run(['serve'], { ASKFIRST_DATA: makeFolder(), [variable]: value });
    expect([code, output]).toEqual([1, expect.stringContaining(`${flag} (${variable}) is not a whole number`)]);
  });

  it('a flag it does not know', async () => {
    const { code, output } = await run(['serve', '--prot', '1']);
    expect([code, output]).toEqual([1, expect.stringContaining("unknown option '--prot'")]);
  });

  it.each([
    ['short', 'abc'],
    ['replace-me', 'replace-me-replace-me-replace-me-replace-me'],
    ['changeme', 'changeme0123456789changeme0123456789'],
    ['all the same', 'a'.repeat(64)],
    ['empty', ''],
  ])('T-86 a secret that is %s', async (_, secret) => {
    const data = makeFolder();
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'admin-token'), `${secret}\n`);
    const { code, output } = await run(['serve'], { ASKFIRST_DATA: data });
    expect([code, output]).toEqual([1, expect.stringMatching(/admin-token holds a .*Delete it/)]);
    if (secret.length > 3) expect(output).not.toContain(secret);
  });

  it('T-86 a receipt key that is damaged, without quoting it', async () => {
    const data = makeFolder();
    writeFileSync(join(data, 'receipt-keys.json'), '{"http://localhost/askfirst":[{"d":"half-a-key"');
    const { code, output } = await run(['serve'], { ASKFIRST_DATA: data });
    expect([code, output]).toEqual([1, expect.stringMatching(/receipt-keys\.json is damaged\. Restore it/)]);
    expect(output).not.toContain('half-a-key');
  });

  it('T-105 a data folder that another collector uses', async () => {
    const data = makeFolder();
    await serve({ ASKFIRST_DATA: data });
    const { code, output } = await run(['serve'], { ASKFIRST_DATA: data });
    expect([code, output]).toEqual([1, expect.stringContaining('Another process uses the data folder')]);
  });

  it('a port that is taken', async () => {
    const { port } = await serve({ ASKFIRST_DATA: makeFolder() });
    const { code, output } = await run(['serve'], { ASKFIRST_DATA: makeFolder(), PORT: String(port) });
    expect([code, output]).toEqual([1, expect.stringContaining(`Cannot listen on 127.0.0.1:${port} (EADDRINUSE)`)]);
  });

  it('a Node that is too old, before anything native loads', () => {
    expect(whyNotThisNode('20.19.0')).toContain('needs Node 22 or newer, and this is 20.19.0');
    expect(whyNotThisNode('22.0.0')).toBeUndefined();
    // What the command imports before it has looked at the version must itself be free of packages.
    const source = readFileSync(COMMAND, 'utf8');
    expect(source.match(/^import .*$/gm)).toEqual(["import { whyNotThisNode } from './node-version.ts';"]);
  });
});

describe('options of serve', () => {
  it('are those of design 7 where nothing is said', async () => {
    const { output } = await run(['serve', '--help']);
    for (const fallback of ['4100', '4101', 'localhost', './data', './askfirst']) expect(output).toContain(fallback);
  });

  it('take the largest and the smallest port', () => {
    const given = { host: 'localhost', data: 'd', registry: 'r', trustProxy: '0', adminPort: '0' };
    expect(parseServeOptions({ ...given, port: '65535' }).port).toBe(65_535);
    expect(() => parseServeOptions({ ...given, port: '65536' })).toThrow('--port (PORT)');
    expect(() => parseServeOptions({ ...given, port: '' })).toThrow('--port (PORT)');
  });
});
