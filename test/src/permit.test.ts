import { describe, expect, it } from 'vitest';
import { type BufferedEvent, readmit } from '../../src/admit.ts';
import type { Grant } from '../../src/decision/decision.ts';
import { adopt, permit } from '../../src/permit.ts';
import { siteOf } from './site.ts';

const grant: Grant = {
  version: 1,
  decision: 'granted',
  day: '2026-11-22',
  purposes: ['improve'],
  scope: 1,
  epoch: 'now',
  endsWaiting: true,
  despiteSignal: false,
};
const event = (metric: string, more: object = {}): BufferedEvent => {
  const row = readmit({ metric, properties: {}, handle: new Uint8Array(16), recordedAtMs: 1, epoch: 'now', ...more });
  if (!row) throw new Error('The row has not the shape of one.');
  return row;
};
const device = { site: siteOf(), today: () => '2026-11-22' };

describe('the second door', () => {
  it('P6 lets an event of the standing grant through', () => {
    expect(permit(event('page.view', { properties: { path: '/' } }), grant, device)).toMatchObject({
      rule: { purpose: 'improve' },
    });
  });

  it.each([
    ['T-58 of an earlier grant', event('visit.day', { epoch: 'before' }), 'epoch-over'],
    ['recorded undecided, not adopted', event('visit.day', { epoch: undefined }), 'epoch-over'],
    ['P6 of a metric that is gone', event('gone.metric'), 'not-in-registry'],
    ['P6 of a metric that has expired', event('old.metric'), 'metric-expired'],
    [
      'P6 with a property that is not declared',
      event('visit.day', { properties: { name: 'Ana' } }),
      'property-not-allowed',
    ],
    ['P6 MZ-2 MZ-12 for a purpose not granted', event('other.purpose'), 'purpose-not-granted'],
    ['P6 T-64 of a later scope', event('new.metric'), 'not-in-agreed-scope'],
  ])('withholds an event %s', (_name, given, withheld) => {
    expect(permit(given, grant, device)).toEqual({ withheld });
  });

  it('T-60 what waited is adopted by the grant that ended the waiting', () => {
    expect(adopt(event('visit.day', { epoch: undefined }), grant).epoch).toBe('now');
    expect(adopt(event('visit.day', { epoch: 'before' }), grant).epoch).toBe('before');
  });

  it('T-58 and by no other: a no in between has destroyed the rest', () => {
    expect(adopt(event('visit.day', { epoch: undefined }), { ...grant, endsWaiting: false }).epoch).toBeUndefined();
  });
});

describe('what was stored', () => {
  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { metric: 'page.view' },
    { metric: 'page.view', properties: 'x', handle: new Uint8Array(16), recordedAtMs: 1 },
    { metric: 'page.view', properties: {}, handle: new Uint8Array(15), recordedAtMs: 1 },
    { metric: 'page.view', properties: {}, handle: 'AAAAAAAAAAAAAAAA', recordedAtMs: 1 },
    { metric: 'page.view', properties: {}, handle: new Uint8Array(16), recordedAtMs: Number.NaN },
    { metric: 'page.view', properties: {}, handle: new Uint8Array(16), recordedAtMs: 1, day: 'soon' },
    { metric: 7, properties: {}, handle: new Uint8Array(16), recordedAtMs: 1 },
  ])('T-15 is taken for no event: %j', (stored) => expect(readmit(stored)).toBeUndefined());
});
