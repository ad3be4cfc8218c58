import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../../collector/command/program.ts';
import type { Terminal } from '../../../collector/command/terminal.ts';
import { run as runIn } from './terminal.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const ANSWERS = 'documented: Yes.\njustified: Yes.\nmatchesConsent: Yes.\nlean: Yes.\ncategory: Interaction.\n';

/** A place to work: a home for keys, a registry, a file of answers. */
function createPlace(today = '2026-11-22') {
  const home = mkdtempSync(join(tmpdir(), 'askfirst-command-'));
  folders.push(home);
  const registry = join(home, 'askfirst');
  const answers = join(home, 'answers.yaml');
  writeFileSync(answers, ANSWERS);
  const path = (file: string) => join(registry, file);
  return {
    home,
    registry,
    answers,
    read: (file: string) => readFileSync(path(file), 'utf8'),
    edit: (file: string, from: string | RegExp, to: string) => {
      const text = readFileSync(path(file), 'utf8');
      if (typeof from === 'string' ? !text.includes(from) : !from.test(text))
        throw new Error(`${file} does not hold ${from}`);
      writeFileSync(path(file), text.replace(from, to));
    },
    run(line: string | readonly string[], parts: { today?: string; typed?: readonly string[] } = {}) {
      const words = typeof line === 'string' ? line.split(' ') : line;
      return runIn(words[0] === 'init' ? words : [...words, '--registry', registry], { today, home, ...parts });
    },
    init: () =>
      runIn(
        ['init', registry, '--name', 'Harbour', '--contact', 'ana@harbour.example', '--time-zone', 'Europe/Lisbon'],
        {
          today,
          home,
        },
      ),
  };
}

const ADD = [
  'add',
  'cart.add',
  '--description',
  'Somebody put a thing into the cart.',
  '--why',
  'Shows which shelves people buy from, so that we order what is wanted; visitors find fewer empty shelves.',
  '--category',
  'interaction',
  '--property',
  'shelf: choice lights, kitchen: The shelf.',
  '--distinct',
  'shelf',
  '--owner',
  'ana@harbour.example',
  '--issue',
  'https://code.example/issues/1',
];

describe('the command line', () => {
  it.each([
    'init',
    'add',
    'check',
    'review',
    'review request',
    'review approve',
    'review deny',
    'review renew',
    'review survey',
    'review steward',
    'release',
    'dictionary',
    'types',
  ])('explains `%s --help` and ends with 0', async (command) => {
    const { code, out, err } = await createPlace().run(`${command} --help`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: askfirst /);
  });

  it('ends with 2 where the mistake is ours, and says so', async () => {
    const home = mkdtempSync(join(tmpdir(), 'askfirst-ours-'));
    folders.push(home);
    const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const argv = [
      'node',
      'askfirst',
      'init',
      join(home, 'askfirst'),
      '--time-zone',
      'UTC',
      '--key',
      join(home, 'k.pem'),
    ];
    const terminal: Terminal = {
      ...{ argv, env: { HOME: home }, on: () => process, exit: () => process.exit() },
      // Streams in the place of those of a process.
      ...({ stdout, stderr, stdin } as unknown as Pick<Terminal, 'stdout' | 'stderr' | 'stdin'>),
    };
    stdout.write = () => {
      throw new TypeError('Nobody thought of this.');
    };
    await runProgram(terminal);
    expect([terminal.exitCode, String(stderr.read())]).toEqual([
      2,
      expect.stringContaining('This is our mistake: TypeError'),
    ]);
  });

  it('tells its version, that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await runIn(['--version'], { today: '2026-11-22', home: '.' })).toMatchObject({
      code: 0,
      out: `${version}\n`,
    });
  });

  it('ends with 1 for a word it does not know', async () => {
    expect(await createPlace().run('chekc')).toMatchObject({ code: 1, err: expect.stringContaining('check') });
  });

  it('ends with 1 where there is no registry, and says what to do', async () => {
    for (const line of ['check', 'release', 'types', 'dictionary', 'review survey', 'add a.b', 'review request a.b']) {
      const { code, out, err } = await createPlace().run(line);
      expect({ line, code }).toEqual({ line, code: 1 });
      expect(out + err).toContain('askfirst init');
    }
  });

  it('colours its words only on a terminal', async () => {
    const place = createPlace();
    await place.init();
    expect((await place.run('check')).out).not.toContain('\u001b[');
    expect((await place.run('check', { typed: [] })).out).toContain('\u001b[');
  });
});

