import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SiteTexts } from '../../contract/texts.ts';
import type { Status, WaitingEvent, WidgetHost } from '../../src/api.ts';
import { drawBanner } from '../../widget/banner/banner.ts';
import { openDetails } from '../../widget/banner/details.ts';
import { fill } from '../../widget/banner/fill.ts';
import { tellStanding } from '../../widget/banner/tell-standing.ts';
import { tellWaiting, toTime } from '../../widget/banner/tell-waiting.ts';

const NOON_MS = Date.UTC(2026, 10, 22, 12);

const texts: SiteTexts = {
  language: 'en',
  direction: 'ltr',
  notice: '',
  controller: 'Harbour Journal',
  widget: {
    ...JSON.parse(readFileSync('widget/texts/en.json', 'utf8')),
    people: JSON.parse(readFileSync('widget/texts/people/en.json', 'utf8')),
  },
  purposes: { improve: { title: 'Improve', text: 'See what is read.' }, plan: { title: 'Plan', text: 'See when.' } },
  metrics: { 'page.view': 'A page was shown.' },
};

const note = (token: string, recordedAtMs = NOON_MS): WaitingEvent => ({
  token,
  recordedAtMs,
  event: { metric: 'page.view', day: '2026-11-22', id: token, properties: { path: '/tides' } },
});

/** A host of which a test needs only what it gives. */
const hostWith = (parts: Partial<WidgetHost>) =>
  ({
    texts,
    purposes: ['improve'],
    development: false,
    privacyUrl: '/privacy',
    view: 'banner',
    ...parts,
  }) as WidgetHost;

const draw = (parts: Partial<WidgetHost> = {}) => {
  const pressed: string[] = [];
  const press = (name: string) => () => void pressed.push(name);
  const { nodes, show } = drawBanner(hostWith(parts), {
    reject: press('reject'),
    rejectHere: press('rejectHere'),
    accept: press('accept'),
    details: press('details'),
    close: press('close'),
  });
  const place = document.createElement('div');
  place.append(...nodes);
  show({ rows: [note('a')] });
  const button = (words: string) =>
    [...place.querySelectorAll('button')].find(({ textContent }) => textContent === words) ??
    document.createElement('button');
  return { place, show, pressed, button };
};

describe('the question', () => {
  it('asks, names the purpose, tells what waits, and offers refusal first', () => {
    const { place } = draw();
    const words = place.textContent ?? '';
    const order = [
      'May Harbour Journal',
      'Improve',
      'See what is read.',
      'has kept 1 note',
      'Reject analytics',
      'Accept analytics',
    ];
    expect(order.map((part) => words.indexOf(part))).toEqual(
      order.map((part) => words.indexOf(part)).sort((a, b) => a - b),
    );
    expect(order.every((part) => words.includes(part))).toBe(true);
  });

  it('reports each press, and decides nothing', () => {
    const { pressed, button } = draw();
    for (const words of ['Accept analytics', 'Reject analytics', 'Show details', '×']) button(words).click();
    expect(pressed).toEqual(['accept', 'reject', 'details', 'close']);
  });

  it('UI-E9 offers signed-in people a no that is told to nobody, by the same element as the other answers', () => {
    expect(draw().place.textContent).not.toContain('Reject in this browser');
    const { place, pressed, button } = draw({ isSignedIn: true });
    expect(place.textContent).toContain('This is your choice, not your organisation’s, and you need no reason.');
    const answers = [...place.querySelectorAll('.answers > *')];
    expect(answers.map(({ textContent }) => textContent)).toEqual([
      'Reject analytics',
      'Reject in this browser',
      'Accept analytics',
    ]);
    expect(new Set(answers.map(({ tagName, className }) => tagName + className)).size).toBe(1);
    button('Reject in this browser').click();
    expect(pressed).toEqual(['rejectHere']);
  });

  it('keeps its elements when it is shown again, so that no focus is lost', () => {
    const { place, show } = draw();
    const before = [...place.querySelectorAll('*')];
    show({ rows: [note('a'), note('b')], said: 'Removed.' });
    expect([...place.querySelectorAll('*')]).toEqual(before);
    expect(place.textContent).toContain('has kept 2 notes');
  });

  it('tells what stands in place of what waits', () => {
    const { place, show } = draw();
    show({ rows: [], standing: 'You rejected analytics.' });
    expect(place.textContent).toContain('You rejected analytics.');
    expect(place.textContent).not.toContain('has kept');
  });
});

