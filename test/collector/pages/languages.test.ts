import { describe, expect, it } from 'vitest';
import { toPrivacyPage } from '../../../collector/pages/privacy/privacy-page.ts';
import { PAGE_WORDS, wordsFor } from '../../../collector/pages/words/page-words.ts';
import { openCollector } from '../receive/open-collector.ts';
import { registryFixture } from '../receive/registry-fixture.ts';
import { type Changes, factsOf, SCOPE } from './page-facts.ts';

const LANGUAGES = ['en', 'pt', 'de', 'fr', 'es'];

/** Sites that differ in everything that a sentence of the page depends on. */
const SITES: readonly Changes[] = [
  {},
  {
    site: 'http://localhost:4100/askfirst',
    scopes: [SCOPE, { ...SCOPE, number: 2, kind: 'narrowing', removed: ['form.send'], news: [{ of: 'hours' }] }],
    offered: { access: true, erasure: true, retention: true, subjects: true },
    script: 'c2NyaXB0',
    keyIds: ['kid-1'],
    stewards: { eva: { key: 'ed25519:A', email: 'ana@harbour.example' }, otto: { key: 'ed25519:B' } },
    metrics: {
      'reader.path': { linkage: 'session' },
      'visit.start': {},
      'visit.pages': {},
      'visit.seconds': {},
      'search.words': { category: 'content', properties: { words: { type: 'text', maxLength: 9 } } },
      'link.out': { expires: 'never', expiresWhy: 'It is watched.' },
    },
    configuration: {
      controller: {
        ...{ name: 'Harbour Journal', contact: 'p@harbour.example', address: '1 Quay Street' },
        ...{ officer: 'dpo@harbour.example', authority: 'https://authority.example' },
      },
      ...{ buffer: 'memory', timePrecision: 'hour', subjects: 'required', signals: { gpc: false, dnt: true } },
      ...{ source: 'https://code.example', feedback: 'https://code.example/issues', never: ['names'] },
      paths: { templates: ['/orders/:id'], keep: [], ignore: ['/service-desk/**', '/help/**'] },
      storage: { place: 'Lisbon', region: 'EU' },
      processors: [
        { name: 'Quay', role: 'hosting', country: 'PT', since: '2026-11-01', contract: 'https://quay.example' },
        { name: 'Pier', role: 'backups', country: 'PT', since: '2026-11-01', until: '2026-11-05' },
      ],
    },
  },
  {
    scopes: [],
    configuration: { buffer: 'off', processors: [] },
    metrics: { 'page.view': undefined, 'visit.day': undefined },
  },
  { configuration: { subjects: 'optional', storage: {} }, scopes: [{ ...SCOPE, kind: 'editorial' }] },
];

const pageIn = (language: string, changes: Changes = {}) =>
  toPrivacyPage(
    factsOf({
      ...changes,
      acceptLanguage: language,
      configuration: { ...changes.configuration, languages: [language] },
    }),
  );
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the words of the privacy page', () => {
  it('are there in five languages, none empty, with the same places to fill', () => {
    expect(Object.keys(PAGE_WORDS)).toEqual(LANGUAGES);
    const english = PAGE_WORDS.en ?? {};
    for (const [language, words] of Object.entries(PAGE_WORDS)) {
      expect(Object.keys(words)).toEqual(Object.keys(english));
      for (const [name, text] of Object.entries(words)) {
        expect([language, name, text.trim() === '']).toEqual([language, name, false]);
        expect([language, name, places(text)]).toEqual([
          language,
          name,
          places(english[name as keyof typeof english] ?? ''),
        ]);
      }
    }
  });

  it('are written in each language, not left in English', () => {
    const english = Object.entries(PAGE_WORDS.en ?? {});
    for (const language of LANGUAGES.slice(1)) {
      const words: Readonly<Record<string, string>> = PAGE_WORDS[language] ?? {};
      const same = english.filter(([name, text]) => words[name] === text).map(([name]) => name);
      // What is spelt alike: "Contact" in French, "Name" in German.
      expect(same.filter((name) => !['contact', 'a17Name'].includes(name))).toEqual([]);
    }
  });

  it.each(LANGUAGES)('fill every place, and leave no word unused, on pages in %s', (language) => {
    const pages = SITES.map((changes) => pageIn(language, changes).body);
    for (const page of pages) {
      expect(page.replace(/<style>.*?<\/style>/s, '')).not.toMatch(/\{\w*\}/);
      expect(page).toContain(`<html lang="${language}"`);
    }
    const facts = factsOf({ acceptLanguage: language, configuration: { languages: [language] } });
    const unread = facts.metrics.map((metric) => ({ ...metric, approval: undefined }));
    const heads = [{ day: '2026-11-21', size: 7, hash: 'a'.repeat(64), jws: 'b.c.d' }];
    pages.push(toPrivacyPage({ ...facts, metrics: unread, heads }).body);
    const said = pages.join() + pages.join().replace(/<[^>]+>/g, '');
    const unsaid = Object.entries(PAGE_WORDS[language] ?? {}).filter(
      ([, text]) => !text.split(/\{\w+\}/).every((piece) => said.includes(piece.trim())),
    );
    // Said where a language has no words, and where there is a choice of languages.
    expect(unsaid.map(([name]) => name).filter((name) => !['noWords', 'languages'].includes(name))).toEqual([]);
  });

  it('a variety of a language has the words of that language; what nobody has written is English, and says so', () => {
    expect(wordsFor('pt-BR')).toEqual({ words: PAGE_WORDS.pt, language: 'pt-BR' });
    expect(wordsFor('da')).toEqual({ words: PAGE_WORDS.en, language: 'en' });
    const danish = { improve: { title: { da: 'Bedre sider' }, text: { da: 'Se hvilke sider der læses.' } } };
    const { body, headers } = pageIn('da', { configuration: { purposes: danish } });
    expect(body).toContain('<html lang="en"');
    expect(headers['Content-Language']).toBe('en');
    expect(body).toContain('not written in “Danish” yet');
    // The site's own words are marked as what they are (WCAG 3.1.2).
    expect(body).toContain('<span lang="da">Bedre sider</span>');
  });

  it('do not speak of English where the language has words', () => {
    for (const language of [...LANGUAGES, 'pt-BR']) expect(pageIn(language).body).not.toContain('class="notice"');
  });
});

