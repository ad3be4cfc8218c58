import { afterAll, describe, expect, it } from 'vitest';
import { loadRegistry } from '../../../collector/registry/load-registry.ts';
import { RegistryProblem, toLine } from '../../../collector/registry/registry-problem.ts';
import { CONFIGURATION, createTestFolder, PAGE_VIEW, removeTestFolders, TODAY } from './registry-folder.ts';

afterAll(removeTestFolders);

/** The example of the design, section 10, word for word. */
const DESIGN_EXAMPLE = `# askfirst/askfirst.yaml
version: 1
controller: { name: Harbour Journal, contact: privacy@harbour.example, address: 1 Quay Street, officer: dpo@harbour.example, authority: https://authority.example }
source: https://code.example/harbour/site        # where the code can be read
feedback: https://code.example/harbour/site/issues
timeZone: Europe/Lisbon
buffer: indexeddb                                # indexeddb | memory | off
timePrecision: day                               # day | hour
subjects: none                                   # none | optional | required
kThreshold: 10                                   # 5 or more
signals: { gpc: true, dnt: false }
languages: [en, pt]
storage: { place: Lisbon, region: EU, backupMaxDays: 35 }
paths: { templates: ['/:group/:project/issues/:id'], keep: ['/posts/*'], ignore: ['/service-desk/**'] }
purposes:
  improve: { title: { en: Improve this site }, text: { en: 'See which pages are read and where people get stuck, so that we can fix them.' } }
processors:
  - { name: Quay Hosting, role: server hosting, country: PT, contract: https://quay.example/dpa, since: 2026-11-01 }
never: [names, e-mail addresses, form contents]  # the published policy; check enforces what it can
`;

describe('the registry, read', () => {
  it("takes the design's example as it stands", () => {
    const { configuration, metrics } = createTestFolder({
      'askfirst.yaml': DESIGN_EXAMPLE,
      'metrics/pages.yaml': PAGE_VIEW,
    }).load();
    expect(configuration.controller.officer).toBe('dpo@harbour.example');
    expect(configuration.paths.ignore).toEqual(['/service-desk/**']);
    expect(configuration.processors).toMatchObject([{ name: 'Quay Hosting', since: '2026-11-01' }]);
    expect(metrics['page.view']?.definition.retentionDays).toBe(180);
  });

  it('fills in defaults where nothing is said', () => {
    const { configuration } = createTestFolder().load();
    expect(configuration).toMatchObject({
      buffer: 'indexeddb',
      timePrecision: 'day',
      subjects: 'none',
      kThreshold: 10,
      signals: { gpc: true, dnt: false },
      languages: ['en'],
      storage: { backupMaxDays: 35 },
      sites: [],
      development: true,
      review: 'separate',
    });
  });

  it('reads sites as origin and base path', () => {
    const folder = createTestFolder();
    folder.write(
      'askfirst.yaml',
      `${CONFIGURATION}sites: [https://shop.example/askfirst, https://www.shop.example:8443/a/b]\n`,
    );
    expect(folder.load().configuration.sites).toEqual([
      { origin: 'https://shop.example', basePath: '/askfirst' },
      { origin: 'https://www.shop.example:8443', basePath: '/a/b' },
    ]);
  });

  it("finds the demo shop's registry reviewed, signed and released as a whole", () => {
    const demo = loadRegistry(new URL('../../../demo/shop/askfirst', import.meta.url).pathname, { today: TODAY });
    expect(demo.withheld).toEqual([]);
    expect(Object.keys(demo.registry.metrics)).toEqual(Object.keys(demo.metrics).sort());
    expect(demo.registry.scope).toBe(demo.scopes.length);
  });

  it('reads files with a byte order mark and Windows line ends', () => {
    const folder = createTestFolder();
    folder.write('askfirst.yaml', `\uFEFF${CONFIGURATION.replaceAll('\n', '\r\n')}`);
    expect(folder.problems()).toEqual([]);
  });

  it('reads .yml as well as .yaml, so that no file is passed over in silence', () => {
    const folder = createTestFolder({ 'askfirst.yaml': CONFIGURATION, 'metrics/pages.yml': PAGE_VIEW });
    expect(Object.keys(folder.load().metrics)).toEqual(['page.view']);
  });

  it('loads without metrics, and then nothing may be collected', () => {
    const { registry } = createTestFolder({ 'askfirst.yaml': CONFIGURATION }).load();
    expect(registry).toMatchObject({ scope: 0, metrics: {} });
  });
});

