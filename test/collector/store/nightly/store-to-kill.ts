/**
 * A process that stores events and holds one nightly pass after another, until it is killed. Prints the ids that were
 * acknowledged, one a line, and `pass` when one has ended. Its argument is the folder.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { openSqliteStore } from '../../../../collector/store/sqlite/open-sqlite-store.ts';

const store = openSqliteStore({ folder: argv[2] ?? '' });
const event = (metric: string) => ({
  metric,
  day: '2026-11-20',
  id: randomBytes(16).toString('hex'),
  properties: { path: '/hats' },
});
const append = async () => {
  for (;;) {
    // Names come as well, so that the copy is renumbered now and then.
    const events = [event('page.view'), event(`kill.${randomBytes(1).toString('hex')}`)];
    await store.append('https://shop.example/askfirst', events);
    writeSync(1, events.map(({ id }) => `${id}\n`).join(''));
  }
};
const pass = async () => {
  for (;;) {
    await store.tidy();
    writeSync(1, 'pass\n');
  }
};
await Promise.all([append(), append(), pass()]);
