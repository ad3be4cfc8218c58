/** Servers of the demonstrations where a page is left while it speaks: what follows is about everybody else. */

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startTrafficServer } from '../../demo/traffic/traffic-server.ts';
import { startWeekServer } from '../../demo/week/week-server.ts';

const START = '2026-11-26T09:00:00Z';

it.each([
  ['the traffic', '/askfirst', (folder: string) => startTrafficServer(folder, () => 1, START)],
  [
    'the week',
    '/forge/askfirst',
    (folder: string) => startWeekServer(folder, { people: [], startMs: Date.parse(START), nextOrder: () => 1 }),
  ],
])('the server of %s goes on when a page is left in the middle of a request', async (_name, basePath, start) => {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-midway-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const server = await start(folder);
  onTestFinished(() => server.close());
  const { port } = new URL(server.origin);
  const page = connect(Number(port), '127.0.0.1');
  page.write(
    `POST ${basePath}/events HTTP/1.1\r\nHost: localhost:${port}\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n{`,
  );
  // It is being read.
  await once(page, 'data');
  page.destroy();
  await once(page, 'close');
  expect((await fetch(`${server.origin}${basePath}/askfirst.js`)).status).toBe(200);
});