/** File, text to replace, replacement, and where which rule must point. */
const BAD: readonly (readonly [string, string, string, string, string])[] = [
  ['a misspelt key', 'askfirst.yaml', 'timeZone:', 'timezone:', 'askfirst.yaml:3:1 unknown-key'],
  ['an unknown time zone', 'askfirst.yaml', 'Europe/Lisbon', 'Europe/Atlantis', 'askfirst.yaml:3:11 shape'],
  ['an offset for a time zone', 'askfirst.yaml', 'Europe/Lisbon', '"+01:00"', 'askfirst.yaml:3:11 shape'],
  ['too small a crowd', 'askfirst.yaml', 'timeZone', 'kThreshold: 4\ntimeZone', 'askfirst.yaml:3:13 shape'],
  ['a threshold in words', 'askfirst.yaml', 'timeZone', 'kThreshold: ten\ntimeZone', 'askfirst.yaml:3:13 shape'],
  ['another version', 'askfirst.yaml', 'version: 1', 'version: 2', 'askfirst.yaml:1:10 shape'],
  ['no contact', 'askfirst.yaml', ', contact: privacy@harbour.example', '', 'askfirst.yaml:2:1 shape'],
  ['an unknown buffer', 'askfirst.yaml', 'timeZone', 'buffer: cookie\ntimeZone', 'askfirst.yaml:3:9 shape'],
  ['a language twice', 'askfirst.yaml', 'timeZone', 'languages: [en, en]\ntimeZone', 'askfirst.yaml:3:1 shape'],
  ['no language', 'askfirst.yaml', 'timeZone', 'languages: []\ntimeZone', 'askfirst.yaml:3:1 shape'],
  ['a purpose with a blank in its name', 'askfirst.yaml', '  improve:', '  im prove:', 'askfirst.yaml:5:3 shape'],
  [
    'a site without base path',
    'askfirst.yaml',
    'timeZone',
    'sites: [https://a.example]\ntimeZone',
    'askfirst.yaml:3:9 shape',
  ],
  [
    'a path pattern without slash',
    'askfirst.yaml',
    'timeZone',
    'paths: { keep: [posts] }\ntimeZone',
    'askfirst.yaml:3:17 shape',
  ],
  ['a key twice', 'askfirst.yaml', 'timeZone:', 'version: 1\ntimeZone:', 'askfirst.yaml:3:1 yaml'],
  ['a bracket left open', 'askfirst.yaml', ', contact: privacy@harbour.example }', '', 'askfirst.yaml:3:1 yaml'],
  [
    'an unknown purpose',
    'metrics/pages.yaml',
    'purpose: improve',
    'purpose: improv',
    'metrics/pages.yaml:4:12 unknown-purpose',
  ],
  [
    'an unknown key of a metric',
    'metrics/pages.yaml',
    'retentionDays',
    'retention',
    'metrics/pages.yaml:12:3 unknown-key',
  ],
  ['too long a retention', 'metrics/pages.yaml', '180', '751', 'metrics/pages.yaml:12:18 shape'],
  ['no retention at all', 'metrics/pages.yaml', '180', '0', 'metrics/pages.yaml:12:18 shape'],
  [
    'an expiry too far away',
    'metrics/pages.yaml',
    '2027-11-01',
    '2028-11-22',
    'metrics/pages.yaml:11:12 expires-too-late',
  ],
  ['an expiry that is no day', 'metrics/pages.yaml', '2027-11-01', '2027-02-30', 'metrics/pages.yaml:11:12 shape'],
  ['no expiry', 'metrics/pages.yaml', '  expires: 2027-11-01\n', '', 'metrics/pages.yaml:1:1 shape'],
  ['never without a reason', 'metrics/pages.yaml', '2027-11-01', 'never', 'metrics/pages.yaml:11:12 never-without-why'],
  [
    'a distinct property that is not there',
    'metrics/pages.yaml',
    'distinct: path',
    'distinct: page',
    'metrics/pages.yaml:7:13 unknown-distinct',
  ],
  [
    'free text',
    'metrics/pages.yaml',
    'type: path,',
    'type: text, maxLength: 100,',
    'metrics/pages.yaml:8:31 text-only-in-content',
  ],
  ['an unknown type', 'metrics/pages.yaml', 'type: path', 'type: url', 'metrics/pages.yaml:8:31 shape'],
  ['a metric of one word', 'metrics/pages.yaml', 'page.view:', 'pageview:', 'metrics/pages.yaml:1:1 metric-name'],
  ['a why that is missing', 'metrics/pages.yaml', '  why: Tells', '  wy: Tells', 'metrics/pages.yaml:3:3 unknown-key'],
  [
    'an empty why',
    'metrics/pages.yaml',
    'why: Tells which pages are worth keeping and which to mend; readers get a site that is easier to find their way in.',
    'why: ""',
    'metrics/pages.yaml:3:8 shape',
  ],
  ['a reserved property', 'metrics/pages.yaml', '{ path: {', '{ event: {', 'metrics/pages.yaml:8:17 reserved-property'],
  [
    'an issue that is no address',
    'metrics/pages.yaml',
    '[https://code.example/harbour/site/issues/12]',
    '[javascript:alert(1)]',
    'metrics/pages.yaml:10:12 shape',
  ],
];

