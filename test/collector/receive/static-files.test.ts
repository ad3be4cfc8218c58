import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LoadedRegistry } from '../../../collector/registry/loaded-registry.ts';
import type { SiteConfiguration } from '../../../contract/site.ts';
import type { SiteTexts } from '../../../contract/texts.ts';
import { BASE, openCollector, shareCollector } from './open-collector.ts';
import { registryFixture } from './registry-fixture.ts';

const shared = shareCollector();

/** RFC 8785 for values whose keys are plain: written here anew, so that the digest is not checked with the code that made it. */
function toCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${toCanonical(entry)}`).join()}}`;
}

describe('static files', () => {
  it('serves the snippet with the same configuration inside as site.json', async () => {
    const open = shared();
    const configuration = (await (await open.get('site.json')).json()) as SiteConfiguration;
    expect(configuration).toMatchObject({
      version: 1,
      basePath: '/askfirst',
      timeZone: 'UTC',
      languages: ['en'],
      reopen: { en: 'Analytics choice' },
      development: false,
      registry: { scope: 2 },
    });
    const script = await (await open.get('askfirst.js')).text();
    expect(script).not.toContain('__ASKFIRST_SITE__');
    const page: { site?: unknown } = {};
    new Function('window', script)(page);
    expect(page.site).toEqual(configuration);
  });

  it('writes nothing into the snippet that could end a script element or a line', async () => {
    const values = ['</script><!-- \u2028 $& $1'];
    const strange = registryFixture();
    const rule = { ...strange.registry.metrics['page.view'], properties: { kind: { type: 'choice', values } } };
    const metrics = { 'page.view': rule } as unknown as LoadedRegistry['registry']['metrics'];
    const open = openCollector({ readRegistry: () => ({ ...strange, registry: { ...strange.registry, metrics } }) });
    const script = await (await open.get('askfirst.js')).text();
    expect(script).not.toMatch(/<|\u2028/);
    const page: { site?: SiteConfiguration } = {};
    new Function('window', script)(page);
    expect(page.site?.registry.metrics).toEqual(metrics);
  });

  it('UI-D2 names its words by a digest that anybody can work out', async () => {
    const { notice, ...words } = (await (await shared().get('texts/en.json')).json()) as SiteTexts;
    expect(words).toMatchObject({
      language: 'en',
      direction: 'ltr',
      controller: 'Harbour Journal',
      widget: { question: 'May {controller} count?' },
      purposes: { improve: { title: 'Improve this site', text: 'See which pages are read.' } },
      metrics: { 'page.view': 'What page.view says.' },
    });
    expect(createHash('sha256').update(toCanonical(words)).digest('hex')).toBe(notice);
  });

  it('lets hashed names be kept for ever and asks again for all others', async () => {
    const open = shared();
    const { files } = (await (await open.get('site.json')).json()) as SiteConfiguration;
    expect(files.widget).toMatch(/^widget-[0-9a-f]{8}\.js$/);
    for (const name of [files.widget, files.waiting]) {
      expect((await open.get(name)).headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    }
    for (const name of ['askfirst.js', 'widget.js', 'waiting.js', 'site.json', 'texts/en.json']) {
      const response = await open.get(name);
      expect([name, response.status, response.headers.get('Cache-Control')]).toEqual([name, 200, 'no-cache']);
    }
    expect((await open.get('widget-00000000.js')).status).toBe(404);
  });

  it.each([
    ['br', 'gzip, deflate, br, zstd', (body: Buffer) => brotliDecompressSync(body)],
    ['gzip', 'gzip', (body: Buffer) => gunzipSync(body)],
    ['gzip', 'br;q=0, gzip;q=0.5', (body: Buffer) => gunzipSync(body)],
    [null, '', (body: Buffer) => body],
    [null, 'zstd', (body: Buffer) => body],
  ])('sends it as %s to a browser that takes %j', async (encoding, accept, unpack) => {
    const open = shared();
    const plain = Buffer.from(await (await open.get('widget.js')).arrayBuffer());
    const response = await open.get('widget.js', { 'Accept-Encoding': accept });
    const body = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('Content-Encoding')).toBe(encoding);
    expect(response.headers.get('Vary')).toBe('Accept-Encoding');
    expect(response.headers.get('Content-Length')).toBe(String(body.length));
    expect(unpack(body).equals(plain)).toBe(true);
  });

  it('answers 304 to a browser that has it, and 200 to one that has another form of it', async () => {
    const open = shared();
    const accept = { 'Accept-Encoding': 'br' };
    const first = await open.get('widget.js', accept);
    const tag = first.headers.get('ETag') ?? '';
    expect(tag).toMatch(/^"[0-9a-f]{32}-br"$/);
    const again = await open.get('widget.js', { ...accept, 'If-None-Match': `"other", W/${tag}` });
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', tag]);
    expect((await open.get('widget.js', { 'If-None-Match': tag })).status).toBe(200);
  });

  it('answers HEAD as GET without the body', async () => {
    const open = shared();
    const get = await open.get('site.json');
    const head = await open.collector.fetch(new Request(`${BASE}/site.json`, { method: 'HEAD' }));
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
  });

  it.each(['nothing.js', 'texts/pt.json', 'texts/../site.json.bak', '__proto__', 'constructor', '../admin-token', ''])(
    'has nothing at %j',
    async (name) => {
      const response = await shared().get(name);
      expect(response.status).toBe(404);
      expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    },
  );

  it('refuses other methods by naming the right one', async () => {
    const open = shared();
    const deleted = await open.collector.fetch(new Request(`${BASE}/site.json`, { method: 'DELETE' }));
    expect([deleted.status, deleted.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
    const read = await open.get('events');
    expect([read.status, read.headers.get('Allow')]).toEqual([405, 'POST']);
  });

  it('T-114 guards every answer alike: files, refusals, events', async () => {
    const open = shared();
    const answers = [
      await open.get('askfirst.js'),
      await open.get('nothing.js'),
      await open.post('events', ''),
      await open.get('livez'),
      await open.get('keys.json'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('Askfirst-Collector')).toBe('1');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
      expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect([...headers.keys()]).not.toContain('set-cookie');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('which site a request is for', () => {
  it('is its host, where the configuration names none', async () => {
    const open = openCollector();
    const ask = (url: string) => open.collector.fetch(new Request(url));
    expect((await ask('http://other.example/askfirst/site.json')).status).toBe(200);
    expect((await ask('http://other.example/elsewhere/site.json')).status).toBe(404);
    expect((await ask('http://other.example/askfirstsite.json')).status).toBe(404);
  });

  it('believes only so many hosts, so that nobody fills the store with sites', async () => {
    const open = openCollector();
    const statuses = [];
    for (let at = 0; at < 102; at++) {
      statuses.push((await open.collector.fetch(new Request(`http://h${at}.example/askfirst/keys.json`))).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect(statuses.at(-1)).toBe(404);
  });

  it('is one of those listed, and no other', async () => {
    const open = openCollector({
      readRegistry: () => registryFixture({ sites: ['https://shop.example/askfirst', 'https://forge.example/-/ask'] }),
    });
    const ask = (url: string) => open.collector.fetch(new Request(url));
    const site = (await (await ask('http://forge.example/-/ask/site.json')).json()) as SiteConfiguration;
    expect(site.basePath).toBe('/-/ask');
    expect((await ask('http://evil.example/askfirst/site.json')).status).toBe(404);
    // Health is asked for by machines that know no site.
    expect((await ask('http://10.0.0.1/livez')).status).toBe(200);
  });

  it('says of localhost, and only of it, that it is a development site', async () => {
    const open = openCollector();
    const isDevelopment = async (host: string) =>
      (
        (await (
          await open.collector.fetch(new Request(`http://${host}/askfirst/site.json`))
        ).json()) as SiteConfiguration
      ).development;
    expect(await isDevelopment('localhost:4100')).toBe(true);
    expect(await isDevelopment('shop.example')).toBe(false);
  });
});

describe('health', () => {
  it('is alive and ready while it can commit, and not ready once it closes', async () => {
    const open = openCollector();
    expect([(await open.get('livez')).status, (await open.get('readyz')).status]).toEqual([200, 200]);
    await open.collector.close();
    expect([(await open.get('livez')).status, (await open.get('readyz')).status]).toEqual([200, 503]);
  });

  it('says that the opt-out signal is honoured', async () => {
    const open = openCollector();
    const response = await open.collector.fetch(new Request('http://shop.example/.well-known/gpc.json'));
    expect(await response.json()).toEqual({ gpc: true, lastUpdate: '2026-10-02' });
  });
});

describe('public pages', () => {
  it.each(['privacy', 'manifest.json', 'schema', 'processors.atom'])(
    'serves %s to anybody, by GET only',
    async (name) => {
      const open = shared();
      const response = await open.get(name);
      expect(response.status).toBe(200);
      expect(response.headers.get('Askfirst-Collector')).toBe('1');
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    },
  );
});
