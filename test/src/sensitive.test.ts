import { describe, expect, it } from 'vitest';
import type { Registry } from '../../contract/metric.ts';
import { admit } from '../../src/admit.ts';

const REGISTRY: Registry = {
  scope: 1,
  digest: '',
  purposes: ['care'],
  paths: { templates: [], keep: [] },
  metrics: {
    'illness.ask': {
      purpose: 'care',
      category: 'sensitive',
      linkage: 'none',
      properties: {},
      since: 1,
      expires: 'never',
    },
  },
};

const EVENT = { metric: 'illness.ask', properties: {}, handle: new Uint8Array(16), recordedAtMs: 0 };

describe('a sensitive metric', () => {
  it('MZ-11 is not even kept on the device before a yes', () => {
    expect(admit(EVENT, REGISTRY, '2026-11-22')).toEqual({ dropped: 'not-asked-yet' });
  });

  it('is recorded after a yes', () => {
    expect(admit({ ...EVENT, epoch: 'e' }, REGISTRY, '2026-11-22')).toHaveProperty('event');
  });
});