describe('a bad configuration', () => {
  it.each(BAD)('with %s is refused with file, line and column', (_what, file, from, to, expected) => {
    const folder = createTestFolder();
    folder.edit(file, from, to);
    expect(folder.problems()).toContain(expected);
  });

  it('names a remedy and never a stack trace, whatever is wrong', () => {
    for (const [, file, from, to] of BAD) {
      const folder = createTestFolder();
      folder.edit(file, from, to);
      try {
        folder.load();
      } catch (error) {
        if (!(error instanceof RegistryProblem)) throw error;
        for (const problem of error.problems) {
          expect(problem.remedy).toMatch(/^(\S.*[.?])$/);
          expect(problem.message).toMatch(/\.$/);
          expect(toLine(problem)).not.toMatch(/node_modules|at .*\.ts:|undefined|\[object/);
        }
      }
    }
  });

  it('tells everything that is wrong at once', () => {
    const folder = createTestFolder();
    folder.edit('askfirst.yaml', 'Europe/Lisbon', 'Nowhere');
    folder.edit('askfirst.yaml', 'version: 1', 'version: 3');
    folder.edit('metrics/pages.yaml', '180', '9999');
    folder.edit('metrics/pages.yaml', 'category: interaction', 'category: fun');
    expect(folder.problems()).toHaveLength(4);
  });

  it('guesses the key that was meant', () => {
    const folder = createTestFolder();
    folder.edit('askfirst.yaml', 'timeZone', 'kTreshold: 10\ntimeZone');
    expect(() => folder.load()).toThrow('Did you mean `kThreshold`?');
  });

  it('is told apart from no configuration at all', () => {
    expect(createTestFolder({}).problems()).toEqual(['askfirst.yaml:1:1 unreadable']);
    expect(() => createTestFolder({}).load()).toThrow('askfirst init');
  });

  it.each([
    ['an empty file', ''],
    ['a list', '- 1\n- 2\n'],
    ['a sentence', 'hello\n'],
    ['a null byte', 'version: 1\0\n'],
    ['two documents', `${CONFIGURATION}---\n${CONFIGURATION}`],
    ['a function tag', 'version: !!js/function "function () { return 1; }"\n'],
    ['keys of the prototype', `${CONFIGURATION}__proto__: { polluted: true }\nconstructor: 1\n`],
    [
      'a bomb of aliases',
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n',
    ],
  ])('made of %s is a problem, not a crash', (_what, text) => {
    const folder = createTestFolder({ 'askfirst.yaml': text, 'metrics/pages.yaml': PAGE_VIEW });
    expect(folder.problems().length).toBeGreaterThan(0);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('refuses a metric declared twice, and says where first', () => {
    const folder = createTestFolder();
    folder.write('metrics/zz-again.yaml', PAGE_VIEW);
    expect(folder.problems()).toEqual(['metrics/zz-again.yaml:1:1 declared-twice']);
    expect(() => folder.load()).toThrow('metrics/pages.yaml:1');
  });
});
