import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import { accept, status, until, untilBuffered, untilPosted, visit } from './visitor.ts';
import { withoutSeconds } from './wire-server.ts';

prepareStage();
beforeEach(() => {
  // What is told after ten seconds would be counted on a slow machine only.
  wire.site = withoutSeconds();
});

const untilEmpty = (page: Page) => untilBuffered(page, 0);

/** A visitor who said yes and whose first events have arrived. */
async function collecting(): Promise<Page> {
  const page = await visit(context, wire);
  await untilBuffered(page, 3);
  await accept(page);
  await untilPosted(wire, 3);
  await untilEmpty(page);
  return page;
}

/** What arrived of `test.count` and `test.note`, each id once. */
const arrived = () => wire.uniqueEvents().flatMap(({ properties }) => properties.items ?? []);

describe('how much is sent at once', () => {
  it('T-36 another script uses up the keepalive allowance: our events are kept and arrive', async () => {
    const page = await collecting();
    // Held until the end of the test.
    await page.route('**/hog', () => undefined);
    const second = await page.evaluate(async () => {
      const post = (bytes: number) => fetch('/hog', { method: 'POST', keepalive: true, body: 'x'.repeat(bytes) });
      void post(65_000).catch(() => undefined);
      return post(1_000).then(
        () => 'sent',
        () => 'refused',
      );
    });
    // The allowance is used up.
    expect(second).toBe('refused');
    await page.evaluate(() =>
      Promise.all(Array.from({ length: 50 }, (_, items) => window.askfirst('test.count', { items }))),
    );
    await until(
      () => arrived().length,
      (count) => count >= 50,
    );
    await untilEmpty(page);
    expect((await status(page)).dropped).toEqual({});
  });
});