describe('askfirst init', () => {
  it('CH-5 writes a registry without errors, its reviews marked bootstrap, and says what it wrote', async () => {
    const place = createPlace();
    const { code, out } = await place.init();
    expect(code).toBe(0);
    expect(out).toContain('metrics/visits.yaml');
    expect(out).toContain('not yet reviewed by a person');
    const { code: checked, out: json } = await place.run('check --json');
    const { findings, metrics } = JSON.parse(json);
    expect(checked).toBe(0);
    expect(metrics).toBeGreaterThanOrEqual(20);
    expect(findings.filter(({ rule }: { rule: string }) => rule === 'bootstrap')).toHaveLength(metrics);
  });

  it("keeps the steward's private key out of the folder, readable by nobody else", async () => {
    const place = createPlace();
    const { out } = await place.init();
    const [, file] = /lies in (\S+\.pem)\./.exec(out) ?? [];
    expect(file).toBe(join(place.home, '.config/askfirst/eva.pem'));
    expect(statSync(file ?? '').mode & 0o777).toBe(0o600);
    expect(place.read('stewards.yaml')).not.toContain('PRIVATE');
  });

  it('speaks the language it is told, or says that it does not', async () => {
    const place = createPlace();
    const inLanguage = (language: string, folder: string) =>
      place.run(['init', join(place.home, folder), '--time-zone', 'UTC', '--language', language]);
    await inLanguage('pt-BR', 'brazil');
    const brazil = readFileSync(join(place.home, 'brazil/askfirst.yaml'), 'utf8');
    expect(brazil).toContain('pt-BR: Melhorar este sítio');
    expect(brazil).not.toContain('are English');
    expect((await inLanguage('da', 'denmark')).out).toContain('in da: its words are English');
    expect(readFileSync(join(place.home, 'denmark/askfirst.yaml'), 'utf8')).toContain('# The words below are English');
  });

  it('never overwrites a registry', async () => {
    const place = createPlace();
    await place.init();
    expect(await place.init()).toMatchObject({ code: 1, err: expect.stringContaining('already holds a registry') });
  });

  it('refuses a time zone that is none', async () => {
    const place = createPlace();
    const { code, err } = await place.run(['init', place.registry, '--time-zone', 'Mars/Olympus']);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('Europe/Lisbon') });
    expect(existsSync(place.registry)).toBe(false);
  });
});

