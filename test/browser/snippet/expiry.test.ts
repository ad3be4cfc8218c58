import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { context, prepareStage, wire } from './stage.ts';
import { accept, status, until, untilBuffered, untilPosted, visit } from './visitor.ts';
import { collectorAnswer } from './wire-server.ts';

prepareStage();
beforeEach(() => {
  // What is told after ten seconds would be counted on a slow machine only.
  wire.onConsent = () => collectorAnswer(201, { receipt: 'a.b.c' });
  wire.onEvents = stored;
});

/** Tells no time of its own, since each page here has another. */
const stored = () => collectorAnswer(202, { dropped: [] });

/** A page whose clock begins at this instant and goes on from there. */
const visitAt = (instant: string, path: string) =>
  visit(context, wire, path, (page: Page) =>
    page.addInitScript(
      `{ const atMs = Date.parse('${instant}') - performance.now(); Date.now = () => atMs + performance.now(); }`,
    ),
  );
const itemsIn = (bodies: readonly { readonly body: string }[]) =>
  bodies.flatMap(({ body }) =>
    (JSON.parse(body) as { events: { properties: { items?: number } }[] }).events.flatMap(
      ({ properties }) => properties.items ?? [],
    ),
  );

it('UI-C2 UI-C4 an expired yes stops sending at once; the next yes does not send what the old one covered', async () => {
  const first = await visitAt('2026-01-10T12:00:00Z', '/');
  await untilBuffered(first, 3);
  await accept(first);
  await untilPosted(wire, 3);
  await untilBuffered(first, 0);
  await first.close();

  // The last evening of the six months; a visit in between has extended nothing.
  const evening = await visitAt('2026-07-09T18:00:00Z', '/evening');
  await until(
    () => wire.uniqueEvents().length,
    (count) => count >= 6,
  );
  await untilBuffered(evening, 0);
  // Asked to come back in an hour, it leaves the event where it is.
  wire.onEvents = () => collectorAnswer(503, {}, { 'Retry-After': '3600' });
  expect(await evening.evaluate(() => window.askfirst('test.count', { items: 1 }))).toEqual({ recorded: true });
  await until(
    () => itemsIn(wire.posts('events')),
    (items) => items.includes(1),
  );
  expect((await status(evening)).buffered).toBe(1);
  await evening.close();
  wire.onEvents = stored;

  const { length } = wire.posts('events');
  const morning = await visitAt('2026-07-10T08:00:00Z', '/morning');
  await morning.waitForSelector('#accept');
  const { decision, reason, effective } = await status(morning);
  expect({ decision, reason, effective }).toEqual({ decision: 'undecided', reason: 'expired', effective: 'buffering' });
  expect(await morning.evaluate(() => window.askfirst('test.count', { items: 2 }))).toEqual({ recorded: true });
  await morning.evaluate(() => window.askfirst.flush());
  expect(wire.posts('events')).toHaveLength(length);

  await accept(morning);
  await until(
    () => itemsIn(wire.posts('events').slice(length)),
    (items) => items.includes(2),
  );
  await untilBuffered(morning, 0);
  expect(new Set(itemsIn(wire.posts('events').slice(length)))).toEqual(new Set([2]));
  expect((await status(morning)).dropped).toEqual({ 'epoch-over': 1 });
});
