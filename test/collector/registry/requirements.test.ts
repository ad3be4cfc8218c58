import { afterAll, describe, expect, it } from 'vitest';
import { toDictionaryBody } from '../../../collector/pages/dictionary.ts';
import { toPrivacyPage } from '../../../collector/pages/privacy/privacy-page.ts';
import { checkRegistry } from '../../../collector/registry/check-registry.ts';
import { createFirstRegistry } from '../../../collector/registry/first-registry.ts';
import { CATEGORIES, metricSchema } from '../../../collector/registry/metric-definition.ts';
import { createStewardKey } from '../../../collector/registry/steward-key.ts';
import { surveyMetrics } from '../../../collector/registry/survey.ts';
import { factsOf } from '../pages/page-facts.ts';
import { createTestFolder, removeTestFolders, TODAY } from './registry-folder.ts';
import { GOOD_CONFIGURATION, GOOD_METRIC, LINKED } from './rule-fixtures.ts';

afterAll(removeTestFolders);

/** Replaces text that must be there. */
function edit(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The text does not hold ${from}`);
  return text.replace(from, to);
}

/** What check says of a registry, as `severity rule: message`. */
function say(metrics: string, configuration = GOOD_CONFIGURATION): string[] {
  const { folder } = createTestFolder({ 'askfirst.yaml': configuration, 'metrics/all.yaml': metrics });
  return checkRegistry(folder, { today: TODAY }).findings.map(
    ({ severity, rule, message, remedy }) => `${severity} ${rule}: ${message} ${remedy}`,
  );
}

/** The registry of `askfirst init`. */
const first = () =>
  createFirstRegistry({
    controller: { name: 'Harbour', contact: 'p@harbour.example' },
    ...{ timeZone: 'UTC', language: 'en', owner: 'ana', steward: 'eva', today: TODAY },
    privateKey: createStewardKey().privateKey,
  });

describe('rows of the seed documents about the registry', () => {
  it('MZ-1 nothing without a case: a reason is needed, and what nobody reads is proposed to go', () => {
    const why = /^ {2}why: .*\n/m;
    expect(say(GOOD_METRIC.replace(why, ''))).toContainEqual(expect.stringMatching(/^error shape: .*why.* is missing/));
    expect(say(GOOD_METRIC.replace(why, '  why: To improve our service.\n'))).toContainEqual(
      expect.stringMatching(/^error generic-why/),
    );
    const definition = metricSchema.parse({
      ...{ description: 'd', why: 'w', purpose: 'improve', category: 'technical', linkage: 'none' },
      ...{ owners: { design: 'ana', implementation: 'rui' }, expires: '2028-01-01' },
    });
    const metrics = [{ name: 'a.b', file: '', line: 1, column: 1, definition, written: {}, digest: '' }];
    const survey = (reads: number, lastReceivedDay?: string) =>
      surveyMetrics({
        ...{ metrics, withheld: new Set<string>(), today: TODAY },
        use: new Map([['a.b', { reads, ...(lastReceivedDay && { lastReceivedDay }) }]]),
      });
    expect(survey(0, TODAY)).toMatchObject([
      { reasons: ['never-read'], proposal: expect.stringMatching(/^Remove it/) },
    ]);
    expect(survey(3)).toMatchObject([{ reasons: ['never-received'], proposal: expect.stringMatching(/^Remove it/) }]);
    expect(survey(3, TODAY)).toEqual([]);
  });

  it('MZ-9 the four categories are explained where one is chosen and where it is read', () => {
    const said = say(edit(GOOD_METRIC, 'category: interaction', 'category: personal')).join('\n');
    const dictionary = String(
      toDictionaryBody({
        ...{ version: 1, controller: 'H', scope: 1, scopeDigest: 'd' },
        metrics: Object.keys(CATEGORIES).map((category) => ({
          ...metricSchema.parse({
            ...{ description: 'd', why: 'w', purpose: 'improve', category, linkage: 'none', expires: '2028-01-01' },
            owners: { design: 'ana', implementation: 'rui' },
          }),
          ...{ name: `a.${category}`, state: 'collected' as const, history: [] },
        })),
      }),
    );
    for (const [name, meaning] of Object.entries(CATEGORIES)) {
      expect(said).toContain(`${name} (${meaning})`);
      expect(dictionary).toContain(`${name}: ${meaning}`);
    }
  });

  it('MZ-9 the first reviews say why a path and a referring host count as interaction, which Mozilla might not', () => {
    const { reviews } = first();
    for (const metric of ['page.view', 'visit.referrer'])
      expect(reviews.find((review) => review.metric === metric)?.answers?.category).toMatch(
        /Mozilla puts browsing history/,
      );
  });

  it('MZ-10 what is joined by a visit may not mix interaction with content; declared sensitive, it asks for more', () => {
    const mixed = LINKED.replace('category: interaction', 'category: content');
    expect(say(mixed)).toContainEqual(
      expect.stringMatching(/^error joined-categories: .*Declare the joined metrics sensitive/),
    );
    expect(say(LINKED).filter((line) => line.includes('joined-categories'))).toEqual([]);
  });

  it('FE-20 the policy stands on the page, and check holds metrics to what it can of it', () => {
    const never = ['names', 'e-mail addresses'];
    const page = toPrivacyPage(factsOf({ configuration: { never } })).body;
    for (const entry of never) expect(page).toContain(`<li>${entry}</li>`);
    const forbidden = edit(GOOD_METRIC, 'many: { type: boolean', 'emailAddress: { type: boolean');
    const found = (configuration: string) =>
      say(forbidden, configuration).filter((line) => /^error on-the-never-list/.test(line));
    expect(found(GOOD_CONFIGURATION)).toHaveLength(1);
    expect(found(edit(GOOD_CONFIGURATION, 'never: [names, e-mail addresses, form contents]', 'never: []'))).toEqual([]);
  });

  it('CH-5 one registry serves every site and tool, and init tells of each file that it wrote', () => {
    const files = Object.keys(first().files);
    expect(files).toContain('askfirst.yaml');
    expect(files.filter((file) => file.startsWith('metrics/')).length).toBeGreaterThan(0);
  });
});
