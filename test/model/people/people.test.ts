import { describe, expect, it } from 'vitest';
import { openApp } from '../../collector/subjects/open-app.ts';
import { PlayedPeople } from './played-people.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How many events are stored on the day of the fixture. */
async function storedIn(people: PlayedPeople): Promise<string[]> {
  const groups = await people.app.collector.store.readDay('http://shop.example/askfirst', '2026-11-21');
  return groups.flatMap(({ properties, count }) => Array<string>(count).fill(String(properties.path))).sort();
}

describe('signed-in people, played', () => {
  it('P4 a yes is told once, and then what waited is sent', async () => {
    const app = openApp();
    const people = new PlayedPeople(app);
    const ana = people.openBrowser().openTab(await app.token('ana'));
    expect(await people.done(ana.status())).toMatchObject({ effective: 'buffering', reason: 'undecided' });
    expect(await people.done(ana.track('page.view', { path: '/a' }))).toEqual({ recorded: true });
    expect(await people.done(ana.decide({ purposes: ['improve'] }))).toEqual({ decision: 'granted' });
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual(['/a']);
  });

  it('P4 a no elsewhere ends this browser within the hour, and what it had sent is erased', async () => {
    const app = openApp();
    const people = new PlayedPeople(app);
    const [here, there] = [people.openBrowser(), people.openBrowser()];
    const one = here.openTab(await app.token('ana'));
    await people.done(one.decide({ purposes: ['improve'] }));
    await people.done(one.track('page.view', { path: '/a' }));
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual(['/a']);
    const other = there.openTab(await app.token('ana'));
    await people.done(other.decide('deny'));
    await people.moveBy(5_000);
    await people.done(one.identify(await app.token('ana')));
    await people.moveBy(HOUR_MS);
    await people.done(one.identify(await app.token('ana')));
    await people.moveBy(60_000);
    expect(await people.done(one.status())).toMatchObject({ decision: 'denied', reason: 'no-standing-yes' });
    await people.done(one.track('page.view', { path: '/late' }));
    await people.moveBy(HOUR_MS);
    expect(await storedIn(people)).toEqual([]);
  });

  it('P4 asks with the fresh token that came while the old one was being refused', async () => {
    const app = openApp();
    let whenRefused: (() => Promise<void>) | undefined;
    const { fetch } = app.collector;
    const collector = {
      ...app.collector,
      fetch: async (request: Request) => {
        const answer = await fetch(request);
        if (answer.status === 401) await whenRefused?.();
        return answer;
      },
    };
    const people = new PlayedPeople({ ...app, collector });
    const ana = people.openBrowser().openTab(await app.token('ana'));
    await people.done(ana.decide({ purposes: ['improve'] }));
    await people.moveBy(5_000);
    // The app’s answer comes before the collector’s.
    whenRefused = async () => ana.identify(await app.token('ana'));
    await people.moveBy(3 * HOUR_MS);
    await people.done(ana.track('page.view', { path: '/a' }));
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual(['/a']);
  });

  it('P4 never sends what was noted while the organisation was off and the page did not know', async () => {
    const app = openApp();
    const people = new PlayedPeople(app);
    const ana = people.openBrowser().openTab(await app.token('ana'));
    const rui = people.openBrowser().openTab(await app.token('rui'));
    await people.done(ana.decide({ purposes: ['improve'] }));
    await people.moveBy(5_000);
    // The machine slept meanwhile, so token and pass are over; it wakes up after the switch.
    await people.moveBy(3 * HOUR_MS);
    for (const tab of [ana, rui])
      expect(await people.done(tab.track('page.view', { path: '/off' }))).toEqual({ recorded: true });
    for (const [name, tab] of [
      ['ana', ana],
      ['rui', rui],
    ] as const)
      await people.done(tab.identify(await app.token(name, { ceiling: 'off' })));
    await people.moveBy(5_000);
    await people.moveBy(HOUR_MS / 2);
    for (const [name, tab] of [
      ['ana', ana],
      ['rui', rui],
    ] as const)
      await people.done(tab.identify(await app.token(name)));
    await people.done(rui.decide({ purposes: ['improve'] }));
    await people.done(ana.track('page.view', { path: '/on' }));
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual(['/on']);
  });

  it('P4 a no is told only once it is on the disk, and one whose page was left before that is carried out by the next', async () => {
    const app = openApp();
    let isCut = true;
    let storedWhenTold: unknown;
    const { fetch } = app.collector;
    const collector: typeof app.collector = {
      ...app.collector,
      fetch: async (request: Request) => {
        if (request.method === 'PUT') {
          if (isCut) throw new TypeError('offline');
          storedWhenTold = readDecision();
        }
        return fetch(request);
      },
    };
    const people = new PlayedPeople({ ...app, collector });
    const browser = people.openBrowser();
    const nameOf = () => browser.disk.names().find((name) => name.startsWith('askfirst-decision')) ?? '';
    const readDecision = () => browser.disk.peek(nameOf())[0]?.value;
    const ana = browser.openTab(await app.token('ana'));
    await people.done(ana.decide('deny'));
    await people.moveBy(1_000);
    // As if the page had been left between the note that there is something to tell and the no itself.
    browser.disk.damage(nameOf(), 'decision', undefined);
    isCut = false;
    const next = browser.openTab(await app.token('ana'));
    await people.moveBy(5_000);
    expect(storedWhenTold).toMatchObject({ decision: 'denied' });
    expect(await people.done(next.status())).toMatchObject({ decision: 'denied', effective: 'off' });
  });

  it('P4 a no after a yes whose page was left before it stood ends that yes in this browser too', async () => {
    const app = openApp();
    const people = new PlayedPeople(app);
    const browser = people.openBrowser();
    const nameOf = () => browser.disk.names().find((name) => name.startsWith('askfirst-decision')) ?? '';
    const ana = browser.openTab(await app.token('ana'));
    await people.done(ana.decide({ purposes: ['improve'] }));
    await people.done(ana.track('page.view', { path: '/a' }));
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual(['/a']);
    const grant = browser.disk.peek(nameOf())[0]?.value;
    await people.done(ana.decide('deny-here'));
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual([]);

    // As if the page had noted what is to be told, and been left before the yes was overwritten.
    browser.disk.damage(nameOf(), 'decision', grant);
    const answer = nameOf().replace('decision', 'answer');
    Object.assign(browser.disk.stored(answer), { version: 1 });
    browser.disk.damage(answer, 'no', { epoch: (grant as { epoch: string }).epoch });
    const next = browser.openTab(await app.token('ana'));
    await people.moveBy(5_000);
    expect(await people.done(next.status())).toMatchObject({ decision: 'denied', effective: 'off' });
  });

  it('P4 a no and then a yes, both told late, end with the yes', async () => {
    const app = openApp();
    let isCut = false;
    const { fetch } = app.collector;
    const collector: typeof app.collector = {
      ...app.collector,
      fetch: async (request: Request) => {
        if (isCut && request.method === 'PUT') throw new TypeError('offline');
        return fetch(request);
      },
    };
    const people = new PlayedPeople({ ...app, collector });
    const ana = people.openBrowser().openTab(await app.token('ana'));
    await people.done(ana.decide({ purposes: ['improve'] }));
    await people.moveBy(5_000);
    isCut = true;
    await people.done(ana.decide('deny'));
    await people.moveBy(1_000);
    await people.done(ana.decide({ purposes: ['improve'] }));
    await people.done(ana.track('page.view', { path: '/b' }));
    await people.moveBy(1_000);
    isCut = false;
    await people.moveBy(120_000);
    expect(await people.done(ana.status())).toMatchObject({ decision: 'granted', effective: 'collecting' });
    expect(await storedIn(people)).toEqual(['/b']);
  });

  it('P4 a page that says nobody is signed in ends whoever was there; one that says nothing yet does not', async () => {
    const app = openApp();
    const people = new PlayedPeople(app);
    const [waiting, left, granted] = [people.openBrowser(), people.openBrowser(), people.openBrowser()];
    const rui = waiting.openTab(await app.token('rui'));
    await people.done(rui.track('page.view', { path: '/of-rui' }));
    await people.done(waiting.openTab().status());
    await people.done(rui.decide({ purposes: ['improve'] }));
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual(['/of-rui']);

    const eva = left.openTab(await app.token('eva'));
    await people.done(eva.track('page.view', { path: '/of-eva' }));
    await people.done(left.openTab(null).status());
    expect(await people.done(eva.track('page.view', { path: '/late' }))).toMatchObject({ dropped: expect.any(String) });
    const again = left.openTab(await app.token('eva'));
    await people.done(again.decide({ purposes: ['improve'] }));
    await people.moveBy(5_000);
    expect(await storedIn(people)).toEqual(['/of-rui']);

    const ana = granted.openTab(await app.token('ana'));
    await people.done(ana.decide({ purposes: ['improve'] }));
    await people.done(ana.track('page.view', { path: '/of-ana' }));
    await people.moveBy(5_000);
    await people.done(granted.openTab(null).status());
    expect(await people.done(ana.track('page.view', { path: '/late' }))).toMatchObject({ dropped: expect.any(String) });
    await people.moveBy(60_000);
    const back = granted.openTab(await app.token('ana'));
    expect(await people.done(back.status())).toMatchObject({ decision: 'granted', effective: 'collecting' });
    await people.moveBy(60_000);
    expect(await storedIn(people)).toEqual(['/of-ana', '/of-rui']);
  });

  it('T-35 sends later what a busy machine had no time for, without waiting for another reason', async () => {
    const app = openApp();
    const people = new PlayedPeople(app);
    const ana = people.openBrowser().openTab(await app.token('ana'));
    await people.done(ana.decide({ purposes: ['improve'] }));
    await people.moveBy(5_000);
    const paths: string[] = [];
    for (let look = 1; look <= 16; look++) {
      await people.done(ana.track('page.view', { path: `/a${look}` }));
      paths.push(`/a${look}`);
      // Whatever it interrupts, a lease that ran out is asked for again.
      people.slowLook = look;
      await people.moveBy(5_000);
      expect(await storedIn(people)).toEqual([...paths].sort());
    }
  });
});
