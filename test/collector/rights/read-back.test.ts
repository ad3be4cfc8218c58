import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openConnection } from '../../../collector/store/sqlite/connection.ts';
import { type OpenCollector, openCollector } from '../receive/open-collector.ts';
import { consentOf, erase, ofEvents, ownEvent, toHeld } from './claimant.ts';

/** Runs SQL in one of the store's files beside the running collector, as whoever holds the disk could. */
function alter(open: OpenCollector, file: 'events' | 'consents', sql: string): void {
  const connection = openConnection(join(open.folder, `${file}.sqlite`));
  connection.exec(sql);
  connection.close();
}

describe('what was to be removed is looked up again before it is certified', () => {
  it('P12 certifies as provisional an event that SQLite was told to delete and kept, and as final once it has gone', async () => {
    const open = openCollector();
    const [stubborn, other] = [ownEvent(), ownEvent()];
    await open.postEvents([stubborn.event, other.event]);
    alter(
      open,
      'events',
      `CREATE TRIGGER stubborn BEFORE DELETE ON events WHEN old.id = x'${stubborn.event.id}' BEGIN SELECT RAISE(IGNORE); END`,
    );
    const first = await erase(open, toHeld([stubborn, other]));
    expect(first).toMatchObject({ state: 'provisional', named: 2, barred: 2 });
    expect(ofEvents(first)).toMatchObject({ found: 2, removed: 1, remaining: 1 });
    expect(await open.stored()).toMatchObject([{ count: 1 }]);

    alter(open, 'events', 'DROP TRIGGER stubborn');
    const second = await erase(open, toHeld([stubborn, other]));
    expect(second.state).toBe('final');
    expect(ofEvents(second)).toMatchObject({ found: 1, removed: 1, remaining: 0, erasedBefore: 1 });
    expect(await open.stored()).toEqual([]);
  });

  it('P12 certifies as provisional a withdrawal whose record of the consent is still there', async () => {
    const open = openCollector();
    const { body, receiptSecret } = await consentOf(open);
    expect((await open.post('consent', body)).status).toBe(201);
    alter(open, 'consents', 'CREATE TRIGGER stubborn BEFORE DELETE ON consents BEGIN SELECT RAISE(IGNORE); END');
    const first = await erase(open, [], { kind: 'withdraw', receiptSecret });
    expect(first.state).toBe('provisional');
    expect(first.stores).toContainEqual({ store: 'consents', found: 1, removed: 0, remaining: 1, erasedBefore: 0 });

    alter(open, 'consents', 'DROP TRIGGER stubborn');
    const second = await erase(open, [], { kind: 'withdraw', receiptSecret });
    expect(second.state).toBe('final');
    expect(second.stores).toContainEqual({ store: 'consents', found: 1, removed: 1, remaining: 0, erasedBefore: 0 });
  });
});
