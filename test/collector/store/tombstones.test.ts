import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openConnection } from '../../../collector/store/sqlite/connection.ts';
import { prepareTombstones } from '../../../collector/store/sqlite/schema.ts';
import { openTombstones } from '../../../collector/store/sqlite/tombstones.ts';

const SITE = 'https://shop.example/askfirst';

it('T-71 commits and syncs for what was erased before just as for what nobody ever heard of', () => {
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-tombstones-'));
  const connection = openConnection(join(folder, 'tombstones.sqlite'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  prepareTombstones(connection);
  const tombstones = openTombstones(connection, 'a key');
  onTestFinished(() => tombstones.close());
  const askFor = (name: string, isFound: boolean) => {
    connection.pragma('wal_checkpoint(TRUNCATE)');
    const before = tombstones.mark();
    expect(tombstones.bar(SITE, [{ kind: 'event', name, isFound, until: '2027-05' }])).toHaveLength(1);
    // The mark is what makes the events' own file be written as well.
    expect(tombstones.mark().equals(before)).toBe(false);
    // What the engine answers: busy or not, pages in the log, pages copied.
    const [state] = connection.pragma('wal_checkpoint(PASSIVE)') as { log: number }[];
    expect(state?.log).toBeGreaterThan(0);
  };
  askFor('ab'.repeat(16), true);
  askFor('ab'.repeat(16), false);
  askFor('cd'.repeat(16), false);
  askFor('cd'.repeat(16), false);
});
