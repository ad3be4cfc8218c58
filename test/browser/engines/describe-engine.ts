import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCEPT, clickButton, type Engine, linger, type Profile, REJECT, type Tab, until } from './engine.ts';
import { type ShopServer, startShopServer } from './shop-server.ts';

interface PageStatus {
  readonly decision: string;
  readonly effective: string;
  readonly buffered: number;
  readonly held: number;
  readonly storage: string;
}

const readStatus = (tab: Tab) => tab.run<PageStatus>('return askfirst.status()');
const readDatabases = async (tab: Tab) => {
  const names = await tab.run<string[]>('return (await indexedDB.databases()).map(({ name }) => name)');
  return names.map((name) => name.replace(/\|.*/, '')).sort();
};
const waiting = (tab: Tab, count: number) =>
  until(`${count} events to wait`, async () => (await readStatus(tab)).buffered >= count);
/** What the visit tells comes later, so a page view is told by its name. */
const viewsWaiting = (tab: Tab, count: number) =>
  until(`${count} page views to wait`, async () => {
    const metrics = await tab.run<string[]>('return (await askfirst.buffered()).map(({ event }) => event.metric)');
    return metrics.filter((metric) => metric === 'page.view').length >= count;
  });
const onlyDecisionLeft = (tab: Tab) =>
  until('only the decision to be left', async () => (await readDatabases(tab)).join() === 'askfirst-decision');

/** What must hold in every engine, by a hand on real buttons, built files, the demo shop and a real collector. */
export function describeEngine(name: string, open: () => Promise<Engine>): void {
  describe(name, () => {
    let engine: Engine;
    let shop: ShopServer;
    let profile: Profile;
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => engine?.close());
    beforeEach(async () => {
      shop = await startShopServer();
      profile = await engine.openFresh();
    });
    afterEach(async () => {
      await profile?.close();
      await shop?.close();
    });
    const page = (path: string) => shop.url + path;
    /** Events that were sent, each once. */
    const sentIds = (metric?: string) => [
      ...new Set(shop.events().flatMap((event) => (metric && event.metric !== metric ? [] : [event.id]))),
    ];
    /** Something was sent, and all of it is stored and held. A visit goes on telling, so all is looked at until it agrees. */
    const allStored = (tab: Tab) =>
      until('all to be sent, stored and held', async () => {
        const { buffered, held } = await readStatus(tab);
        const sent = sentIds().length;
        return sent > 0 && buffered === 0 && held === sent && (await shop.countStored()) === sent;
      });

    it('P1 FE-1 sends nothing before a yes, and what waited once it is there', async () => {
      const tab = await profile.openTab(page('/'));
      await viewsWaiting(tab, 1);
      await tab.goTo(page('/guide'));
      await viewsWaiting(tab, 2);
      await linger();
      expect(shop.posts).toEqual([]);
      expect(await readStatus(tab)).toMatchObject({
        decision: 'undecided',
        effective: 'buffering',
        storage: 'indexeddb',
      });
      await clickButton(tab, ACCEPT);
      await allStored(tab);
      expect((await readStatus(tab)).decision).toBe('granted');
      expect(shop.posts[0]?.path).toBe('/askfirst/consent');
      expect(sentIds('page.view')).toHaveLength(2);
    });

    it('P2 FE-1 keeps a no quiet: nothing posted, nothing left but the decision', async () => {
      const tab = await profile.openTab(page('/'));
      await waiting(tab, 1);
      await clickButton(tab, REJECT);
      // The status says no before the disk does, and a page that is left meanwhile takes it along.
      await onlyDecisionLeft(tab);
      await tab.goTo(page('/guide'));
      expect(await tab.run("return askfirst.track('page.view', { path: '/guide' })")).toEqual({ dropped: 'denied' });
      await linger();
      expect(shop.posts).toEqual([]);
      expect(await readDatabases(tab)).toEqual(['askfirst-decision']);
      expect(await readStatus(tab)).toMatchObject({ decision: 'denied', effective: 'off', buffered: 0, held: 0 });
    });

    it('keeps what waits across a reload while undecided', async () => {
      const tab = await profile.openTab(page('/'));
      await waiting(tab, 1);
      const before = (await readStatus(tab)).buffered;
      await tab.reload();
      await waiting(tab, before + 1);
      await linger();
      expect(shop.posts).toEqual([]);
      expect(await readStatus(tab)).toMatchObject({ decision: 'undecided', effective: 'buffering' });
    });

    it('heeds a yes and a no of one tab in the other', async () => {
      const first = await profile.openTab(page('/'));
      const second = await profile.openTab(page('/guide'));
      await viewsWaiting(second, 2);
      await clickButton(second, ACCEPT);
      await until('the yes in the first tab', async () => (await readStatus(first)).decision === 'granted');
      await allStored(first);
      const ids = shop.events().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      await second.run("return askfirst.decide('deny')");
      const posted = shop.posts.length;
      await until('the no in the first tab', async () => (await readStatus(first)).decision === 'denied');
      expect(await first.run("return askfirst.track('page.view', { path: '/' })")).toEqual({ dropped: 'denied' });
      await linger();
      expect(shop.posts.slice(posted).map(({ path }) => path)).not.toContain('/askfirst/events');
    });

    it('P8 erases what was sent while the yes stands, and takes a certificate for it', async () => {
      const tab = await profile.openTab(page('/'));
      await clickButton(tab, ACCEPT);
      await allStored(tab);
      const sent = sentIds();
      expect(await shop.countStored(sent)).toBe(sent.length);
      const outcome = await tab.run<{ state?: string; certificate?: string }>('return askfirst.erase()');
      expect(outcome.state).toBe('confirmed');
      expect(outcome.certificate?.split('.')).toHaveLength(3);
      expect(await shop.countStored(sent)).toBe(0);
      expect(await readStatus(tab)).toMatchObject({ decision: 'granted', effective: 'collecting' });
    });

    it('P2 takes a no after a yes for a withdrawal: what was sent is erased, and nothing is left but the decision', async () => {
      const tab = await profile.openTab(page('/'));
      await clickButton(tab, ACCEPT);
      await allStored(tab);
      await tab.run("return askfirst.decide('deny')");
      expect(await readStatus(tab)).toMatchObject({ decision: 'denied', effective: 'off', buffered: 0 });
      await onlyDecisionLeft(tab);
      expect(await shop.countStored()).toBe(0);
      const sent = shop.events().length;
      await tab.goTo(page('/guide'));
      await linger();
      expect(shop.events()).toHaveLength(sent);
    });

    it('loses nothing at page hide after a yes, and counts it once', async () => {
      const tab = await profile.openTab(page('/'));
      await clickButton(tab, ACCEPT);
      await allStored(tab);
      const before = sentIds('page.view').length;
      for (const path of ['/guide', '/about', '/']) {
        await tab.goTo(page(path));
        // Not a moment longer than until it is noted: the next page hides this one before it has been sent.
        await tab.run("return askfirst.track('page.view', { path: '/leaving' })");
      }
      await allStored(tab);
      expect(sentIds('page.view').length - before).toBe(6);
    });
  });
}
