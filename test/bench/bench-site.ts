import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollector } from '../../collector/collector.ts';
import { REGISTRY_FOLDER } from './bench-options.ts';

/** A site on localhost with two pages that differ in one line only: the script tag. */
export interface BenchSite {
  /** With Askfirst. */
  readonly withUrl: string;
  /** Without. */
  readonly plainUrl: string;
  close(): Promise<void>;
}

/** Starts the site, with a collector and an empty store. `/collect` takes what a bare tracker posts. */
export async function openBenchSite(): Promise<BenchSite> {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-bench-site-'));
  const collector = createCollector({
    dataFolder: join(folder, 'data'),
    registryFolder: REGISTRY_FOLDER,
    pageFolder: join(import.meta.dirname, '../../dist/page'),
  });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/askfirst/')) return void collector.listener(request, response);
    request.resume();
    if (path === '/collect') return void response.writeHead(202).end();
    if (path !== '/with' && path !== '/plain') return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(drawPage(path === '/with'));
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  const origin = `http://localhost:${address.port}`;
  return {
    withUrl: `${origin}/with`,
    plainUrl: `${origin}/plain`,
    async close() {
      server.closeAllConnections();
      server.close();
      await collector.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A page as long as an article, so that a shift of its layout would show. The buttons decide, as an owner's own would. */
function drawPage(hasAskfirst: boolean): string {
  const text =
    'The tide comes in twice a day, and twice a day it goes out again, whatever anybody thinks of it. '.repeat(6);
  const body = Array.from({ length: 30 }, (_, at) => `<h2>Chapter ${at + 1}</h2><p>${text}</p>`).join('');
  const script = hasAskfirst ? '<script defer src="/askfirst/askfirst.js" referrerpolicy="no-referrer"></script>' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tides</title>${script}</head><body>
<button id="yes" onclick="askfirst.decide({ purposes: ['improve', 'stock'] })">Yes</button>
<button id="no" onclick="askfirst.decide('deny')">No</button>${body}</body></html>`;
}
