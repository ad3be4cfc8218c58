import { describe, expect, it } from 'vitest';
import { planVisitors } from '../../../demo/traffic/plan.ts';
import { SCENARIOS } from '../../../demo/traffic/scenarios.ts';
import { SLOTS } from '../../../demo/traffic/slots.ts';

describe('the plan of a run', () => {
  it('is the same for the same seed and another for another', () => {
    expect(planVisitors(60, 7)).toEqual(planVisitors(60, 7));
    expect(planVisitors(60, 7)).not.toEqual(planVisitors(60, 8));
  });

  it('has every kind of visitor among the first twelve that the issue names', () => {
    const scenarios = planVisitors(12, 1).map(({ scenario }) => scenario);
    for (const wanted of [
      'accept and buy',
      'refuse',
      'ignore',
      'privacy control',
      'come back',
      'several tabs',
      'reload',
    ])
      expect(scenarios).toContain(wanted);
    for (const wanted of ['offline', 'close while offline', 'close before the answer', 'change of mind'])
      expect(scenarios).toContain(wanted);
  });

  it('has every scenario in a full run', () => {
    const scenarios = new Set(planVisitors(220, 1).map(({ scenario }) => scenario));
    expect([...scenarios].sort()).toEqual(Object.keys(SCENARIOS).sort());
  });

  it('lets nobody sit twice in one slot, nor in a slot that is not there', () => {
    for (const { sittings } of planVisitors(220, 3)) {
      const slots = sittings.map(({ slot }) => slot);
      expect(slots).toEqual([...new Set(slots)].sort((a, b) => a - b));
      for (const slot of slots) expect(SLOTS[slot]).toBeDefined();
    }
  });

  it('has slots that only go forward', () => {
    expect([...SLOTS].sort()).toEqual(SLOTS);
  });
});
