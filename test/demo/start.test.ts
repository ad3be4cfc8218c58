import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'askfirst-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm start` after its build, with everything it writes. */
function start(variables: Record<string, string>) {
  const child: ChildProcess = spawn(execPath, ['demo/start.ts'], {
    env: { ...env, PORT: '0', ASKFIRST_ADMIN_PORT: '0', ASKFIRST_DATA: join(folder, 'data'), ...variables },
  });
  let written = '';
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      written += String(chunk);
      for (const listener of heard) listener();
    });
  const ended = once(child, 'close').then(([code]) => ({ code, written }));
  const open = new Promise<string>((resolve) => {
    heard.add(() => written.includes('Ctrl+C') && resolve(written));
  });
  return { child, ended, open };
}

it('prints where shop, privacy page and report are, serves all three, and stops when told', async () => {
  const { child, ended, open } = start({});
  const text = await open;
  const [shop, privacy, report] = text.match(/http:\/\/\S+/g) ?? [];
  expect(await (await fetch(shop ?? '')).text()).toContain('Tern &amp; Tide');
  expect((await fetch(`${shop}askfirst/readyz`)).status).toBe(200);
  expect((await fetch(privacy ?? '')).headers.get('content-type')).toContain('text/html');
  // The report is for whoever has the token.
  expect((await fetch(`${report}reports/visitors`)).status).toBe(401);
  const token = /Token for it\s+(\S+)/.exec(text)?.[1];
  const answer = await fetch(`${report}reports/visitors`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).not.toBe(401);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

it('says which port is taken and how to choose another', async () => {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  for (const name of ['PORT', 'ASKFIRST_ADMIN_PORT']) {
    const { code, written } = await start({ [name]: String(port) }).ended;
    expect(code).toBe(1);
    expect(written).toContain(`Port ${port} is taken.`);
    expect(written).toContain(`${name}=${port + 100} npm start`);
    expect(written).not.toContain('    at ');
  }
  server.close();
});

it.each([
  ['PORT', '99999', 'it takes a port, 0 to 65535'],
  ['PORT', 'shop', 'it takes a port, 0 to 65535'],
  ['ASKFIRST_REGISTRY', 'nowhere', 'askfirst init'],
])('refuses %s=%s with a sentence and no stack', async (name, value, sentence) => {
  const { code, written } = await start({ [name]: value }).ended;
  expect(code).toBe(1);
  expect(written).toContain(sentence);
  expect(written).not.toContain('    at ');
});
