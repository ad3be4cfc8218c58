/**
 * A process in which retention runs on a folder's store and is killed once so many days have been removed.
 * Its arguments: folder, the time in milliseconds, after how many days. Prints how many days it found overdue.
 */
import { writeSync } from 'node:fs';
import { argv, kill, pid } from 'node:process';
import { findOverdue, keepRetention } from '../../../collector/rights/retention.ts';
import { openSqliteStore } from '../../../collector/store/sqlite/open-sqlite-store.ts';
import { registryFixture } from '../receive/registry-fixture.ts';

const store = openSqliteStore({ folder: argv[2] ?? '' });
const clock = { now: () => Number(argv[3]) };
const loaded = registryFixture();
writeSync(1, `${(await findOverdue({ store, loaded, clock })).length}`);
let days = 0;
await keepRetention({
  store: {
    ...store,
    async expire(site, day, metric) {
      const removed = await store.expire(site, day, metric);
      if (++days === Number(argv[4])) kill(pid, 'SIGKILL');
      return removed;
    },
  },
  loaded,
  clock,
});
writeSync(1, ' done');
