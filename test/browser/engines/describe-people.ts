import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { ACCEPT, clickButton, type Engine, linger, type Profile, REJECT, type Tab, until } from './engine.ts';
import { type ForgeServer, startForgeServer } from './forge-server.ts';

interface PageStatus {
  readonly decision: string;
  readonly effective: string;
  readonly reason: string;
  readonly buffered: number;
  readonly held: number;
}

/** What a page answers well within; one that is being left never answers. */
const ANSWER_MS = 5_000;

/** Signed-in people in any engine: a hand on real buttons, the demo forge, a real collector. */
export function describePeople(name: string, open: () => Promise<Engine>): void {
  describe(`people in ${name}`, () => {
    let engine: Engine;
    let forge: ForgeServer;
    let profile: Profile;
    let tab: Tab;
    /** What was done and when, for whoever reads of a failure. */
    let steps: string[];
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => engine?.close());
    beforeEach(async () => {
      steps = [];
      forge = await startForgeServer();
      profile = await engine.openFresh();
      tab = await profile.openTab(`${forge.url}/`);
      await arrived();
    });
    afterEach(async () => {
      await profile?.close();
      await forge?.close();
    });

    const step = (what: string) => steps.push(`${Math.round(performance.now())} ms: ${what}`);
    const tellSteps = () => onTestFailed(() => console.error(steps.join('\n')));
    /** What the page says; undefined while it is being left, when an engine may also give no answer at all. */
    const ask = async <Result>(body: string): Promise<Result | undefined> => {
      const answered = new AbortController();
      // Nobody waits for it any more once it is called off.
      const silence = wait(ANSWER_MS, undefined, { signal: answered.signal }).catch(() => undefined);
      const answer = tab.run<Result>(body).catch((error: unknown) => void step(`no answer: ${String(error)}`));
      const said = await Promise.race([answer, silence]);
      answered.abort();
      return said ?? undefined;
    };
    const readStatus = () => ask<PageStatus>('return askfirst.status()');
    const arrived = () =>
      until('a page with the script', async () =>
        Boolean(await ask("return !window.isLeft && document.readyState === 'complete' && !!window.askfirst?.status")),
      );
    /** Presses a button whose form goes to another page. */
    const leaveBy = async (button: string) => {
      step(button);
      await tab.run('window.isLeft = true');
      await clickButton(tab, button);
      await arrived();
    };
    const stands = async (wanted: Partial<PageStatus>) => {
      step(`waits for ${JSON.stringify(wanted)}`);
      await until(JSON.stringify(wanted), async () => {
        const status = await readStatus();
        // The keys are those of the status.
        return Object.entries(wanted).every(([key, value]) => status?.[key as keyof PageStatus] === value);
      });
    };
    const answer = async (button: string, decision: string) => {
      step(button);
      await clickButton(tab, button);
      await stands({ decision });
    };
    /** All that was sent, and nothing else, is stored. */
    const sent = async () => {
      step('waits for what is sent');
      await until('all to be sent and stored', async () => {
        const status = await readStatus();
        return status !== undefined && status.buffered === 0 && status.held > 0 && status.held === forge.countStored();
      });
    };
    /** Names of databases; who a person is stands in them as a digest. */
    const readDatabases = async () =>
      (await ask<string[]>('return (await indexedDB.databases()).map(({ name }) => name)')) ?? ['no answer'];

    it('P4 collects after the person’s own yes, told once', async () => {
      tellSteps();
      await stands({ effective: 'off', reason: 'not-identified' });
      await leaveBy('Sign in as Ana Silva');
      await stands({ decision: 'undecided', effective: 'buffering' });
      await linger();
      expect(forge.told).toEqual([]);
      await answer(ACCEPT, 'granted');
      await sent();
      expect(forge.told.slice(0, 4)).toEqual(['consent', 'preference', 'pass', 'events']);
      expect(forge.countStanding()).toBe(1);
    });

    it('P2 P4 tells a no once, and keeps and sends nothing else', async () => {
      tellSteps();
      await leaveBy('Sign in as Rui Costa');
      await answer(REJECT, 'denied');
      step('waits for the no to be told');
      await until('the no to be told', () => forge.told.length === 1);
      // By name: while some are still to be made and others to be destroyed there may be two as well.
      await until('nothing to be left but the no', async () => {
        const names = (await readDatabases()).map((database) => database.replace(/\|.*/, ''));
        return names.sort().join() === 'askfirst-decision,askfirst-person';
      });
      await tab.goTo(`${forge.url}/service-desk`);
      await linger();
      expect(forge.told).toEqual(['preference']);
      expect([forge.countStanding(), forge.countStored()]).toEqual([0, 0]);
    });

    it('P4 lets nothing cross at sign-out and change of person, and destroys what waits undecided', async () => {
      tellSteps();
      await leaveBy('Sign in as Ana Silva');
      await answer(ACCEPT, 'granted');
      await sent();
      await leaveBy('Sign out');
      await stands({ effective: 'off', reason: 'not-identified' });

      const told = forge.told.length;
      const ofAna = await readDatabases();
      await leaveBy('Sign in as Rui Costa');
      await stands({ decision: 'undecided', effective: 'buffering', held: 0 });
      await until('something to wait', async () => ((await readStatus())?.buffered ?? 0) > 0);
      const [ofRui = 'none', ...more] = (await readDatabases()).filter(
        (database) => database.startsWith('askfirst-buffer') && !ofAna.includes(database),
      );
      expect([ofRui, more]).toEqual([expect.stringContaining('askfirst-buffer'), []]);
      await leaveBy('Sign out');
      await stands({ effective: 'off', reason: 'not-identified' });
      // What Ana decided and what is hers stays; what Rui left undecided is gone.
      expect(await readDatabases()).not.toContain(ofRui);
      await linger();
      // What the page that was left had recorded may still come in; whose it was is seen below.
      expect(forge.told.slice(told).filter((path) => path !== 'events')).toEqual([]);

      await leaveBy('Sign in as Ana Silva');
      await stands({ decision: 'granted', effective: 'collecting' });
      await sent();
      expect(forge.countStanding()).toBe(1);
    });
  });
}
