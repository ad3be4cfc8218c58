import { afterAll, describe, expect, it } from 'vitest';
import { createSteward, releaseByHand, reviewByHand, type Steward } from './by-hand.ts';
import { CONFIGURATION, createTestFolder, PAGE_VIEW, removeTestFolders, type TestFolder } from './registry-folder.ts';

afterAll(removeTestFolders);

const IN_PAGES = { 'page.view': 'metrics/pages.yaml' };

/** A folder whose one metric is reviewed, signed and released, all by hand. */
function createSigned(stewards: readonly Steward[] = [createSteward()]): TestFolder & { readonly eva: Steward } {
  const folder = createTestFolder();
  const [eva] = stewards;
  if (!eva) throw new Error('There is no steward.');
  folder.write('stewards.yaml', stewards.map(({ name, key }) => `${name}: { key: "${key}" }\n`).join(''));
  reviewByHand(folder, 'page.view', { steward: eva });
  releaseByHand(folder, IN_PAGES);
  return { ...folder, eva };
}

/** What is withheld, as `why file:line`. */
const withheld = (folder: TestFolder) => folder.load().withheld.map(({ why, file, line }) => `${why} ${file}:${line}`);

/** Shows that the metric is gone from what device and collector let pass, and that the reason is told. */
function expectWithheld(folder: TestFolder, why: string): void {
  expect(withheld(folder)).toEqual([`${why} metrics/pages.yaml:1`]);
  expect(folder.load().registry.metrics).toEqual({});
}

