import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { COLUMN_MEANINGS } from '../../../collector/pages/column-meanings.ts';
import { chooseLanguage } from '../../../collector/pages/facts.ts';
import { toProcessorsFeed, toScopesFeed } from '../../../collector/pages/feeds.ts';
import { manifestSchema } from '../../../collector/pages/manifest-schema.ts';
import { openCollector, pageView } from '../receive/open-collector.ts';
import { registryFixture } from '../receive/registry-fixture.ts';
import { factsOf, SCOPE } from './page-facts.ts';

const GPC = 'http://shop.example/.well-known/gpc.json';

describe('public pages of a collector', () => {
  it('are there for anybody, under the policy of a page without scripts, and can be revalidated', async () => {
    const { get } = openCollector();
    for (const name of ['privacy', 'schema']) {
      const response = await get(name);
      expect([name, response.status, response.headers.get('content-type')]).toEqual([
        name,
        200,
        'text/html; charset=utf-8',
      ]);
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('set-cookie')).toBeNull();
    }
  });

  it('know nothing of the admin port', async () => {
    const { get, collector } = openCollector();
    for (const name of ['reports/visitors', 'sign-in', '?token=x', 'admin', 'reports']) {
      expect((await get(name)).status, name).toBe(404);
    }
    for (const path of ['/reports/visitors', '/sign-in', '/']) {
      expect((await collector.fetch(new Request(`http://shop.example${path}`))).status, path).toBe(404);
    }
  });

  it('follow the registry when it is read again', async () => {
    let name = 'Harbour Journal';
    const { get, collector } = openCollector({
      readRegistry: () => registryFixture({ controller: { name, contact: 'privacy@harbour.example' } }),
    });
    expect(await (await get('privacy')).text()).toContain('How Harbour Journal counts visits');
    name = 'Quay Press';
    collector.reload();
    expect(await (await get('privacy')).text()).toContain('How Quay Press counts visits');
  });

  it('GL-14 UI-D2 give the hash of the very script that is served', async () => {
    const { get } = openCollector();
    const script = Buffer.from(await (await get('askfirst.js')).arrayBuffer());
    const digest = createHash('sha256').update(script).digest('base64');
    expect(await (await get('privacy')).text()).toContain(`sha256-${digest}`);
    expect(await (await get('manifest.json')).json()).toMatchObject({
      script: { path: '/askfirst/askfirst.js', sha256: digest },
    });
  });
});

describe('manifest.json', () => {
  it('has the shape that its schema says, for a small site and a full one', async () => {
    const { get } = openCollector();
    const manifest: unknown = await (await get('manifest.json')).json();
    expect(manifestSchema.safeParse(manifest).error).toBeUndefined();
    expect(manifest).toMatchObject({
      site: 'http://shop.example/askfirst',
      kThreshold: 10,
      answers: { 'GL-1': 'http://shop.example/askfirst/privacy#GL-1' },
    });
    const schema = (await (await get('manifest.schema.json')).json()) as { required: string[] };
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
    expect(schema.required).toContain('purposes');
  });

  it('P6 lists only what is collected now', async () => {
    const { get } = openCollector();
    const { metrics } = (await (await get('manifest.json')).json()) as { metrics: Record<string, unknown> };
    expect(Object.keys(metrics)).toContain('page.view');
    expect(Object.keys(metrics)).not.toContain('old.metric');
  });
});

describe('gpc.json', () => {
  it('UI-B8 lies at the root of the origin and says whether the signal counts, since the newest release', async () => {
    const { collector } = openCollector();
    const response = await collector.fetch(new Request(GPC));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ gpc: true, lastUpdate: '2026-10-02' });
  });

  it('says no where the configuration does not honour it', async () => {
    const { collector } = openCollector({
      readRegistry: () => registryFixture({ signals: { gpc: false, dnt: false } }),
    });
    expect(await (await collector.fetch(new Request(GPC))).json()).toMatchObject({ gpc: false });
  });
});