describe('GL-5 what nobody has reviewed', () => {
  it('is not said to be approved', () => {
    const facts = factsOf();
    const { body } = toPrivacyPage({
      ...facts,
      metrics: facts.metrics.map((metric, at) => ({ ...metric, approval: at === 0 ? undefined : metric.approval })),
    });
    expect(body).not.toContain('Nothing is collected that was not proposed in writing and approved');
    expect(body).toMatch(/Not yet reviewed by a person: <code>page\.view<\/code>\.<\/li>/);
    expect(body).toMatch(/Approved by eva: <code>visit\.day<\/code>\.<\/li>/);
    expect(toPrivacyPage(facts).body).toContain('Nothing is collected that was not proposed in writing and approved');
  });
});

describe('the addresses of the privacy page', () => {
  const open = () =>
    openCollector({
      readRegistry: () => {
        const loaded = registryFixture();
        return { ...loaded, configuration: { ...loaded.configuration, languages: ['en', 'pt-BR', 'da'] } };
      },
    });

  it('one chooses by what the visitor reads; each language has one of its own, and the page links to them', async () => {
    const { get } = open();
    const english = await get('privacy', { 'accept-language': 'pt-PT;q=0.4, en' });
    expect(english.headers.get('content-language')).toBe('en');
    expect(english.headers.get('vary')).toBe('Accept-Language');
    const page = await english.text();
    expect(page).toContain('<link rel="alternate" hreflang="pt-BR" href="/askfirst/privacy/pt-BR">');
    expect(page).toContain('<link rel="alternate" hreflang="x-default" href="/askfirst/privacy">');
    expect(page).toMatch(
      /<a href="\/askfirst\/privacy\/pt-BR" hreflang="pt-BR" lang="pt-BR">português \(Brasil\)<\/a>/,
    );
    // In which there are no words yet, so it would be this page again.
    expect(page).not.toContain('/askfirst/privacy/da');
    const chosen = await get('privacy', { 'accept-language': 'pt' });
    expect(chosen.headers.get('content-language')).toBe('pt-BR');
    const addressed = await get('privacy/pt-BR', { 'accept-language': 'en' });
    expect(await addressed.text()).toBe(await chosen.text());
  });

  it('there is none for a language that is not the site’s', async () => {
    const { get } = open();
    for (const name of ['privacy/fr', 'privacy/constructor', 'privacy/', 'privacy/pt-BR/x'])
      expect([name, (await get(name)).status]).toEqual([name, 404]);
  });

  it('a site with one language offers no choice', () => {
    expect(pageIn('pt').body).not.toContain('<nav');
  });
});

describe('each answer in every language', () => {
  it.each(LANGUAGES)('has its anchor and follows its source in %s', (language) => {
    const { body } = pageIn(language, SITES[1]);
    for (let number = 1; number <= 21; number++) expect(body.split(`id="GL-${number}"`)).toHaveLength(2);
    for (const value of [
      '/service-desk/**',
      'dpo@harbour.example',
      'sha256-c2NyaXB0',
      'Lisbon, EU',
      'https://code.example/issues',
    ])
      expect(body).toContain(value);
    expect(pageIn(language).body).not.toContain('dpo@harbour.example');
  });

  it('calls the buttons what the banner calls them', async () => {
    const { get } = openCollector();
    expect(await (await get('privacy')).text()).toContain('“Analytics choice”');
    const facts = factsOf({});
    const { body } = toPrivacyPage({ ...facts, buttons: { choice: 'Escolha', accept: 'Sim', reject: 'Não' } });
    for (const name of ['“Escolha”', '“Sim”', '“Não”']) expect(body).toContain(name);
  });
});