describe('P6 FE-7 only reviewed metrics', () => {
  it('lets a metric pass that a steward signed and a scope froze', () => {
    const { registry, withheld: refused } = createSigned().load();
    expect(refused).toEqual([]);
    expect(registry.metrics['page.view']).toEqual({
      purpose: 'improve',
      category: 'interaction',
      linkage: 'none',
      distinct: 'path',
      properties: { path: { type: 'path' } },
      since: 1,
      expires: '2027-11-01',
    });
    expect(registry.scope).toBe(1);
    expect(registry.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('withholds a metric that nobody reviewed', () => {
    const folder = createSigned();
    folder.remove('reviews/page.view.yaml');
    expectWithheld(folder, 'not-reviewed');
  });

  it('withholds a metric whose review still waits', () => {
    const folder = createSigned();
    reviewByHand(folder, 'page.view', { steward: folder.eva, fields: { outcome: 'requested' } });
    expectWithheld(folder, 'not-reviewed');
  });

  it('withholds a metric whose review was denied', () => {
    const folder = createSigned();
    reviewByHand(folder, 'page.view', { steward: folder.eva, fields: { outcome: 'denied', reason: 'Too much.' } });
    expectWithheld(folder, 'denied');
  });

  it.each([
    ['A page was shown.', 'A page was shown!'],
    ['Tells which pages', 'Tells what pages'],
    ['type: path', 'type: slug'],
    ['retentionDays: 180', 'retentionDays: 181'],
    ['expires: 2027-11-01', 'expires: 2027-11-02'],
    ['design: ana@', 'design: ann@'],
  ])('withholds a metric of which one word was altered after its review (%s)', (from, to) => {
    const folder = createSigned();
    folder.edit('metrics/pages.yaml', from, to);
    expectWithheld(folder, 'altered');
  });

  it('does not mind what changes no meaning: order of keys, quotes, comments, white space', () => {
    const folder = createSigned();
    folder.edit('metrics/pages.yaml', '  purpose: improve\n', '');
    folder.edit(
      'metrics/pages.yaml',
      '  retentionDays: 180\n',
      '  # how long\n  retentionDays:   180\n  purpose: "improve"\n',
    );
    expect(withheld(folder)).toEqual([]);
  });

  it.each([
    ['date: 2026-11-20', 'date: 2026-11-21'],
    ['lean: Yes.', 'lean: No.'],
    ['steward: eva', 'steward: eve'],
  ])('withholds a metric whose review was altered after it was signed (%s)', (from, to) => {
    const folder = createSigned([createSteward('eva'), createSteward('eve')]);
    folder.edit('reviews/page.view.yaml', from, to);
    expectWithheld(folder, 'bad-signature');
  });

  it('withholds a metric whose review bears no signature, or one made with another key', () => {
    const folder = createSigned();
    reviewByHand(folder, 'page.view', { steward: createSteward('eva') });
    expectWithheld(folder, 'bad-signature');
    const review = folder.read('reviews/page.view.yaml');
    folder.write('reviews/page.view.yaml', review.slice(0, review.indexOf('signature:')));
    expectWithheld(folder, 'bad-signature');
  });

  it('withholds a metric whose digest was copied into a review that was never signed for it', () => {
    const folder = createSigned();
    const old = folder.read('reviews/page.view.yaml');
    folder.edit('metrics/pages.yaml', 'retentionDays: 180', 'retentionDays: 750');
    reviewByHand(folder, 'page.view', { steward: createSteward('mallory') });
    const digest = /digest: (\w+)/.exec(folder.read('reviews/page.view.yaml'))?.[1] ?? '';
    folder.write('reviews/page.view.yaml', old.replace(/digest: \w+/, `digest: ${digest}`));
    expectWithheld(folder, 'bad-signature');
  });

  it('withholds a metric whose steward is no longer one', () => {
    const folder = createSigned();
    folder.write('stewards.yaml', `paul: { key: "${createSteward('paul').key}" }\n`);
    expectWithheld(folder, 'unknown-steward');
  });

  it('is not fooled by a steward named like a part of every object', () => {
    const folder = createSigned();
    reviewByHand(folder, 'page.view', { steward: { ...folder.eva, name: 'constructor' } });
    expectWithheld(folder, 'unknown-steward');
  });

  it.each(['eva', 'eva@harbour.example', 'Eva@harbour.example'])(
    'withholds a metric whose owner %s approved it',
    (owner) => {
      const folder = createSigned();
      folder.edit('metrics/pages.yaml', 'ana@harbour.example', owner);
      reviewByHand(folder, 'page.view', { steward: folder.eva });
      releaseByHand(folder, IN_PAGES);
      expectWithheld(folder, 'own-metric');
    },
  );

  it('lets a single steward approve their own only with review: solo', () => {
    const folder = createSigned();
    folder.edit('metrics/pages.yaml', 'rui@harbour.example', 'eva@harbour.example');
    reviewByHand(folder, 'page.view', { steward: folder.eva });
    releaseByHand(folder, IN_PAGES);
    folder.write('askfirst.yaml', `${CONFIGURATION}review: solo\n`);
    expect(withheld(folder)).toEqual([]);
    folder.write('stewards.yaml', `eva: { key: "${folder.eva.key}" }\nzoe: { key: "${createSteward('zoe').key}" }\n`);
    expectWithheld(folder, 'own-metric');
  });

  it('withholds what is linked to a session until somebody besides the steward looked', () => {
    const folder = createSigned();
    const linked = PAGE_VIEW.replace('linkage: none', 'linkage: session\n  linkedWith: [page.view]');
    folder.write('metrics/pages.yaml', linked);
    reviewByHand(folder, 'page.view', { steward: folder.eva });
    releaseByHand(folder, IN_PAGES);
    expectWithheld(folder, 'not-escalated');
    const escalations = [
      { kind: 'privacy', cause: 'linkage session', name: 'Ilse', outcome: 'approved', date: '2026-11-20' },
    ];
    reviewByHand(folder, 'page.view', { steward: folder.eva, fields: { escalations } });
    expect(withheld(folder)).toEqual([]);
    reviewByHand(folder, 'page.view', {
      steward: folder.eva,
      fields: { escalations: [...escalations, { ...escalations[0], outcome: 'denied' }] },
    });
    expectWithheld(folder, 'not-escalated');
  });
});

describe('P6 in the scope that was released', () => {
  it('withholds a reviewed metric that no scope has frozen', () => {
    const folder = createSigned();
    folder.remove('askfirst.lock');
    expectWithheld(folder, 'not-released');
    expect(folder.load().registry.scope).toBe(0);
  });

  it('withholds a metric that was changed and reviewed since it was released', () => {
    const folder = createSigned();
    folder.edit('metrics/pages.yaml', 'retentionDays: 180', 'retentionDays: 365');
    reviewByHand(folder, 'page.view', { steward: folder.eva });
    expectWithheld(folder, 'not-released');
  });

  it("withholds a metric when its purpose's words are no longer those of the scope", () => {
    const folder = createSigned();
    folder.edit('askfirst.yaml', 'See which pages are read, so that we can fix them.', 'Sell more.');
    expectWithheld(folder, 'not-released');
  });

  it('ignores, shortens and keeps paths, and tells hours, only as a scope has frozen it', () => {
    const folder = createSigned();
    const paths = { templates: ['/p/:id'], keep: [], ignore: ['/help/**'] };
    folder.write('askfirst.yaml', `${CONFIGURATION}timePrecision: hour\n`);
    releaseByHand(folder, IN_PAGES, { paths });
    expect(folder.load()).toMatchObject({
      registry: { paths: { templates: ['/p/:id'], keep: [] } },
      configuration: { timePrecision: 'day', paths: { ignore: ['/help/**'] } },
    });
  });

  it('keeps no path as it is that no scope has frozen', () => {
    const folder = createSigned();
    folder.write('askfirst.yaml', `${CONFIGURATION}paths: { templates: ['/p/:id'], keep: ['/orders/*'] }\n`);
    expect(folder.load().registry.paths).toEqual({ templates: ['/p/:id'], keep: [] });
  });

  it.each([
    ['retentionDays: 180', 'retentionDays: 360'],
    ['since: 1', 'since: 2'],
    ['number: 1', 'number: 2'],
    ['date: 2026-11-20', 'date: 2026-11-19'],
    ['kind: widening', 'kind: editorial'],
    ['change: added', 'change: reworded'],
    ['Improve this site', 'Improve our sales'],
  ])('refuses a history that was rewritten (%s)', (from, to) => {
    const folder = createSigned();
    folder.edit('askfirst.lock', from, to);
    expect(folder.problems().map((problem) => problem.split(' ')[1])).toEqual(['history-rewritten']);
  });
});
