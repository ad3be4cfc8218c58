import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find, openTheatre, readNotes, type Theatre } from './theatre.ts';

/** Somebody who agreed to scope 1, where scope 3 is asked for now. */
const WIDENED = {
  agreedScope: 1,
  status: { decision: 'granted', reason: 'scope-outdated', purposes: ['improve'], decidedOn: '2026-11-20' },
  changes: [
    { scope: 2, text: 'New: Somebody put a thing into the cart.' },
    { scope: 3, text: 'Pier Hosting (PT) now handles the data too: backups.' },
  ],
  notes: 0,
};

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

describe('UI-C6 asked about a widening', () => {
  it('says what was accepted, what changed since, one sentence each, and what becomes of the old yes', () =>
    theatre.play(WIDENED, async (page) => {
      const region = find(page).region;
      await region
        .getByText(/^You accepted analytics on 20 November 2026|^You accepted analytics on November 20, 2026/)
        .waitFor();
      expect(await region.getByText('Until you answer, what you accepted before goes on').count()).toBe(1);
      expect(await region.locator('ul li').allTextContents()).toEqual(WIDENED.changes.map(({ text }) => text));
      // What would be a lie to somebody whose notes are sent.
      expect(await region.getByText('Nothing has been sent').count()).toBe(0);
      await find(page).accept.click();
      const { choices } = await readNotes(page);
      expect(choices).toEqual([{ choice: { purposes: ['improve'] }, method: 'banner', trusted: true }]);
    }));

  it('tells who agreed to a later scope of what came after that alone', () =>
    theatre.play({ ...WIDENED, agreedScope: 2 }, async (page) => {
      expect(await find(page).region.locator('ul li').allTextContents()).toEqual([WIDENED.changes[1]?.text]);
    }));

  it('tells nobody of changes who is asked for the first time', () =>
    theatre.play({ changes: WIDENED.changes }, async (page) => {
      expect(await find(page).region.getByText('Pier Hosting').count()).toBe(0);
      expect(await find(page).region.getByText('Nothing has been sent').count()).toBe(1);
    }));

  it('stays while the yes is outdated, whatever else is told, and goes when it was answered elsewhere', () =>
    theatre.play(WIDENED, async (page) => {
      await page.evaluate(() => (globalThis as unknown as { stage: { tell(): void } }).stage.tell());
      expect(await find(page).region.locator('ul').count()).toBe(1);
      await page.evaluate(() => {
        // The page's own global, written by host.js.
        const { stage } = globalThis as unknown as { stage: { status: { reason: string }; tell(): void } };
        stage.status.reason = 'granted';
        stage.tell();
      });
      await find(page).region.waitFor({ state: 'detached' });
    }));

  it('shows the list once, however often it is drawn again', () =>
    theatre.play({ ...WIDENED, view: 'choices', purposes: ['improve', 'plan'] }, async (page) => {
      await find(page).details.click();
      await page.getByRole('checkbox').first().check();
      await page.evaluate(() => {
        // Another day, by which the new drawing is told from the one before.
        const { stage } = globalThis as unknown as { stage: { status: { decidedOn: string }; tell(): void } };
        stage.status.decidedOn = '2026-11-21';
        stage.tell();
      });
      await find(page)
        .region.getByText(/21 November 2026|November 21, 2026/)
        .waitFor();
      expect(await find(page).region.getByText('Pier Hosting').count()).toBe(1);
    }));
});