describe('askfirst release', () => {
  it('refuses what no person has reviewed unless told to accept it', async () => {
    const place = createPlace();
    await place.init();
    expect(await place.run('release')).toMatchObject({ code: 1, err: expect.stringContaining('--accept-bootstrap') });
    expect(existsSync(join(place.registry, 'askfirst.lock'))).toBe(false);
    expect(await place.run('release --accept-bootstrap')).toMatchObject({ code: 0 });
    expect(place.read('askfirst.lock')).toContain('bootstrap:');
  });

  it('says that nothing changed when nothing did', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    const before = place.read('askfirst.lock');
    expect((await place.run('release')).out).toContain('Nothing has changed');
    expect(place.read('askfirst.lock')).toBe(before);
  });

  it('tells a widening, a narrowing and an editorial change apart, and only adds to the history', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    const change = async (from: string, to: string) => {
      const before = place.read('askfirst.lock');
      place.edit('metrics/visits.yaml', from, to);
      await place.run(`review approve page.view --answers ${place.answers}`);
      const { out } = await place.run('release --json');
      expect(place.read('askfirst.lock').startsWith(before)).toBe(true);
      return JSON.parse(out);
    };
    const metric = (record: { metrics: Record<string, { change: string; since: number }> }) =>
      record.metrics['page.view'];
    const wider = await change('retentionDays: 180', 'retentionDays: 200');
    expect([wider.number, wider.kind, metric(wider)?.change, metric(wider)?.since]).toEqual([
      2,
      'widening',
      'widened',
      2,
    ]);
    const narrower = await change('retentionDays: 200', 'retentionDays: 100');
    expect([narrower.kind, metric(narrower)?.change, metric(narrower)?.since]).toEqual(['narrowing', 'narrowed', 2]);
    const reworded = await change('A page was shown.', 'A page came up.');
    expect([reworded.kind, metric(reworded)?.change, metric(reworded)?.since]).toEqual(['editorial', 'reworded', 2]);
    expect((await place.run('check')).code).toBe(0);
  });

  it('refuses a history that was rewritten, and a day before the last scope', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    await place.run([...ADD, '--review-and-release', '--answers', place.answers]);
    place.edit('askfirst.lock', 'retentionDays: 180', 'retentionDays: 700');
    expect(await place.run('release')).toMatchObject({ code: 1, err: expect.stringContaining('history-rewritten') });
    place.edit('askfirst.lock', 'retentionDays: 700', 'retentionDays: 180');
    place.edit('metrics/cart.yaml', 'retentionDays: 180', 'retentionDays: 90');
    await place.run(`review approve cart.add --answers ${place.answers}`);
    expect(await place.run('release', { today: '2026-11-20' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('Look at the clock'),
    });
  });

  it.each([
    ['distinct property', '  distinct: shelf\n', '', 'distinct property was shelf, and is none'],
    ['linkage', 'linkage: none', 'linkage: session\n  linkedWith: [cart.add]', 'linkage was none, and is session'],
    ['type', 'type: choice', 'type: bucket', 'property shelf was of type choice, and is of type bucket'],
  ])('P7 refuses another %s under the name of what is stored, and says what to do', async (what, from, to, said) => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    await place.run([...ADD, '--review-and-release', '--answers', place.answers]);
    place.edit('metrics/cart.yaml', from, to);
    if (what === 'type') place.edit('metrics/cart.yaml', /values:\n(?: +- .*\n)+/, 'bounds: [1, 2]\n');
    const escalation = ['--escalation', 'privacy: Ilse Roth: approved'];
    await place.run(['review', 'approve', 'cart.add', '--answers', place.answers, ...escalation]);
    expect((await place.run('check')).out).toMatch(
      new RegExp(`metrics/cart\\.yaml:1:1 error other-meaning: .*${said}`),
    );
    expect(await place.run('release')).toMatchObject({
      code: 1,
      err: expect.stringMatching(`${said}.*cart\\.add\\.v2`),
    });
    // Nor by way of taking it out in between: its rows are still there.
    const text = place.read('metrics/cart.yaml');
    place.edit('metrics/cart.yaml', text, '');
    expect((await place.run('release')).code).toBe(0);
    place.edit('metrics/cart.yaml', '', text);
    expect(await place.run('release')).toMatchObject({ code: 1, err: expect.stringContaining(said) });
  });

  it('refuses to leave out in silence what was released and then altered', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    place.edit('metrics/visits.yaml', 'A page was shown.', 'A page came up.');
    expect(await place.run('release')).toMatchObject({
      code: 1,
      err: expect.stringContaining('altered after its review'),
    });
  });

  it("wants somebody to look at a purpose's changed words, and takes them as a widening of all it covers", async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    place.edit('askfirst.yaml', 'so that we can mend them', 'so that we sell more');
    expect(await place.run('release --accept-bootstrap')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--notice-review'),
    });
    const review = ['--notice-review', 'legal: Ilse Roth: approved'];
    const { out } = await place.run(['release', '--accept-bootstrap', '--json', ...review]);
    const { kind, metrics, escalations } = JSON.parse(out);
    expect(kind).toBe('widening');
    expect(new Set(Object.values(metrics as Record<string, { since: number }>).map(({ since }) => since))).toEqual(
      new Set([2]),
    );
    expect(escalations).toMatchObject([{ kind: 'legal', name: 'Ilse Roth', outcome: 'approved' }]);
  });

  it('UI-C5 UI-C7 asks nobody again about words that somebody signed to say the same, and wants that signature', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    place.edit('askfirst.yaml', 'so that we can mend them', 'so that we may mend them');
    const refused = await place.run('release --accept-bootstrap --minor improve');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--notice-review') });
    const review = ['--notice-review', 'policy: Ilse Roth: approved'];
    const other = await place.run(['release', '--accept-bootstrap', '--minor', 'controller.name', ...review]);
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('controller.name did not change') });
    const { out } = await place.run(['release', '--accept-bootstrap', '--json', '--minor', 'improve', ...review]);
    const { kind, metrics, minor, escalations } = JSON.parse(out);
    expect({ kind, metrics, minor }).toEqual({ kind: 'editorial', metrics: undefined, minor: ['improve'] });
    expect(escalations).toMatchObject([{ cause: 'minor change of the words of improve', name: 'Ilse Roth' }]);
    // What the lock holds is in force, and nothing of it waits for a release.
    expect((await place.run('check')).out).not.toContain('unreleased');
  });

  it('takes a new processor as a widening of everything', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    place.edit(
      'askfirst.yaml',
      'processors: []',
      'processors: [{ name: Quay, role: hosting, country: PT, since: 2026-11-22 }]',
    );
    const { out } = await place.run('release --accept-bootstrap --json');
    expect(JSON.parse(out)).toMatchObject({
      kind: 'widening',
      metrics: { 'page.view': { change: 'widened', since: 2 } },
    });
  });

  it('freezes no number twice when two releases run at once', async () => {
    const place = createPlace();
    await place.init();
    writeFileSync(join(place.registry, 'askfirst.lock.new'), '');
    expect(await place.run('release --accept-bootstrap')).toMatchObject({
      code: 1,
      err: expect.stringContaining('askfirst.lock.new cannot be'),
    });
  });

  it('writes nothing in a dry run', async () => {
    const place = createPlace();
    await place.init();
    expect((await place.run('release --accept-bootstrap --dry-run')).out).toContain('Would freeze scope 1');
    expect(existsSync(join(place.registry, 'askfirst.lock'))).toBe(false);
  });
});