describe('the details', () => {
  const open = (purposes: readonly string[]) => {
    const root = document.createElement('div').attachShadow({ mode: 'open' });
    return openDetails({ host: hostWith({ purposes }), root, refresh: async () => undefined, update: () => undefined });
  };

  it('grant what is ticked, which is nothing at first', () => {
    const details = open(['improve', 'plan']);
    expect(details.granted()).toEqual([]);
    const [, plan] = details.boxes?.querySelectorAll('input') ?? [];
    plan?.click();
    expect(details.granted()).toEqual(['plan']);
    plan?.click();
    expect(details.granted()).toEqual([]);
  });

  it('need no box for a single purpose', () => {
    const details = open(['improve']);
    expect(details.boxes).toBeUndefined();
    expect(details.granted()).toEqual(['improve']);
    expect(details.accept).toBe('Accept analytics');
  });

  it('list what waits in the order it is given, and keep the elements of what stays', () => {
    const { list, show } = open(['improve']);
    show([note('a'), note('b'), note('c')]);
    const [a, , c] = list.children;
    show([note('a'), note('c'), note('d')]);
    expect([...list.querySelectorAll('pre')].map(({ textContent }) => JSON.parse(textContent ?? '').id)).toEqual([
      'a',
      'c',
      'd',
    ]);
    expect([list.children[0], list.children[1]]).toEqual([a, c]);
  });
});

describe('the sentences', () => {
  it('count one, several and none', () => {
    expect(tellWaiting(texts, [])).toBe(texts.widget.waitingNone);
    expect(tellWaiting(texts, [note('a')])).toMatch(/kept 1 note in this browser since .*\. Nothing has been sent\./);
    expect(tellWaiting(texts, [note('a'), note('b')])).toMatch(/kept 2 notes/);
  });

  it('tell the time of the oldest note, whatever the order', () => {
    const rows = [note('a', NOON_MS), note('b', NOON_MS - 3_600_000), note('c', NOON_MS + 60_000)];
    expect(tellWaiting(texts, rows)).toContain(toTime(NOON_MS - 3_600_000, 'en'));
  });

  it('name what was granted, by its title, and the day as it was written down', () => {
    const status = (changes: Partial<Status>) => ({ purposes: [], reason: 'granted', ...changes }) as Status;
    const granted = status({ decision: 'granted', decidedOn: '2026-03-01', purposes: ['plan'] });
    expect(tellStanding(hostWith({}), granted, []).standing).toBe('You accepted analytics on March 1, 2026: Plan.');
    const denied = status({ decision: 'denied', reason: 'denied', decidedOn: '2026-03-01' });
    expect(tellStanding(hostWith({}), denied, []).standing).toBe(
      'You rejected analytics on March 1, 2026. Nothing is kept or sent.',
    );
  });

  it('give a no that could not be stored the day of this page', () => {
    const denied = { decision: 'denied', reason: 'denied', purposes: [] } as unknown as Status;
    expect(tellStanding(hostWith({}), denied, []).standing).toContain(`${new Date().getUTCFullYear()}`);
  });

  it('fill in text as text, once, and leave what has no value', () => {
    expect(fill('{a} {b} {a}', { a: '$& {b} <i>' })).toBe('$& {b} <i> {b} $& {b} <i>');
  });
});
