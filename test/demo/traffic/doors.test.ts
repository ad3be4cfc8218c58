import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createDoors } from '../../../demo/traffic/doors.ts';

const received: string[] = [];
const strangers: string[] = [];
const doors = createDoors({
  origin: 'http://localhost:4100',
  receive: (browser, { method, url }, response) => {
    received.push(`${browser} ${method} ${url}`);
    response.end('the shop');
  },
  onStranger: (browser, url) => strangers.push(`${browser} ${url}`),
});
afterEach(() => doors.close());

/** Asks a proxy for an address, as a browser does. */
const askProxy = (proxy: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(proxy);
    request({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

it('T-95 a door lets pass what is for the shop, says whose it is, and notes every other address', async () => {
  const door = await doors.open('browser-007');
  expect(await askProxy(door, 'http://localhost:4100/goods/lights?page=2')).toBe(200);
  expect(await askProxy(door, 'http://elsewhere.example/pixel.gif')).toBe(502);
  // The same host on another port is another origin.
  expect(await askProxy(door, 'http://localhost:4101/')).toBe(502);
  const { hostname, port } = new URL(door);
  await new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write('CONNECT elsewhere.example:443 HTTP/1.1\r\n\r\n'),
    );
    socket.on('close', resolve).resume();
  });
  expect(received).toEqual(['browser-007 GET /goods/lights?page=2']);
  expect(strangers).toEqual([
    'browser-007 http://elsewhere.example/pixel.gif',
    'browser-007 http://localhost:4101/',
    'browser-007 https://elsewhere.example:443/',
  ]);
});
