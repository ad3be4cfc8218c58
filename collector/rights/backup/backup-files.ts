/** Which files of a data folder a backup holds, and which belong to a running process only. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICES_FOLDER } from '../notices.ts';

/**
 * In this order, the tombstones last: a backup never holds events whose tombstones it lacks. Standing yeses of signed-in
 * people are not among them: an old one put back would overrule a no that came since (P4), so they are asked again.
 */
const DATABASES = ['events.sqlite', 'consents.sqlite', 'ledger.sqlite', 'tombstones.sqlite'];

/** The file that is worth a backup of its own, and often. */
export const TOMBSTONES = ['tombstones.sqlite', 'tombstone-key'];

/** Names that are of this moment and this machine: what was believed of the clock, the reserve, locks, halves of copies. */
const OF_THE_MOMENT =
  /^(?:in-use\.|reserve$|clock$|nightly-pass$|restore-in-progress$)|\.(?:new|draft|sqlite-wal|sqlite-shm|sqlite)$/;

/** Databases that are there, and all else that must come back with them; relative to the folder. */
export function listBackupFiles(folder: string, onlyTombstones: boolean) {
  const databases = DATABASES.filter((name) => existsSync(join(folder, name)));
  if (onlyTombstones) {
    return { databases: databases.filter((name) => TOMBSTONES.includes(name)), others: ['tombstone-key'] };
  }
  const notices = join(folder, NOTICES_FOLDER);
  const others = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !OF_THE_MOMENT.test(entry.name))
    .map((entry) => entry.name);
  const kept = existsSync(notices) ? readdirSync(notices).filter((name) => name.endsWith('.json')) : [];
  return { databases, others: [...others, ...kept.map((name) => `${NOTICES_FOLDER}/${name}`)].sort() };
}
