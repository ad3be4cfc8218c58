import { describe, expect, it } from 'vitest';
import { TIME_ZONE } from '../../../demo/week/calendar.ts';
import { compareContent } from '../../../demo/week/compare-content.ts';
import { type AnsweredRequest, judgeRequests } from '../../../demo/week/truth/judge-requests.ts';
import type { WeekLine } from '../../../demo/week/truth/week-line.ts';

const atMs = Date.parse('2027-03-29T09:10:00Z');
const person = 'harbour/ana';
const line = (order: number, did: WeekLine['did'], more: Partial<WeekLine> = {}): WeekLine => ({
  order,
  atMs,
  did,
  browser: 'work',
  ...more,
});
const HERE = [line(1, 'sign-in', { person }), line(2, 'view', { path: '/forge/' })];

/** What a page would say of who is there. */
const bearer = (sub: string) => {
  const claims = Buffer.from(JSON.stringify({ org: 'harbour', sub })).toString('base64url');
  return { authorization: `Bearer e30.${claims}.x` };
};
const request = (order: number, what: string, status: number, more: Partial<AnsweredRequest> = {}): AnsweredRequest => {
  const [method = '', path = ''] = what.split(' ');
  return { order, browser: 'work', method, path, status, headers: {}, body: '', answer: {}, ...more };
};
const problemsOf = (truth: readonly WeekLine[], ...requests: readonly AnsweredRequest[]) =>
  judgeRequests(truth, requests, TIME_ZONE).problems.map((problem) => problem.replace(/^.*?\): /, ''));
const events = (order: number, ids: readonly string[], more: Partial<AnsweredRequest> = {}) =>
  request(order, 'POST events', 202, { body: JSON.stringify({ events: ids.map((id) => ({ id })) }), ...more });

