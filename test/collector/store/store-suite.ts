/** Every store must pass this, unchanged. */

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, type ConsentRecord, OTHER, type Store } from '../../../collector/store/store.ts';
import type { WireEvent } from '../../../contract/wire.ts';

const SITE = 'https://shop.example/askfirst';
const OTHER_SITE = 'https://forge.example/askfirst';
const DAY = '2026-11-20';

/** Opens stores on a place of its own, empty at first; `reopen` opens what was stored there before. */
export interface StorePlace {
  open(): Store;
}

/** An event with a random id, unless one is given. */
export function event(changes: Partial<WireEvent> = {}): WireEvent {
  return {
    metric: 'page.view',
    day: DAY,
    id: randomBytes(16).toString('hex'),
    properties: { path: '/hats' },
    ...changes,
  };
}

/** A record of a yes. */
export function consent(changes: Partial<ConsentRecord> = {}): ConsentRecord {
  return {
    recordId: randomBytes(16).toString('hex'),
    day: DAY,
    purposes: ['improve'],
    scope: 1,
    notice: 'ab'.repeat(32),
    language: 'en',
    method: 'banner',
    includesEarlier: false,
    receiptKey: randomBytes(32).toString('base64url'),
    ...changes,
  };
}

const anyProperties = fc.dictionary(
  fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/),
  fc.oneof(
    fc.boolean(),
    fc.nat(),
    fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    // No minus nought, which JSON does not tell from nought either.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  ),
  { maxKeys: 6 },
);

