import { describe, expect, it } from 'vitest';
import type { ExportDocument } from '../../../collector/pages/exports/export.ts';
import { toExportPage } from '../../../collector/pages/exports/export.ts';
import { createImpactAssessment } from '../../../collector/pages/exports/impact-assessment.ts';
import { createRecordOfProcessing } from '../../../collector/pages/exports/record-of-processing.ts';
import { type Changes, factsOf } from './page-facts.ts';

const SITES = ['https://harbour.example/askfirst'];
const text = ({ sections }: ExportDocument) =>
  sections.flatMap(({ lines, open = [] }) => [...lines, ...open]).join('\n');
const recordOf = (changes?: Changes) => text(createRecordOfProcessing(factsOf(changes), SITES));
const assessmentOf = (changes?: Changes) => text(createImpactAssessment(factsOf(changes), SITES));
const processor = { name: 'Quay Hosting', role: 'hosting', country: 'PT', since: '2026-11-01' };

describe('GL-17 the record of processing (Art. 30)', () => {
  it('has every part of Art. 30(1), a to g', () => {
    const { sections } = createRecordOfProcessing(factsOf(), SITES);
    for (const letter of 'abcdefg') {
      expect(sections.some(({ article }) => article.includes(`30(1)(${letter})`))).toBe(true);
    }
    for (const { lines } of sections) expect(lines.length).toBeGreaterThan(0);
  });

  it.each<[string, Changes, string]>([
    ['a metric comes in', { metrics: { 'shop.search': { description: 'Somebody searched.' } } }, 'Somebody searched.'],
    ['rows are kept for less', { metrics: { 'page.view': { retentionDays: 30 } } }, 'page.view: 30 days'],
    ['somebody processes', { configuration: { processors: [processor] } }, 'Quay Hosting, hosting, PT'],
    ['the store moves', { configuration: { storage: { place: 'Porto', region: 'EU' } } }, 'Stored in: Porto, EU'],
  ])('follows its source: %s', (_what, changes, words) => {
    expect(recordOf(changes)).toContain(words);
    expect(recordOf()).not.toContain(words);
  });

  it('leaves open what no program can know, and what this version does not do', () => {
    expect(recordOf()).toContain('On which legal basis?');
    expect(recordOf()).toContain('does not remove rows by itself');
    expect(recordOf({ offered: { retention: true } })).not.toContain('does not remove rows by itself');
  });
});

describe('the outline of an impact assessment (Art. 35)', () => {
  it('has every part of Art. 35(7), a to d', () => {
    const articles = createImpactAssessment(factsOf(), SITES).sections.map(({ article }) => article);
    expect(articles).toEqual(['Art. 35(7)(a)', 'Art. 35(7)(b)', 'Art. 35(7)(c)', 'Art. 35(7)(d)']);
  });

  it.each<[string, Changes, string]>([
    ['joined rows', { metrics: { 'reader.path': { linkage: 'session' } } }, 'can be joined for reader.path'],
    ['content', { metrics: { 'note.left': { category: 'content' } } }, 'Content or sensitive data is collected'],
    ['hours', { configuration: { timePrecision: 'hour' } }, 'Rows carry their hour'],
    ['people who sign in', { configuration: { subjects: 'optional' } }, 'the operator can tell who said yes'],
  ])('names the risk of %s where there is one', (_what, changes, words) => {
    expect(assessmentOf(changes)).toContain(words);
    expect(assessmentOf()).not.toContain(words);
  });
});

describe('a document as a page', () => {
  it('marks what is open, and shows hostile words as words', () => {
    const { body } = toExportPage({
      title: 'T',
      controller: '<img src=x>',
      day: '2026-11-20',
      sections: [{ heading: 'H', article: 'Art. 1', lines: ['<script>'], open: ['Who?'] }],
    });
    expect(body).toContain('<strong>Open:</strong> Who?');
    expect(body).not.toMatch(/<img|<script/);
  });
});