describe('askfirst add', () => {
  it('writes, reviews and releases a simple metric in one go', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    const { code, out } = await place.run([...ADD, '--review-and-release', '--answers', place.answers]);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('froze scope 2: widening') });
    expect(place.read('reviews/cart.add.yaml')).toContain('outcome: approved');
  });

  it('asks a person for what is not told', async () => {
    const place = createPlace();
    await place.init();
    const typed = [
      'Somebody opened the search.',
      'Shows whether people look for things by name, so that we put the search where visitors find it.',
      'interaction',
      'ana@harbour.example',
      'place: choice top, bottom: Where the search stood.',
    ];
    const { code, out } = await place.run('add search.open', { typed });
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/Wrote search\.open to .*\/askfirst\/metrics\/search\.yaml/),
    });
    expect(place.read('metrics/search.yaml')).toContain('- bottom');
  });

  it('says what is not told where nobody sits to be asked', async () => {
    const place = createPlace();
    await place.init();
    expect(await place.run('add search.open')).toMatchObject({ code: 1, err: expect.stringContaining('--why') });
    expect(existsSync(join(place.registry, 'metrics/search.yaml'))).toBe(false);
  });

  it('MZ-8 never hurries content or sensitive metrics', async () => {
    const place = createPlace();
    await place.init();
    const line = ADD.map((word) => (word === 'interaction' ? 'content' : word));
    expect(await place.run([...line, '--review-and-release', '--answers', place.answers])).toMatchObject({
      code: 1,
      err: expect.stringContaining('not reviewed in one go'),
    });
  });

  it('keeps what stands in the file, comments included', async () => {
    const place = createPlace();
    await place.init();
    await place.run(ADD);
    place.edit('metrics/cart.yaml', 'cart.add:', '# Ours.\ncart.add:');
    const before = place.read('metrics/cart.yaml');
    await place.run(ADD.map((word) => (word === 'cart.add' ? 'cart.drop' : word)));
    expect(place.read('metrics/cart.yaml').startsWith(before)).toBe(true);
  });

  it.each(['cart', 'Cart.add', 'cart..add', '../up.down', 'cart.add ', '__proto__.x'])(
    'refuses the name %j',
    async (name) => {
      const place = createPlace();
      await place.init();
      expect((await place.run(['add', name, ...ADD.slice(2)])).code).toBe(1);
    },
  );
});

