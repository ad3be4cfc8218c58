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
      [10, 0],
    ] as const) {
      expect([yes, people, toParticipation(yes, people, 10)]).toEqual([yes, people, { hidden: true, k: 10 }]);
    }
    expect(toParticipation(10, 20, 10)).toEqual({ yesAtLeast: 10, people: 20, k: 10 });
  });

  it('UI-E9 shows no difference that one person makes between two days', () => {
    for (let yes = 10; yes < 20; yes++) expect(toParticipation(yes, 100, 10)).toMatchObject({ yesAtLeast: 10 });
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
