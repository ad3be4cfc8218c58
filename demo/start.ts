/** `npm start`: the shop and the forge, each with a collector of its own, and where to look. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createCollector } from 'askfirst/collector';
import { openForge } from './open-forge.ts';
import { BASE_PATH, type Listening, listen, stopListening, toDemoListener } from './serve-demo.ts';

const { env } = process;
const host = env.HOST || 'localhost';
const port = toPort('PORT', env.PORT, 4100);
const adminPort = toPort('ASKFIRST_ADMIN_PORT', env.ASKFIRST_ADMIN_PORT, 4101);
const dataFolder = resolve(env.ASKFIRST_DATA || 'data');
const registryFolder = resolve(env.ASKFIRST_REGISTRY || fileURLToPath(new URL('shop/askfirst', import.meta.url)));

/** What the demo's collectors have to say. */
const log = {
  info: () => undefined,
  warn: (message: string, fields?: object) => console.warn(message, fields ?? ''),
  error: (message: string, fields?: object) => console.error(message, fields ?? ''),
};
const forgePort = toPort('ASKFIRST_FORGE_ADMIN_PORT', env.ASKFIRST_FORGE_ADMIN_PORT, adminPort && adminPort + 1);
const collector = openOrExplain(() => createCollector({ dataFolder, registryFolder, log }));
const forge = openOrExplain(() => openForge(join(dataFolder, 'forge'), { log }));
const shop = await listenOrExplain('PORT', port, (at) => listen(toDemoListener(collector.listener, forge), at), host);
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
const forgeAdmin = await listenOrExplain(
  'ASKFIRST_FORGE_ADMIN_PORT',
  forgePort,
  (at) =>
    listen(
      getRequestListener((request) => forge.admin(request)),
      at,
    ),
  'localhost',
);

const readToken = (folder: string) => readFileSync(join(folder, 'admin-token'), 'utf8').trim();
const token = readToken(dataFolder);
const shopUrl = `http://${host}:${shop.port}`;
const development = collector.registry().configuration.development;
console.log(`
Tern & Tide, a shop that asks first, is open.

  Shop          ${shopUrl}/
  Privacy page  ${shopUrl}${BASE_PATH}/privacy
  Report        http://localhost:${admin.port}/
  Token for it  ${token}

Forge, where people sign in, is open too. Be two people, or one person in two browsers.

  Forge         ${shopUrl}/forge/
  Report        http://localhost:${forgeAdmin.port}/
  Token for it  ${readToken(join(dataFolder, 'forge'))}

Data lies in ${dataFolder}; delete that folder to begin anew.${
  development ? '\nThis is a development site: every visit shows in the report at once.' : ''
}
Stop with Ctrl+C.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  await Promise.all([shop, admin, forgeAdmin].map(stopListening));
  await Promise.all([collector.close(), forge.close()]);
}

function openOrExplain<Opened>(open: () => Opened): Opened {
  try {
    return open();
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
    await Promise.all([collector.close(), forge.close()]);
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
