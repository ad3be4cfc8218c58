import { describe, expect, it } from 'vitest';
import { TIME_ZONE } from '../../../demo/week/calendar.ts';
import { expectContent } from '../../../demo/week/truth/expected-content.ts';
import type { WeekLine } from '../../../demo/week/truth/week-line.ts';
import { WeekModel } from '../../../demo/week/truth/week-model.ts';

const NINE = Date.parse('2027-03-29T09:10:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ANA = 'harbour/ana';

/** Lines by hand: `[minutes after nine, what, browser, the rest]`. */
type Row = readonly [minutes: number, did: WeekLine['did'], browser?: string | undefined, more?: Partial<WeekLine>];

function play(...rows: readonly Row[]): WeekModel {
  const model = new WeekModel(TIME_ZONE);
  for (const [order, [minutes, did, browser, more]] of rows.entries())
    model.take({ order, atMs: NINE + minutes * MINUTE_MS, did, ...(browser && { browser }), ...more });
  return model;
}

const arrives = (minutes: number, browser: string, path = '/forge/', person = ANA): readonly Row[] => [
  [minutes, 'sign-in', browser, { person }],
  [minutes, 'view', browser, { path }],
];

/** Groups without the hashes of people. */
const groupsOf = (model: WeekModel) => Object.fromEntries(expectContent(model, { key: 'k', site: 's' }).groups);
const pathsOf = (model: WeekModel) =>
  model
    .all()
    .flatMap(({ stored }) => stored)
    .flatMap(({ metric, properties }) => (metric === 'page.view' ? [properties.path] : []));

describe('the rules of a week, written apart', () => {
  it('adopts what waited, and tells each milestone once', () => {
    const model = play(
      ...arrives(0, 'work'),
      [0, 'view', 'work', { path: '/forge/tides' }],
      [0, 'yes', 'work'],
      [0.5, 'clock'],
      [0.5, 'view', 'work', { path: '/forge/tides' }],
      [0.5, 'close-issue', 'work'],
    );
    expect(groupsOf(model)).toEqual({
      '2027-03-29 page.view [["path","/forge/"]]': '1, first 1',
      '2027-03-29 page.view [["path","/forge/tides"]]': '2, first 1',
      '2027-03-29 visit.day [["age","new"],["month",true],["week",true]]': '1, first 1',
      '2027-03-29 visit.start [["entry","/forge/"]]': '1, first 1',
      '2027-03-29 visit.pages [["reached",2]]': '1, first 1',
      '2027-03-29 visit.pages [["reached",3]]': '1, first 1',
      '2027-03-29 visit.seconds [["reached",10]]': '1, first 1',
      '2027-03-29 visit.seconds [["reached",30]]': '1, first 1',
      '2027-03-29 issue.close []': '1, first 1',
    });
    expect([...model.rows]).toEqual([ANA]);
  });

  it('stores nothing of who never answers, and nothing of notes older than a day', () => {
    expect(play(...arrives(0, 'work')).all()[0]).toMatchObject({ stored: [], taken: 0 });
    const late: Row[] = [
      ...arrives(0, 'work', '/forge/quay'),
      [0, 'close', 'work'],
      [24 * 60 + 1, 'view', 'work', { path: '/forge/' }],
    ];
    // What is too old goes with the next note already.
    const waiting = play(...late)
      .all()[0]
      ?.waiting.map(({ metric }) => metric);
    expect(waiting).toEqual(['page.view', 'visit.day', 'visit.start']);
    expect(pathsOf(play(...late, [24 * 60 + 1, 'yes', 'work']))).toEqual(['/forge/']);
  });

  it('goes by the site’s own day', () => {
    const model = play([13 * 60 + 55, 'clock'], ...arrives(13 * 60 + 55, 'home'), [13 * 60 + 55, 'yes', 'home']);
    // 23:05 UTC is five past midnight in the summer of Lisbon.
    expect(Object.keys(groupsOf(model))[0]).toMatch(/^2027-03-30 /);
  });

  it('P4 lets a no at home end what was said yes to at work, once the hour of its pass is over', () => {
    const both: Row[] = [...arrives(0, 'work'), [0, 'yes', 'work'], ...arrives(0, 'home'), [0, 'no', 'home']];
    expect(pathsOf(play(...both, [40, 'clock']))).toEqual(['/forge/']);
    const later = play(...both, [50, 'clock']);
    expect(groupsOf(later)).toEqual({});
    expect([...later.rows]).toEqual([]);
    expect(later.standings.get(`work ${ANA}`)).toMatchObject({
      decision: 'denied',
      deniedBy: 'elsewhere',
      withdrawals: 1,
    });
    // In a closed browser nothing can be erased until it is opened.
    const closed = play(...both, [1, 'close', 'work'], [120, 'clock']);
    expect(pathsOf(closed)).toEqual(['/forge/']);
  });

  it('P2 keeps “in this browser” to this browser', () => {
    const model = play(
      ...arrives(0, 'work'),
      [0, 'yes', 'work'],
      ...arrives(0, 'home'),
      [0, 'no-here', 'home'],
      [120, 'clock'],
    );
    expect([...model.rows]).toEqual([ANA]);
    expect(model.all('home')).toMatchObject([{ noes: 0, withdrawals: 0, stored: [] }]);
    expect(pathsOf(model)).toContain('/forge/');
  });

  it('P4 stores nothing that happened while the organisation was off, and nobody’s yes is lost by it', () => {
    const model = play(
      ...arrives(0, 'work'),
      [0, 'yes', 'work'],
      [1, 'ceiling', undefined, { organisation: 'harbour', isOff: true }],
      // The page does not know yet.
      [1, 'close-issue', 'work'],
      [1, 'view', 'work', { path: '/forge/quay' }],
      [120, 'clock'],
      [120, 'ceiling', undefined, { organisation: 'harbour', isOff: false }],
      [121, 'view', 'work', { path: '/forge/tides' }],
    );
    expect(pathsOf(model)).toEqual(['/forge/', '/forge/tides']);
    expect(Object.keys(groupsOf(model)).join()).not.toContain('issue.close');
    expect([...model.rows]).toEqual([ANA]);
  });

  it('P4 destroys what was left undecided when its person signs out, and lets a visit end', () => {
    const model = play(
      ...arrives(0, 'shelf', '/forge/quay'),
      [0, 'sign-out', 'shelf'],
      [0, 'view', 'shelf', { path: '/forge/' }],
      ...arrives(0, 'shelf', '/forge/'),
      [0, 'yes', 'shelf'],
    );
    expect(pathsOf(model)).toEqual(['/forge/']);
  });

  it('P4 takes no token for a person that the collector would not take, and an expired one until a fresh one comes', () => {
    const forged = play(
      ...arrives(0, 'home'),
      [0, 'identify', 'home', { person: 'harbour/rui' }],
      [0, 'yes', 'home'],
      [0, 'view', 'home', { path: '/forge/' }],
    );
    expect([groupsOf(forged), [...forged.rows], expectContent(forged, { key: 'k', site: 's' }).consents]).toEqual([
      {},
      [],
      1,
    ]);
    const expired = play(
      [0, 'view', 'home', { path: '/forge/' }],
      [0, 'identify', 'home', { person: ANA }],
      [0, 'yes', 'home'],
    );
    expect([groupsOf(expired), [...expired.rows]]).toEqual([{}, []]);
    for (const line of arrives(1, 'home', '/forge/quay'))
      expired.take({ order: 9, atMs: NINE + MINUTE_MS, did: line[1], browser: 'home', ...line[3] });
    expect(pathsOf(expired)).toEqual(['/forge/', '/forge/quay']);
    expect([...expired.rows]).toEqual([ANA]);
  });

  it('P4 an open tab learns of a no with the clock, at the latest in two hours', () => {
    const model = play(
      ...arrives(0, 'work'),
      [0, 'yes', 'work'],
      ...arrives(60, 'home'),
      [60, 'no', 'home'],
      [60 + (2 * HOUR_MS) / MINUTE_MS, 'clock'],
    );
    expect(groupsOf(model)).toEqual({});
  });
});
