/** `npm start`: the shop with a collector of its own, and where to look. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { type Collector, createCollector } from 'askfirst/collector';
import { BASE_PATH, type Listening, listen, stopListening, toDemoListener } from './serve-demo.ts';

const { env } = process;
const host = env.HOST || 'localhost';
const port = toPort('PORT', env.PORT, 4100);
const adminPort = toPort('ASKFIRST_ADMIN_PORT', env.ASKFIRST_ADMIN_PORT, 4101);
const dataFolder = resolve(env.ASKFIRST_DATA || 'data');
const registryFolder = resolve(env.ASKFIRST_REGISTRY || fileURLToPath(new URL('shop/askfirst', import.meta.url)));

const collector = openCollector();
const shop = await listenOrExplain('PORT', port, (at) => listen(toDemoListener(collector.listener), at), host);
// The admin port is for the person at this machine, whatever HOST the shop is given.
const admin = await listenOrExplain(
  'ASKFIRST_ADMIN_PORT',
  adminPort,
  (at) =>
    listen(
      getRequestListener((request) => collector.admin.fetch(request)),
      at,
    ),
  'localhost',
);

const token = readFileSync(join(dataFolder, 'admin-token'), 'utf8').trim();
const shopUrl = `http://${host}:${shop.port}`;
const development = collector.registry().configuration.development;
console.log(`
Tern & Tide, a shop that asks first, is open.

  Shop          ${shopUrl}/
  Privacy page  ${shopUrl}${BASE_PATH}/privacy
  Report        http://localhost:${admin.port}/
  Token for it  ${token}

Data lies in ${dataFolder}; delete that folder to begin anew.${
  development ? '\nThis is a development site: every visit shows in the report at once.' : ''
}
Stop with Ctrl+C.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  await Promise.all([shop, admin].map(stopListening));
  await collector.close();
}

function openCollector(): Collector {
  try {
    return createCollector({
      dataFolder,
      registryFolder,
      log: {
        info: () => undefined,
        warn: (message, fields) => console.warn(message, fields ?? ''),
        error: (message, fields) => console.error(message, fields ?? ''),
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}

async function listenOrExplain(
  name: string,
  wanted: number,
  open: (at: { port: number; host: string }) => Promise<Listening>,
  at: string,
): Promise<Listening> {
  try {
    return await open({ port: wanted, host: at });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      console.error(`Port ${wanted} is taken. Stop what uses it, or choose another: ${name}=${wanted + 100} npm start`);
    else console.error(`Cannot listen on ${at}:${wanted}: ${String(error)}`);
    await collector.close();
    return process.exit(1);
  }
}

function toPort(name: string, value: string | undefined, usual: number): number {
  if (!value) return usual;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  console.error(`${name} is "${value}"; it takes a port, 0 to 65535.`);
  return process.exit(1);
}