describe('askfirst review', () => {
  /** A registry with one metric of its own, not reviewed, and two stewards. */
  async function createReviewed() {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    await place.run(ADD);
    await place.run('review steward zoe --email zoe@harbour.example');
    return place;
  }

  it('MZ-5 MZ-15 fills the form from the definition, and lists the request until a steward answers', async () => {
    const place = await createReviewed();
    expect(await place.run('review request cart.add')).toMatchObject({ code: 0 });
    expect(place.read('reviews/cart.add.yaml')).toContain('shelf (choice: lights, kitchen) The shelf.');
    const pending = async () =>
      JSON.parse((await place.run('check --pending --json')).out).pending.filter(
        ({ metric }: { metric: string }) => metric === 'cart.add',
      );
    expect(await pending()).toMatchObject([
      { requestedBy: 'ana@harbour.example', requestedOn: '2026-11-22', isRenewal: false },
    ]);
    expect((await place.run('check')).code).toBe(1);
    await place.run(`review approve cart.add --steward zoe --answers ${place.answers}`);
    expect(await pending()).toEqual([]);
    expect((await place.run('check')).code).toBe(0);
  });

  it('MZ-7 asks the steward every question at a terminal', async () => {
    const place = await createReviewed();
    const typed = ['Yes, on the page.', 'Yes.', 'Yes.', 'Yes.', 'Interaction.'];
    const { code, out } = await place.run('review approve cart.add --steward zoe', { typed });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('approved by zoe') });
    expect(place.read('reviews/cart.add.yaml')).toContain('documented: Yes, on the page.');
  });

  it('ends with 1 and the path where a file of answers is not there', async () => {
    const place = await createReviewed();
    const { code, err } = await place.run('review approve cart.add --steward zoe --answers /nowhere/answers.yaml');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('/nowhere/answers.yaml cannot be') });
  });

  it('MZ-7 refuses an approval without answers', async () => {
    const place = await createReviewed();
    expect(await place.run('review approve cart.add --steward zoe')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--answers'),
    });
    writeFileSync(place.answers, 'justified: Yes.\n');
    expect(await place.run(`review approve cart.add --steward zoe --answers ${place.answers}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not answered: documented'),
    });
  });

  it('MZ-4 lets no steward approve what they own, and no stranger approve at all', async () => {
    const place = await createReviewed();
    place.edit('metrics/cart.yaml', 'ana@harbour.example', 'zoe@harbour.example');
    const approve = `review approve cart.add --answers ${place.answers}`;
    expect(await place.run(`${approve} --steward zoe`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('owns cart.add'),
    });
    expect(await place.run(`${approve} --steward mallory`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not in stewards.yaml'),
    });
    const { err } = await place.run(`${approve} --steward eva --key ${join(place.home, '.config/askfirst/zoe.pem')}`);
    expect(err).toContain('is not that of eva');
    expect(await place.run(`${approve} --steward eva`)).toMatchObject({ code: 0 });
  });

  it('MZ-8 denies with a reason that check repeats', async () => {
    const place = await createReviewed();
    expect(await place.run('review deny cart.add --steward zoe')).toMatchObject({ code: 1 });
    await place.run(['review', 'deny', 'cart.add', '--steward', 'zoe', '--reason', 'The shelf alone is enough.']);
    const { code, out } = await place.run('check');
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('denied (The shelf alone is enough)') });
    expect((await place.run('release')).out).toContain('Nothing has changed');
  });

  it('MZ-8 FE-7 wants a second look at a property type that is new here', async () => {
    const place = await createReviewed();
    place.edit('metrics/cart.yaml', 'type: choice\n      values:\n        - lights\n        - kitchen', 'type: zone');
    place.edit('metrics/cart.yaml', 'type: zone', 'type: slug');
    const approve = ['review', 'approve', 'cart.add', '--steward', 'zoe', '--answers', place.answers];
    expect(await place.run(approve)).toMatchObject({ code: 1, err: expect.stringContaining('new property type slug') });
    expect(await place.run([...approve, '--escalation', 'privacy: Ilse Roth: denied'])).toMatchObject({ code: 1 });
    expect(await place.run([...approve, '--escalation', 'privacy: Ilse Roth: approved'])).toMatchObject({ code: 0 });
    expect(place.read('reviews/cart.add.yaml')).toContain('cause: new property type slug');
    expect(await place.run('release')).toMatchObject({ code: 0, out: expect.stringContaining('added    cart.add') });
  });

  it('MZ-6 renews with a shorter form, changing one word of the file', async () => {
    const place = await createReviewed();
    await place.run(`review approve cart.add --steward zoe --answers ${place.answers}`);
    await place.run('release');
    const before = place.read('metrics/cart.yaml');
    const renew = ['review', 'renew', 'cart.add', '--still-needed', 'We still order by it.'];
    expect(await place.run([...renew, '--expires', '2029-01-01'])).toMatchObject({ code: 1 });
    expect(place.read('metrics/cart.yaml')).toBe(before);
    expect(await place.run([...renew, '--expires', '2028-06-01'])).toMatchObject({ code: 0 });
    expect(place.read('metrics/cart.yaml')).toBe(before.replace('2027-11-22', '2028-06-01'));
    writeFileSync(place.answers, 'justified: Yes, still.\n');
    expect(await place.run(`review approve cart.add --steward zoe --answers ${place.answers}`)).toMatchObject({
      code: 0,
    });
  });

  it('MZ-14 keeps a private request off the dictionary until release', async () => {
    const place = await createReviewed();
    await place.run('review request cart.add --private');
    const names = async () =>
      JSON.parse((await place.run('dictionary --json')).out).metrics.map(({ name }: { name: string }) => name);
    expect(await names()).not.toContain('cart.add');
    await place.run(`review approve cart.add --steward zoe --answers ${place.answers}`);
    expect(await names()).not.toContain('cart.add');
    await place.run('release');
    expect(await names()).toContain('cart.add');
  });

  it('MZ-13 surveys what is expiring, withheld and permanent', async () => {
    const place = await createReviewed();
    const { out } = await place.run('review survey --json', { today: '2027-11-01' });
    const { rows } = JSON.parse(out);
    expect(rows.find(({ metric }: { metric: string }) => metric === 'page.view')?.reasons).toEqual(['expiring']);
    expect(rows.find(({ metric }: { metric: string }) => metric === 'cart.add')?.reasons).toEqual([
      'expiring',
      'withheld',
    ]);
  });
});

describe('askfirst dictionary', () => {
  it('CH-6 keeps metrics that were removed, as page and as JSON', async () => {
    const place = createPlace();
    await place.init();
    await place.run('release --accept-bootstrap');
    const text = place.read('metrics/browsers.yaml');
    writeFileSync(join(place.registry, 'metrics/browsers.yaml'), text.slice(0, text.indexOf('browser.zone:')));
    await place.run('release');
    const out = join(place.home, 'public');
    expect(await place.run(`dictionary --out ${out}`)).toMatchObject({ code: 0 });
    const { metrics } = JSON.parse(readFileSync(join(out, 'dictionary.json'), 'utf8'));
    expect(metrics.find(({ name }: { name: string }) => name === 'browser.zone')).toMatchObject({
      state: 'removed',
      history: [
        { scope: 1, change: 'added' },
        { scope: 2, change: 'removed' },
      ],
    });
    const page = readFileSync(join(out, 'dictionary.html'), 'utf8');
    expect(page).toContain('Removed: collected once');
    expect(page).toContain('not yet reviewed by a person');
    expect(page).not.toContain('<script');
  });

  it('MZ-3 MZ-4 says who approved, and "reviewed by its author" where that is so', async () => {
    const place = createPlace();
    await place.init();
    await place.run(`review approve page.view --answers ${place.answers}`);
    const { metrics } = JSON.parse((await place.run('dictionary --json')).out);
    expect(metrics.find(({ name }: { name: string }) => name === 'page.view').review.says).toBe(
      'approved by eva on 2026-11-22, reviewed by its author',
    );
    // The page has the whole questions, not their short names.
    const page = (await place.run('dictionary')).out;
    expect(page).toContain('Is the reason good enough to ask visitors for it? <em>Yes.</em>');
    expect(page).not.toContain('matchesConsent');
  });
});
