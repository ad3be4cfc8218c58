import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEvent, type RecordedEvent } from '../../contract/check-event.ts';
import type { Registry } from '../../contract/metric.ts';

const REGISTRY: Registry = {
  scope: 2,
  digest: '00',
  purposes: ['improve'],
  paths: { templates: [], keep: [] },
  metrics: {
    'page.view': {
      purpose: 'improve',
      category: 'interaction',
      linkage: 'none',
      distinct: 'path',
      properties: { path: { type: 'path' } },
      since: 1,
      expires: '2027-11-01',
    },
    'every.type': {
      purpose: 'improve',
      category: 'interaction',
      linkage: 'none',
      properties: {
        yes: { type: 'boolean' },
        size: { type: 'choice', values: ['small', 'large'] },
        items: { type: 'count', most: 9 },
        seconds: { type: 'bucket', bounds: [10, 30] },
        from: { type: 'host' },
        topic: { type: 'slug' },
        language: { type: 'locale' },
        zone: { type: 'zone' },
        note: { type: 'text', maxLength: 5 },
      },
      since: 1,
      expires: 'never',
    },
  },
};
const judge = (metric: string, properties: unknown, today = '2026-11-22') =>
  // Hostile input is the point: the type is what a caller promises, not what arrives.
  checkEvent({ metric, properties } as RecordedEvent, REGISTRY, today);

describe('the check of an event', () => {
  it('P6 refuses what is not in the registry, inherited names included', () => {
    for (const metric of ['page.views', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      expect(judge(metric, {})).toEqual({ ok: false, reason: 'not-in-registry' });
  });

  it('P6 refuses a metric from the day it expires', () => {
    expect(judge('page.view', { path: '/' }, '2027-10-31').ok).toBe(true);
    expect(judge('page.view', { path: '/' }, '2027-11-01')).toEqual({ ok: false, reason: 'metric-expired' });
  });

  it('asks for the distinct property', () => {
    expect(judge('page.view', {})).toEqual({ ok: false, reason: 'property-not-allowed' });
  });

  it.each<Record<string, unknown>>([
    { yes: true },
    { size: 'small' },
    { items: 9 },
    { seconds: 30 },
    { from: 'news.example' },
    { topic: 'deep-sea' },
    { language: 'pt-BR' },
    { zone: 'Europe/Lisbon' },
    { note: 'hello' },
  ])('takes %j', (properties) => expect(judge('every.type', properties).ok).toBe(true));

  it.each<Record<string, unknown>>([
    { yes: 1 },
    { yes: 'true' },
    { size: 'medium' },
    { items: 10 },
    { items: -1 },
    { items: 1.5 },
    { items: Number.NaN },
    { items: '3' },
    { seconds: 11 },
    { seconds: '10' },
    { from: 'News.example' },
    { from: 'a b' },
    { topic: '123456' },
    { topic: 'Deep' },
    { topic: 'x'.repeat(41) },
    { language: 'english' },
    { zone: 'somewhere' },
    { note: 'longer' },
    { unknown: 1 },
    { constructor: 'x' },
    { size: undefined },
    { size: null },
    { size: ['small'] },
    { size: { toString: 'small' } },
  ])('refuses %j', (properties) =>
    expect(judge('every.type', properties)).toEqual({ ok: false, reason: 'property-not-allowed' }),
  );

  // T-53 asks for such text to be made whole before it is measured. It is refused instead: nothing then differs by who made it whole.
  it.each([{ note: 'a\u0000' }, { note: '\ud800' }, { note: '\udc00a' }, { note: 'a\ud83d' }])(
    'T-53 refuses %j, a control character or half of a pair, however short',
    (properties) => expect(judge('every.type', properties)).toEqual({ ok: false, reason: 'property-not-allowed' }),
  );

  it.each(['/a?b', '/a#b', 'about', '', '/people/4711', `/${'a/'.repeat(150)}`, '/\u0000'])(
    'refuses the path %j',
    (path) => expect(judge('page.view', { path })).toEqual({ ok: false, reason: 'property-not-allowed' }),
  );

  it('answers anything at all with a verdict and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.anything()), (metric, properties) => {
        expect(typeof judge(metric, properties).ok).toBe('boolean');
        expect(typeof judge('every.type', properties).ok).toBe('boolean');
      }),
    );
  });
});
