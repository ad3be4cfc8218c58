import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { QUESTIONS, toPrivacyPage } from '../../../collector/pages/privacy/privacy-page.ts';
import { PAGE_WORDS } from '../../../collector/pages/words/page-words.ts';
import { type Changes, factsOf, SCOPE } from './page-facts.ts';

const pageOf = (changes?: Changes) => toPrivacyPage(factsOf(changes)).body;
/** The answer to one question, as text. */
function answerOf(id: string, changes?: Changes): string {
  const section = new RegExp(`<section id="${id}".*?</section>`, 's').exec(pageOf(changes))?.[0] ?? '';
  return section.replace(/<[^>]+>/g, '').replace(/&#39;/g, "'");
}
const site = (configuration: Record<string, unknown>): Changes => ({ configuration });
const processor = { name: 'Quay Hosting', role: 'server hosting', country: 'PT', since: '2026-11-01' };

/** Each question, a change of its source, and words that must appear in the answer with it and not before. */
const CHANGES: readonly [id: string, what: string, changes: Changes, words: string][] = [
  ['GL-1', 'Do Not Track counts', site({ signals: { gpc: true, dnt: true } }), 'Do Not Track counts as a no'],
  ['GL-1', 'nothing is kept before a yes', site({ buffer: 'off' }), 'nothing is noted, stored or sent'],
  [
    'GL-2',
    'a purpose is worded anew',
    site({ purposes: { improve: { title: { en: 'Mend' }, text: { en: 'See what is broken.' } } } }),
    'See what is broken.',
  ],
  ['GL-3', 'a why is worded anew', { metrics: { 'page.view': { why: 'Shows what to drop.' } } }, 'Shows what to drop.'],
  ['GL-4', 'a metric feeds no report', { metrics: { 'shop.search': {} } }, 'none yet'],
  ['GL-5', 'a steward joins', { stewards: { eva: { key: 'ed25519:A' }, otto: { key: 'ed25519:B' } } }, 'eva and otto'],
  [
    'GL-5',
    'a scope is released',
    { scopes: [SCOPE, { ...SCOPE, number: 2, date: '2026-11-15' }] },
    'The newest is 2, of 2026-11-15',
  ],
  ['GL-6', 'feedback is taken elsewhere', site({ feedback: 'https://code.example/talk' }), 'https://code.example/talk'],
  ['GL-7', 'pages are left out', site({ paths: { ignore: ['/service-desk/**'] } }), '/service-desk/**'],
  ['GL-7', 'people sign in', site({ subjects: 'required' }), 'it can switch it on for nobody'],
  [
    'GL-8',
    'a metric comes in',
    { metrics: { 'shop.search': { description: 'Somebody searched.' } } },
    'Somebody searched.',
  ],
  ['GL-8', 'the policy names something', site({ never: ['form contents'] }), 'form contents'],
  ['GL-9', 'the hour is kept', site({ timePrecision: 'hour' }), 'hour and day'],
  ['GL-10', 'the site lies elsewhere', { site: 'https://other.example/count' }, 'https://other.example/count'],
  ['GL-10', 'paths have shapes', site({ paths: { templates: ['/orders/:id'] } }), '/orders/:id'],
  ['GL-11', 'the store moves', site({ storage: { place: 'Porto', region: 'EU' } }), 'Porto, EU'],
  ['GL-11', 'rows are kept for less', { metrics: { 'page.view': { retentionDays: 30 } } }, '30 days'],
  [
    'GL-12',
    'a metric joins the notes of a visit',
    { metrics: { 'reader.path': { linkage: 'session', description: 'The way through the site.' } } },
    'The way through the site.',
  ],
  ['GL-12', 'the crowd is larger', site({ kThreshold: 25 }), 'at least 25 browsers'],
  ['GL-13', 'notes can be fetched', { offered: { access: true } }, 'what the store holds of yours'],
  ['GL-14', 'the code is published', site({ source: 'https://code.example/site' }), 'https://code.example/site'],
  ['GL-14', 'another script runs', { script: 'c2NyaXB0' }, 'sha256-c2NyaXB0'],
  ['GL-15', 'erasure is built', { offered: { erasure: true } }, 'signed certificate'],
  [
    'GL-15',
    'backups live longer',
    { offered: { erasure: true }, configuration: { storage: { backupMaxDays: 90 } } },
    'at most 90 days',
  ],
  [
    'GL-16',
    'there is an officer',
    site({ controller: { name: 'H', contact: 'p@h.example', officer: 'dpo@h.example' } }),
    'dpo@h.example',
  ],
  ['GL-17', 'somebody processes', site({ processors: [processor] }), 'Quay Hosting'],
  ['GL-18', 'somebody processed once', site({ processors: [{ ...processor, until: '2026-11-09' }] }), 'Quay Hosting'],
  [
    'GL-18',
    'a processor ends',
    site({ processors: [{ ...processor, until: '2026-11-09' }] }),
    '2026-11-01 to 2026-11-09',
  ],
  ['GL-18', 'the service desk is left out', site({ paths: { ignore: ['/service-desk/**'] } }), '/service-desk/**'],
  ['GL-19', 'employees sign in', site({ subjects: 'required' }), 'your no beats its yes'],
  [
    'GL-20',
    'the controller has another name',
    site({ controller: { name: 'Quay Press', contact: 'p@q.example' } }),
    'stays with Quay Press',
  ],
  ['GL-21', 'the site lies elsewhere', { site: 'https://other.example/count' }, 'https://other.example/count/privacy'],
];

describe('the privacy page', () => {
  it.each(CHANGES)('%s answers from its source: %s', (id, _what, changes, words) => {
    expect(answerOf(id, changes)).toContain(words);
    expect(answerOf(id)).not.toContain(words);
  });

  it('GL-17 names a processor until its last day, GL-18 also afterwards', () => {
    const ended = site({ processors: [{ ...processor, until: '2026-11-20' }] });
    expect(answerOf('GL-17', { ...ended, today: '2026-11-19' })).toContain('Quay Hosting');
    expect(answerOf('GL-17', { ...ended, today: '2026-11-20' })).not.toContain('Quay Hosting');
    expect(answerOf('GL-18', { ...ended, today: '2026-11-20' })).toContain('Quay Hosting');
  });

  it('GL-21 has every question of the list under its own anchor, and a test that its answer follows its source', () => {
    const ids = Array.from({ length: 21 }, (_, at) => `GL-${at + 1}`);
    expect(QUESTIONS.map(({ id }) => id)).toEqual(ids);
    expect(new Set(CHANGES.map(([id]) => id))).toEqual(new Set(ids));
    const page = pageOf();
    for (const id of ids) {
      expect(page.split(`id="${id}"`)).toHaveLength(2);
      expect(answerOf('GL-21')).toContain(id);
    }
  });

  it('says who is responsible and how to reach them', () => {
    const controller = {
      name: 'Harbour Journal',
      contact: 'privacy@harbour.example',
      address: '1 Quay Street',
      officer: 'dpo@harbour.example',
      authority: 'https://authority.example',
    };
    const page = pageOf(site({ controller }));
    for (const text of Object.values(controller)) expect(page).toContain(text);
    expect(page).toContain('href="mailto:privacy@harbour.example"');
  });

  it('P7 says what no software can promise: the only visitor of a day, and copies compared over time', () => {
    const answer = answerOf('GL-12');
    expect(answer).toContain('if you are the only visitor of a day');
    expect(answer).toContain('keeps copies of the store and compares them over time');
  });

  it('FE-9 says that neither address nor browser is stored', () => {
    expect(answerOf('GL-12')).toMatch(/IP address and your browser’s name are not stored and not logged/);
  });

  it('P6 tells nothing of metrics that are withheld or have expired', () => {
    const secret = { 'secret.plan': { description: 'A plan nobody approved.' } };
    expect(pageOf({ metrics: secret })).toContain('secret.plan');
    expect(pageOf({ metrics: secret, withheld: ['secret.plan'] })).not.toContain('secret.plan');
    const over = { 'page.view': { expires: '2026-11-20' } };
    expect(answerOf('GL-8', { metrics: over, today: '2026-11-19' })).toContain('page.view');
    expect(answerOf('GL-8', { metrics: over, today: '2026-11-20' })).not.toContain('page.view');
  });

  it('says so on a development site, in every place that speaks of crowds', () => {
    const local = { site: 'http://localhost:4100/askfirst' };
    expect(pageOf(local)).toContain('Development site.');
    expect(answerOf('GL-12', local)).toContain('its reports show every single visit');
    expect(pageOf()).not.toContain('evelopment site');
  });

  it('promises of itself only what this version can do', () => {
    expect(answerOf('GL-15')).toContain('cannot yet remove');
    expect(answerOf('GL-11')).toContain('does not yet remove notes by itself');
    expect(answerOf('GL-11', { offered: { retention: true } })).not.toContain('not yet');
    expect(answerOf('GL-19', site({ subjects: 'required' }))).toContain('does not reach your other browsers by itself');
  });

  it('GL-19 says in the same answer what is not promised, wherever people sign in, and nowhere else', () => {
    const limits =
      'What cannot be promised: whoever runs this site can tell who said yes, and whoever controls its pages, its keys or the full logs of a proxy before it can find out what a person chose.';
    for (const subjects of ['required', 'optional']) {
      for (const offered of [{ subjects: true }, {}]) {
        expect(answerOf('GL-19', { ...site({ subjects }), offered })).toContain(limits);
      }
    }
    expect(answerOf('GL-19')).not.toContain('promised');
    for (const [language, { a19Limits }] of Object.entries(PAGE_WORDS)) {
      const changes = { ...site({ subjects: 'required', languages: [language] }), acceptLanguage: language };
      expect([language, answerOf('GL-19', changes)]).toEqual([language, expect.stringContaining(a19Limits)]);
    }
  });

  it('names the reopen button as the button names itself', () => {
    const texts: unknown = JSON.parse(readFileSync('widget/texts/en.json', 'utf8'));
    expect(texts).toMatchObject({ reopen: 'Analytics choice' });
    expect(answerOf('GL-1')).toContain('“Analytics choice”');
  });

  it('S-18 runs no script, loads nothing, and shows hostile words as words', () => {
    const name = '<img src=x onerror=alert(1)>';
    const { body, headers } = toPrivacyPage(factsOf(site({ controller: { name, contact: 'javascript:alert(1)' } })));
    expect(body).not.toMatch(/<img|<script|href="javascript/i);
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(headers['Content-Security-Policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(headers['Content-Security-Policy']).not.toContain('script-src');
  });

  it("speaks of purposes in the visitor's language where the site has it", () => {
    const both = { configuration: { languages: ['en', 'pt'] } };
    expect(answerOf('GL-2', { ...both, acceptLanguage: 'pt-BR,en;q=0.5' })).toContain('Melhorar');
    expect(answerOf('GL-2', { ...both, acceptLanguage: 'fr, en;q=0.5' })).toContain('Improve this site');
  });
});