describe('the judge of the week’s requests', () => {
  it('lets pass what a yes, a no after it, and a no elsewhere need', () => {
    const yes = [...HERE, line(10, 'yes')];
    const told = { headers: bearer('ana'), body: '{"yes":true' };
    const sent = [
      request(5, 'GET askfirst-for-people.js', 200),
      request(5, 'GET texts/en.json', 200),
      request(11, 'POST consent', 201),
      request(12, 'PUT preference', 204, told),
      request(13, 'POST pass', 200, { headers: bearer('ana') }),
      events(14, ['a']),
    ];
    expect(problemsOf(yes, ...sent)).toEqual([]);
    const no = { headers: bearer('ana'), body: '{"yes":false' };
    expect(
      problemsOf(
        [...yes, line(20, 'no')],
        ...sent,
        request(21, 'PUT preference', 204, no),
        request(22, 'POST withdraw', 200),
      ),
    ).toEqual([]);
    const home = { browser: 'home' };
    const elsewhere = [
      ...yes,
      line(30, 'sign-in', { ...home, person }),
      line(31, 'view', { ...home, path: '/forge/' }),
      line(32, 'no', home),
      { order: 40, atMs: atMs + 3_600_000, did: 'clock' as const },
    ];
    const heard = [request(41, 'POST pass', 403, { headers: bearer('ana') }), request(42, 'POST withdraw', 200)];
    expect(problemsOf(elsewhere, ...sent, ...heard)).toEqual([]);
    expect(problemsOf(elsewhere, ...sent, ...heard, events(43, ['b']))).toEqual([
      'POST events 202 was sent without a yes',
    ]);
  });

  it.each([
    ['before a yes', HERE, 'without a yes'],
    ['after a no', [...HERE, line(3, 'yes'), line(4, 'no')], 'without a yes'],
    ['where nobody is signed in', [line(2, 'view', { path: '/forge/' })], 'nobody is signed in'],
  ])('P1 P2 finds events %s', (_when, truth, fault) => {
    expect(problemsOf(truth, events(9, ['a'])).join()).toContain(fault);
  });

  it('P4 finds events taken, and passes given, while the organisation is off', () => {
    const off = [
      ...HERE,
      line(3, 'yes'),
      { order: 4, atMs, did: 'ceiling' as const, organisation: 'harbour', isOff: true },
    ];
    expect(problemsOf(off, events(9, ['a']))).toEqual(['POST events 202 was sent while the organisation is off']);
    expect(problemsOf(off, events(9, ['a'], { status: 403 }))).toEqual([]);
    expect(problemsOf(off, request(9, 'POST pass', 200, { headers: bearer('ana') }))).toHaveLength(1);
  });

  it('P4 allows an open page to be refused once more before it hears of it, and never later', () => {
    const off = [
      ...HERE,
      line(3, 'yes'),
      { order: 4, atMs, did: 'ceiling' as const, organisation: 'harbour', isOff: true },
      { order: 5, atMs: atMs + 2 * 3_600_000, did: 'clock' as const },
    ];
    const refused = events(9, ['a'], { status: 403 });
    expect(problemsOf(off, refused)).toEqual([]);
    expect(problemsOf(off, events(9, ['a']))).toHaveLength(1);
    // A minute later it has had the token for long.
    const later = [...off, { order: 8, atMs: atMs + 2 * 3_600_000 + 60_000, did: 'clock' as const }];
    expect(problemsOf(later, refused)).toEqual(['POST events 403 was sent while the organisation is off']);
  });

  it('P2 finds a no that was for this browser only and is told, one told twice, and a withdrawal of nothing', () => {
    const no = (order: number) =>
      request(order, 'PUT preference', 204, { headers: bearer('ana'), body: '{"yes":false' });
    expect(problemsOf([...HERE, line(3, 'no-here')], no(9))).toHaveLength(1);
    expect(problemsOf([...HERE, line(3, 'no')], no(9))).toEqual([]);
    expect(problemsOf([...HERE, line(3, 'no')], no(9), no(10))).toHaveLength(1);
    expect(problemsOf([...HERE, line(3, 'no')], request(9, 'POST withdraw', 200))).toHaveLength(1);
  });

  it('finds what speaks of somebody: a cookie, a name beside events, a colleague’s name', () => {
    const yes = [...HERE, line(3, 'yes')];
    expect(problemsOf(yes, events(9, ['a'], { headers: { cookie: 'forge=1' } }))).toHaveLength(1);
    expect(problemsOf(yes, events(9, ['a'], { headers: bearer('ana') }))).toHaveLength(1);
    expect(problemsOf(yes, request(9, 'POST pass', 200, { headers: bearer('rui') }))).toHaveLength(1);
    expect(problemsOf(yes, request(9, 'GET site.json?who=ana', 200))).toHaveLength(1);
  });

  it('knows which events must still be there: not those dropped, and not those of a yes that was taken back', () => {
    const truth = [...HERE, line(3, 'yes'), line(10, 'no'), line(20, 'yes')];
    const first = events(5, ['a', 'b']);
    const second = events(25, ['c', 'd'], { answer: { dropped: [{ id: 'd', reason: 'erased' }] } });
    expect([...judgeRequests(truth, [first, second], TIME_ZONE).ids]).toEqual(['c']);
  });
});

describe('comparing what is stored with what must be', () => {
  const wanted = { groups: new Map([['x', '2, first 1']]), ids: new Set(['a']), rows: new Set(['r']), consents: 1 };

  it('is content with what is the same', () => {
    expect(compareContent(wanted, wanted)).toEqual({ numbers: 4, differences: [] });
  });

  it.each([
    ['a group too few', { groups: new Map() }, 'stored is none'],
    ['a flag too many', { groups: new Map([['x', '2, first 2']]) }, 'stored is 2, first 2'],
    ['a group too many', { groups: new Map([...wanted.groups, ['y', '1, first 1']]) }, 'must be none'],
    ['a lost event', { ids: new Set<string>() }, 'event a is missing'],
    ['an event that was erased', { ids: new Set(['a', 'b']) }, 'event b should not be there'],
    ['a yes too many', { rows: new Set(['r', 's']) }, 'standing yes s should not be there'],
    ['a record too many', { consents: 2 }, 'consents: must be 1; stored are 2'],
  ])('finds %s', (_what, change, told) => {
    expect(compareContent(wanted, { ...wanted, ...change }).differences.join()).toContain(told);
  });
});
