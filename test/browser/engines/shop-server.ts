import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollector } from 'askfirst/collector';
import { BASE_PATH, listen, stopListening, toDemoListener } from '../../../demo/serve-demo.ts';

/** One post that reached the collector. */
export interface SeenPost {
  readonly path: string;
  readonly body: string;
}

/** The demo shop with a real collector, and everything that was posted to it. */
export interface ShopServer {
  readonly url: string;
  readonly posts: readonly SeenPost[];
  /** Events in all posts so far, repeated ones too. */
  events(): { readonly metric: string; readonly id: string }[];
  /** Rows in the collector's store; of these events alone, if ids are given. */
  countStored(ids?: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

/** Starts both on a free port of the loopback, with data in a folder of its own. */
export async function startShopServer(): Promise<ShopServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'askfirst-engine-'));
  const collector = createCollector({
    dataFolder,
    registryFolder: join(import.meta.dirname, '../../../demo/shop/askfirst'),
  });
  const posts: SeenPost[] = [];
  const serve = toDemoListener(collector.listener);
  const listening = await listen(
    (request, response) => {
      if (request.method === 'POST' && request.url?.startsWith(BASE_PATH)) {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        const path = request.url;
        request.on('end', () => posts.push({ path, body: Buffer.concat(chunks).toString() }));
      }
      serve(request, response);
    },
    { port: 0, host: '127.0.0.1' },
  );
  return {
    url: `http://127.0.0.1:${listening.port}`,
    posts,
    events: () =>
      posts
        .filter(({ path }) => path === `${BASE_PATH}/events`)
        // The snippet's own body, which the collector has checked.
        .flatMap(({ body }) => (JSON.parse(body) as { events: { metric: string; id: string }[] }).events),
    async countStored(ids) {
      let count = 0;
      for (const site of await collector.store.readSites())
        if (ids) count += (await collector.store.readNamed(site, [{ ids }])).length;
        else
          for (const day of await collector.store.readDaysWithEvents(site, '2000-01-01', '2999-12-31'))
            for (const group of await collector.store.readDay(site, day)) count += group.count;
      return count;
    },
    async close() {
      await stopListening(listening);
      await collector.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
