import { describe, expect, it } from 'vitest';
import { createRateLimits } from '../../../collector/receive/rate-limits.ts';
import { consentOf } from '../rights/claimant.ts';
import { BASE, batchOf, NOON_MS, openCollector, TODAY } from './open-collector.ts';

/** More than the budget of one sender. */
const FLOOD = 500;

describe('a flood of consents', () => {
  it('T-76 is refused with an allowance of its own, by sender and by site, and leaves the ledger as it was', async () => {
    // A clock of which the wall stands still while time itself goes on.
    const clock = { steadyMs: 0, now: () => NOON_MS, steady: () => clock.steadyMs };
    const open = openCollector({ clock });
    const post = (address: string, path: string, body: unknown) => {
      const headers = { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' };
      const request = new Request(`${BASE}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return open.collector.fetch(request, { remoteAddress: address });
    };
    const agree = async (address: string) => post(address, 'consent', (await consentOf(open)).body);
    const countRecords = async () =>
      (await open.collector.store.readCommitments(BASE, TODAY, TODAY)).flatMap(({ commitments }) => commitments).length;
    expect((await agree('198.51.100.7')).status).toBe(201);
    let taken = 1;
    let answer = await post('198.51.100.7', 'consent', {});
    // Malformed, but heard.
    for (; taken < FLOOD && answer.status === 400; taken++) answer = await post('198.51.100.7', 'consent', {});
    expect([answer.status, taken]).toEqual([429, 240]);
    expect(await answer.json()).toMatchObject({ code: 'too-many-requests' });
    const wait = Number(answer.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(0);
    // A real yes is refused too, and nothing of it is kept.
    expect((await agree('198.51.100.7')).status).toBe(429);
    expect(await countRecords()).toBe(1);
    expect((await agree('198.51.100.8')).status).toBe(201);
    // What was spent on consents was not taken from events.
    expect((await post('198.51.100.7', 'events', batchOf([]))).status).toBe(202);
    clock.steadyMs += wait * 1_000;
    expect((await agree('198.51.100.7')).status).toBe(201);
    expect(await countRecords()).toBe(3);
    // From ever new addresses it is the site's turn.
    const limits = createRateLimits(() => 0);
    let ofSite = 0;
    while (ofSite < 20_000 && limits.take('consent', BASE, `sender-${ofSite}`) === undefined) ofSite++;
    expect(ofSite).toBe(4_000);
    expect(limits.take('events', BASE, 'sender-0')).toBeUndefined();
  });
});