describe('the schema page', () => {
  it('FE-8 GL-11 shows the tables as they are in the files, each column with its meaning', async () => {
    const { get, collector } = openCollector();
    const tables = await collector.store.readTables();
    const page = await (await get('schema')).text();
    expect(page).not.toContain('Not described.');
    for (const { table, columns } of tables) {
      expect(Object.keys(COLUMN_MEANINGS[table] ?? {})).toEqual(columns.map(({ name }) => name));
      expect(page).toContain(`id="${table}"`);
    }
    expect(tables.map(({ table }) => table).sort()).toEqual(Object.keys(COLUMN_MEANINGS).sort());
  });

  it('FE-8 shows made-up rows from the registry and never a stored one', async () => {
    const { get, postEvents } = openCollector();
    const stored = pageView({ properties: { path: '/a-very-private-path' } });
    await postEvents([stored]);
    const page = await (await get('schema')).text();
    expect(page).toContain('page.view');
    expect(page).toContain('/example');
    expect(page).not.toContain('a-very-private-path');
    expect(page).not.toContain(stored.id);
  });
});

describe('processors.atom', () => {
  const processors = [
    { name: 'Quay & Sons', role: 'hosting', country: 'PT', since: '2026-11-01', contract: 'https://quay.example/dpa' },
    { name: 'Old Mail', role: 'mail', country: 'FR', since: '2025-01-01', until: '2026-11-15' },
  ];
  const feedOf = (configuration: Record<string, unknown>) => toProcessorsFeed(factsOf({ configuration })).body;

  it('GL-18 has an entry for each beginning and each end, newest first', () => {
    const feed = feedOf({ processors });
    const titles = [...feed.matchAll(/<title>([^<]*)<\/title>/g)].map((match) => match[1]);
    expect(titles).toEqual([
      'Processors of Harbour Journal',
      'Old Mail removed',
      'Quay &amp; Sons added',
      'Old Mail added',
    ]);
    expect(feed).toContain('<updated>2026-11-15T00:00:00Z</updated>');
  });

  it('is well formed, with an id for each entry that stays the same', () => {
    const feed = feedOf({ processors });
    const ids = [...feed.matchAll(/<id>([^<]*)<\/id>/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(4);
    expect(feedOf({ processors: processors.slice(0, 1) })).toContain(ids.find((id) => id?.includes('Sons%20added')));
    const open: string[] = [];
    for (const [, end, name, empty] of feed.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name ?? '');
    }
    expect(open).toEqual([]);
    expect(feed.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<feed')).toBe(true);
  });

  it('is a feed without entries where nobody processes', () => {
    expect(feedOf({ processors: [] })).not.toContain('<entry>');
  });
});

describe('scopes.atom', () => {
  it('GL-5 has an entry for each scope, with what came in and what went', () => {
    const scopes = [
      SCOPE,
      {
        ...SCOPE,
        number: 2,
        date: '2026-11-15',
        added: ['shop.search'],
        removed: ['visit.day'],
        kind: 'widening' as const,
      },
      { ...SCOPE, number: 3, date: '2026-11-16', added: [], kind: 'editorial' as const },
    ];
    const feed = toScopesFeed(factsOf({ scopes })).body;
    expect([...feed.matchAll(/<content type="text">([^<]*)</g)].map((match) => match[1])).toEqual([
      'No metric changed; purposes, paths or processors did.',
      'Added: shop.search. Removed: visit.day.',
      'Added: page.view, visit.day.',
    ]);
    expect(feed).toContain('<id>https://harbour.example/askfirst/scopes.atom#scope-2</id>');
  });
});

describe('the language of a page', () => {
  it.each([
    ['pt-PT,pt;q=0.9,en;q=0.8', 'pt'],
    ['en;q=0.5, pt;q=0.7', 'pt'],
    ['fr', 'en'],
    ['pt;q=0, en', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('for %j is %s', (accepted, language) => {
    expect(chooseLanguage(accepted, ['en', 'pt'])).toBe(language);
  });
});
