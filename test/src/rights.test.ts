import { describe, expect, it } from 'vitest';
import type { HeldGroup } from '../../contract/rights.ts';
import { isFinal, readPayload } from '../../src/rights/certificate.ts';
import { countHandles, toBodies, toGroups } from '../../src/rights/holdings.ts';
import { isWithdrawable } from '../../src/rights/set-aside.ts';

const handles = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `handle-${from + at}`);
const dated = (count: number, from = 0): HeldGroup => ({
  day: '2026-11-22',
  metric: 'page.view',
  handles: handles(count, from),
});
const sizes = (parts: readonly { readonly held: readonly HeldGroup[] }[]) =>
  parts.map(({ held }) => countHandles(held));
const jws = (payload: unknown) => `a.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c`;

describe('what a request names', () => {
  it('P8 goes in parts of at most 1,000 handles, and names each exactly once', () => {
    const held = [dated(1_500), { ...dated(700, 1_500), metric: 'cart.add' }];
    const parts = toBodies({ held, secrets: [] }, 1_000);
    expect(sizes(parts)).toEqual([1_000, 1_000, 200]);
    const named = parts.flatMap((part) => part.held.flatMap((group) => group.handles));
    expect(new Set(named)).toEqual(new Set(handles(2_200)));
    expect(named).toHaveLength(2_200);
  });

  it('P8 puts no more than 16 handles of unknown day into one part', () => {
    const parts = toBodies({ held: [dated(10), { handles: handles(40, 10) }], secrets: [] }, 1_000);
    expect(parts.map(({ held }) => held.find(({ day }) => !day)?.handles.length)).toEqual([16, 16, 8]);
    expect(sizes(parts).reduce((sum, size) => sum + size)).toBe(50);
  });

  it('P8 names each of several grants in a part of its own, and makes one part where there is nothing but a grant', () => {
    expect(toBodies({ held: [dated(1)], secrets: ['s1', 's2'] }, 1_000)).toEqual([
      { receiptSecret: 's1', held: [dated(1)] },
      { receiptSecret: 's2', held: [] },
    ]);
    expect(toBodies({ held: [], secrets: [] }, 1_000)).toEqual([{ held: [] }]);
  });

  it('names a handle once that is held twice, with its day if that is known', () => {
    const one = { key: 'a', handle: 'h', day: '2026-11-22', metric: 'page.view' };
    expect(toGroups([{ key: 'b', handle: 'h' }, one])).toEqual([
      { day: '2026-11-22', metric: 'page.view', handles: ['h'] },
    ]);
  });
});

describe('what counts as confirmed', () => {
  const good = { kind: 'erasure', state: 'final', named: 3 };
  it('P9 is a final certificate of the same kind for all that was named, and nothing else', () => {
    expect(isFinal(jws(good), 'erase', 3)).toBe(true);
    for (const change of [{ state: 'provisional' }, { kind: 'withdrawal' }, { named: 2 }, { named: 4 }])
      expect(isFinal(jws({ ...good, ...change }), 'erase', 3)).toBe(false);
    for (const bad of [undefined, '', 'a.b.c', 'a', jws(null), jws('text')])
      expect(isFinal(bad, 'erase', 3)).toBe(false);
    expect(readPayload('a.%%%.c')).toBeUndefined();
  });
});

describe('what a no has to take back', () => {
  const consent = (receipt?: string) => ({
    key: 'k',
    value: { secret: new Uint8Array(32), request: {} as never, ...(receipt && { receipt }) },
  });
  const nothing = { held: [], consents: [], entries: [], damaged: [], certificates: [], hasNote: false };
  it('P2 a proof that was never posted is nothing, one that was answered, or that a no followed, is', () => {
    expect(isWithdrawable(nothing)).toBe(false);
    expect(isWithdrawable({ ...nothing, consents: [consent()] })).toBe(false);
    expect(isWithdrawable({ ...nothing, consents: [consent('a.b.c')] })).toBe(true);
    expect(isWithdrawable({ ...nothing, consents: [consent()], hasNote: true })).toBe(true);
    expect(isWithdrawable({ ...nothing, hasNote: true })).toBe(false);
    expect(isWithdrawable({ ...nothing, held: [{ key: 'k', handle: 'h' }] })).toBe(true);
  });
});
