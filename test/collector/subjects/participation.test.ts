import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toParticipation } from '../../../collector/subjects/participation.ts';
import { openApp } from './open-app.ts';

describe('participation', () => {
  it('UI-E9 shows nothing unless at least k said yes and at least k did not', () => {
    for (const [yes, people] of [
      [0, 100],
      [9, 100],
      [91, 100],
      [100, 100],
      [10, 19],
      [10, 28],
      [19, 28],
      [10, 0],
    ] as const) {
      expect([yes, people, toParticipation(yes, people, 10)]).toEqual([yes, people, { hidden: true, k: 10 }]);
    }
    // Of 29 at least 10 did not, were it 10 or 19 that did: which of them, whoever asks must not learn.
    expect(toParticipation(10, 29, 10)).toEqual({ yesAtLeast: 10, people: 29, k: 10 });
    expect(toParticipation(19, 29, 10)).toEqual({ yesAtLeast: 10, people: 29, k: 10 });
  });

  it('UI-E9 shows no difference that one person makes between two days', () => {
    for (let yes = 10; yes < 20; yes++) expect(toParticipation(yes, 100, 10)).toMatchObject({ yesAtLeast: 10 });
  });

  it('P4 UI-E9 tells of no exact number, whatever number of people is asked for', () => {
    const counts = fc.record({
      k: fc.integer({ min: 5, max: 40 }),
      times: fc.nat({ max: 20 }),
      one: fc.nat({ max: 1_000 }),
      other: fc.nat({ max: 1_000 }),
    });
    const check = fc.property(counts, ({ k, times, one, other }) => {
      const [low, a, b] = [times * k, one % k, other % k];
      // Every number of people that could make a difference, and some to either side.
      for (let people = Math.max(0, low - k); people <= low + 3 * k; people++) {
        const shown = toParticipation(low + a, people, k);
        expect(shown).toEqual(toParticipation(low + b, people, k));
        if (!('hidden' in shown)) expect(Math.min(low + a, people - low - a)).toBeGreaterThanOrEqual(k);
      }
    });
    fc.assert(check, { seed: 20_261_122, numRuns: 200 });
  });

  it('UI-E9 is told on the admin port, by site, to whoever has the token', async () => {
    const adminToken = 'a-token-of-forty-three-characters-for-tests';
    const app = openApp({ adminToken });
    const ask = async (query: string, authorization = `Bearer ${adminToken}`) => {
      const url = `http://localhost:4101/participation?${query}`;
      const response = await app.collector.admin.fetch(new Request(url, { headers: { authorization } }));
      return [response.status, await response.json()];
    };
    const site = 'site=http://shop.example/askfirst';
    for (let n = 0; n < 9; n++) await app.answer(await app.token(`person-${n}`), true);
    expect(await ask(`${site}&people=40`)).toMatchObject([200, { hidden: true }]);
    await app.answer(await app.token('person-9'), true);
    expect(await ask(`${site}&people=40`)).toMatchObject([200, { yesAtLeast: 10, people: 40 }]);
    expect(await ask(`site=http://other.example/askfirst&people=40`)).toMatchObject([200, { hidden: true }]);
    expect((await ask(site))[0]).toBe(400);
    expect((await ask(`${site}&people=40`, 'Bearer wrong'))[0]).toBe(401);
  });
});
