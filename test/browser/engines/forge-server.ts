import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';
import { openForge } from '../../../demo/open-forge.ts';
import { FORGE_BASE_PATH, listen, stopListening, toDemoListener } from '../../../demo/serve-demo.ts';

/** The demo forge with its collector, and everything it was told. */
export interface ForgeServer {
  readonly url: string;
  /** Names of what was posted or put, in order. */
  readonly told: readonly string[];
  /** Rows of events. */
  countStored(): number;
  /** Rows of standing yeses. */
  countStanding(): number;
  close(): Promise<void>;
}

/** Starts both on a free port of the loopback, with data in a folder of its own. */
export async function startForgeServer(): Promise<ForgeServer> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-forge-'));
  const forge = openForge(folder);
  const told: string[] = [];
  const serve = toDemoListener((_, response) => response.writeHead(404).end(), forge);
  const listening = await listen(
    (request, response) => {
      const { method, url = '' } = request;
      const isTold = (method === 'POST' || method === 'PUT') && url.startsWith(`${FORGE_BASE_PATH}/`);
      if (isTold) told.push(url.slice(FORGE_BASE_PATH.length + 1));
      serve(request, response);
    },
    { port: 0, host: '127.0.0.1' },
  );
  const count = (file: string, table: string) => {
    const connection = openReadConnection(join(folder, file));
    try {
      return Number(connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    } finally {
      connection.close();
    }
  };
  return {
    url: `http://127.0.0.1:${listening.port}/forge`,
    told,
    countStored: () => count('events.sqlite', 'events'),
    countStanding: () => count('preferences.sqlite', 'preferences'),
    async close() {
      await stopListening(listening);
      await forge.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