/** Runs the suite on one driver. `makePlace` is called once per test; what it opens is closed by the test. */
export function describeStore(driver: string, makePlace: () => StorePlace): void {
  /** A place with an open store; the store is closed whatever the test does. */
  const withStore = async (run: (store: Store, place: StorePlace) => Promise<void>): Promise<void> => {
    const place = makePlace();
    const store = place.open();
    try {
      await run(store, place);
    } finally {
      await store.close();
    }
  };

  describe(`store: ${driver}`, () => {
    it('groups what it stored by metric and properties, and counts first flags', () =>
      withStore(async (store) => {
        await store.append(SITE, [
          event({ first: true }),
          event(),
          event({ properties: { path: '/coats' }, first: true }),
          event({ metric: 'visit.start', properties: {} }),
        ]);
        const groups = await store.readDay(SITE, DAY);
        expect([...groups].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
          { metric: 'page.view', properties: { path: '/coats' }, count: 1, firsts: 1 },
          { metric: 'page.view', properties: { path: '/hats' }, count: 2, firsts: 1 },
          { metric: 'visit.start', properties: {}, count: 1, firsts: 0 },
        ]);
        expect(await store.readDay(SITE, DAY, 'visit.start')).toEqual([
          { metric: 'visit.start', properties: {}, count: 1, firsts: 0 },
        ]);
        expect(await store.readDay(SITE, DAY, 'never.seen')).toEqual([]);
      }));

    it('P10 counts an event once however often and in whatever company it comes', () =>
      withStore(async (store) => {
        const [one, two] = [event(), event()];
        await store.append(SITE, [one]);
        await Promise.all([store.append(SITE, [one, two]), store.append(SITE, [two]), store.append(SITE, [one])]);
        expect(await store.readDay(SITE, DAY)).toMatchObject([{ count: 2 }]);
      }));

    it('P10 still has every acknowledged event after it was closed and opened again', async () => {
      const place = makePlace();
      const first = place.open();
      await Promise.all(Array.from({ length: 20 }, () => first.append(SITE, [event(), event()])));
      await first.close();
      const second = place.open();
      expect(await second.readDay(SITE, DAY)).toMatchObject([{ count: 40 }]);
      await second.close();
    });

    it('keeps sites apart', () =>
      withStore(async (store) => {
        await store.append(SITE, [event()]);
        await store.append(OTHER_SITE, [event(), event()]);
        expect(await store.readDay(SITE, DAY)).toMatchObject([{ count: 1 }]);
        expect(await store.readDay(OTHER_SITE, DAY)).toMatchObject([{ count: 2 }]);
        expect(await store.readSites()).toEqual([OTHER_SITE, SITE].sort());
      }));

    it('knows nothing of a site, a day or a metric it never saw', () =>
      withStore(async (store) => {
        await store.append(SITE, [event()]);
        expect(await store.readDay('https://nowhere.example/askfirst', DAY)).toEqual([]);
        expect(await store.readDay(SITE, '2026-11-19')).toEqual([]);
        expect(await store.readCells(SITE, 'no.metric', DAY, DAY)).toEqual([]);
        expect(await store.readDaysWithEvents('https://nowhere.example/askfirst', DAY, DAY)).toEqual([]);
      }));

    it('names the days that have events, oldest first, both ends included', () =>
      withStore(async (store) => {
        for (const day of ['2026-11-20', '2026-11-17', '2026-11-22', '2026-11-18']) {
          await store.append(SITE, [event({ day })]);
        }
        expect(await store.readDaysWithEvents(SITE, '2026-11-17', '2026-11-20')).toEqual([
          '2026-11-17',
          '2026-11-18',
          '2026-11-20',
        ]);
        expect(await store.readDaysWithEvents(SITE, '1970-01-01', '2026-11-17')).toEqual(['2026-11-17']);
      }));

    it('gives back properties as they came, whatever their type and order', () =>
      withStore(async (store) => {
        let number = 0;
        await fc.assert(
          fc.asyncProperty(anyProperties, async (properties) => {
            const site = `https://shop-${++number}.example/askfirst`;
            const reversed = Object.fromEntries(Object.entries(properties).reverse());
            await store.append(site, [event({ properties }), event({ properties: reversed })]);
            const [group, ...others] = await store.readDay(site, DAY);
            expect(others).toEqual([]);
            expect(group?.count).toBe(2);
            expect(Object.entries(group?.properties ?? {}).sort()).toEqual(Object.entries(properties).sort());
          }),
          { numRuns: 50 },
        );
      }));

    describe('rights', () => {
      const named = (events: readonly WireEvent[]) => events.map(({ day, metric, id }) => ({ day, metric, ids: [id] }));
      const erasure = { barredUntil: '2027-06', unknownUntil: '2027-01', openFrom: '2026-11-16', sweep: true };

      it('P8 reads back what is named as it was sent, and nothing for what is not there', () =>
        withStore(async (store) => {
          const own = event({
            hour: 7,
            first: true,
            session: 'ab'.repeat(16),
            sequence: 2,
            properties: { path: '/a', n: 1.5 },
          });
          await store.append(SITE, [own, event()]);
          expect(await store.readNamed(SITE, [...named([own]), ...named([event()])])).toEqual([own]);
          expect(await store.readNamed(SITE, [{ ids: [own.id] }])).toEqual([own]);
          expect(await store.readNamed(OTHER_SITE, named([own]))).toEqual([]);
        }));

      it('P9 erases what is named for good, tells what was there, and bars what was not', () =>
        withStore(async (store, place) => {
          const [own, late, other] = [event(), event(), event()];
          await store.append(SITE, [own, other]);
          expect(await store.erase(SITE, { ...erasure, named: named([own, late]) })).toEqual({
            events: { found: 1, removed: 1, remaining: 0, erasedBefore: 0 },
            barred: 2,
          });
          expect(await store.needsReplay()).toBe(false);
          await store.close();
          const again = place.open();
          expect((await again.append(SITE, [own, late, other])).dropped.map(({ reason }) => reason)).toEqual([
            'erased',
            'erased',
          ]);
          expect(await again.erase(SITE, { ...erasure, named: named([own, late]) })).toMatchObject({
            events: { found: 0, erasedBefore: 1 },
          });
          expect(await again.readNamed(SITE, named([own, late, other]))).toEqual([other]);
          await again.close();
        }));

      it('removes the record of a grant with its salt, for good, and leaves the commitment', () =>
        withStore(async (store) => {
          const [own, other] = [consent(), consent()];
          await store.appendConsent(SITE, own);
          await store.appendConsent(SITE, other);
          expect(await store.readConsents(SITE, own.receiptKey)).toEqual([own]);
          const result = await store.erase(SITE, { ...erasure, named: [], receiptKey: own.receiptKey });
          expect(result.consents).toEqual({ found: 1, removed: 1, remaining: 0, erasedBefore: 0 });
          expect(await store.readConsents(SITE, own.receiptKey)).toEqual([]);
          expect(await store.appendConsent(SITE, own)).toBe(false);
          expect(await store.appendConsent(SITE, other)).toBe(true);
          expect(await store.readConsentSites()).toEqual([SITE]);
          const [day] = await store.readCommitments(SITE, DAY, DAY);
          expect(day?.commitments).toHaveLength(2);
        }));

      it('expires one metric of one day and nothing else', () =>
        withStore(async (store) => {
          await store.append(SITE, [event(), event(), event({ day: '2026-11-19' }), event({ metric: 'visit.start' })]);
          expect(await store.expire(SITE, DAY, 'page.view')).toBe(2);
          expect(await store.readPairs(SITE, DAY)).toEqual([
            { day: '2026-11-19', metric: 'page.view' },
            { day: DAY, metric: 'visit.start' },
          ]);
          expect(await store.readPairs(SITE, '2026-11-19')).toHaveLength(1);
          expect(await store.countEvents(SITE, DAY, 'visit.start')).toBe(1);
        }));
    });

    describe('closing a day', () => {
      const cells: Cell[] = [
        { day: DAY, metric: 'page.view', value: '/hats', count: 30, firsts: 12 },
        { day: DAY, metric: 'page.view', value: OTHER, count: 9, firsts: 9 },
        { day: DAY, metric: 'visit.start', value: '', count: 14, firsts: 14 },
      ];

      it('publishes its cells once and for all', () =>
        withStore(async (store) => {
          expect(await store.closeDay(SITE, DAY, cells)).toBe(true);
          expect(await store.closeDay(SITE, DAY, [{ ...cells[0], count: 99 } as Cell])).toBe(false);
          expect(await store.readCells(SITE, 'page.view', DAY, DAY)).toEqual([cells[1], cells[0]]);
          expect(await store.readCells(SITE, 'visit.start', DAY, DAY)).toEqual([cells[2]]);
          expect(await store.readClosedDays(SITE, '2026-11-01', '2026-11-30')).toEqual([DAY]);
          expect(await store.readClosedDays(OTHER_SITE, '2026-11-01', '2026-11-30')).toEqual([]);
        }));

      it('orders published cells by day, then value', () =>
        withStore(async (store) => {
          await store.closeDay(SITE, '2026-11-19', [{ ...cells[0], day: '2026-11-19' } as Cell]);
          await store.closeDay(SITE, '2026-11-18', [{ ...cells[0], day: '2026-11-18' } as Cell]);
          const days = (await store.readCells(SITE, 'page.view', '2026-11-18', '2026-11-19')).map((cell) => cell.day);
          expect(days).toEqual(['2026-11-18', '2026-11-19']);
        }));

      it('a day without cells is closed all the same', () =>
        withStore(async (store) => {
          expect(await store.closeDay(SITE, DAY, [])).toBe(true);
          expect(await store.readClosedDays(SITE, DAY, DAY)).toEqual([DAY]);
        }));

      it('drops what comes for it afterwards with a reason, and stores the rest', () =>
        withStore(async (store) => {
          await store.append(SITE, [event()]);
          await store.closeDay(SITE, DAY, cells);
          const [late, timely] = [event(), event({ day: '2026-11-21' })];
          expect(await store.append(SITE, [late, timely])).toEqual({
            dropped: [{ id: late.id, reason: 'outside-clock-window' }],
          });
          expect(await store.readDay(SITE, DAY)).toMatchObject([{ count: 1 }]);
          expect(await store.readDay(SITE, '2026-11-21')).toMatchObject([{ count: 1 }]);
        }));

      it('two that close it at once: one does, the other hears that it was closed', () =>
        withStore(async (store) => {
          const answers = await Promise.all([store.closeDay(SITE, DAY, cells), store.closeDay(SITE, DAY, cells)]);
          expect(answers.sort()).toEqual([false, true]);
        }));
    });

    it('takes a consent twice and keeps one', () =>
      withStore(async (store) => {
        const record = consent();
        await Promise.all([store.appendConsent(SITE, record), store.appendConsent(SITE, record)]);
        await store.appendConsent(SITE, record);
      }));

    it('says that it can commit', () => withStore((store) => store.probe()));

    it('refuses after it was closed, and closes twice without harm', async () => {
      const store = makePlace().open();
      await store.append(SITE, [event()]);
      await Promise.all([store.close(), store.close()]);
      await expect(store.append(SITE, [event()])).rejects.toThrow('closed');
      await expect(store.readDay(SITE, DAY)).rejects.toThrow('closed');
    });

    it('answers everything it took before it was told to close', async () => {
      const place = makePlace();
      const store = place.open();
      const taken = Promise.all(Array.from({ length: 50 }, () => store.append(SITE, [event()])));
      const closed = store.close();
      await Promise.all([taken, closed]);
      const again = place.open();
      expect(await again.readDay(SITE, DAY)).toMatchObject([{ count: 50 }]);
      await again.close();
    });
  });
}
