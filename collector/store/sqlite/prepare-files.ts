/**
 * Makes the files of a data folder what this release needs: new ones are made, older ones copied and then migrated.
 * Nobody else may have them open.
 */

import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openConnection } from './connection.ts';
import { syncToDisk } from './fair-copy.ts';
import { migrate, readVersion, requireKnownVersion } from './migrate.ts';
import { MIGRATIONS, STORE_FILES, type StoreFile } from './schema.ts';

/** Folder in the data folder with the files as they were before the last upgrades. */
export const BEFORE_UPGRADE_FOLDER = 'before-upgrade';

/**
 * How long such a copy is kept, in days. Our choice: long enough to notice that an upgrade went wrong, and shorter
 * than any life of backups that a site would state (`storage.backupMaxDays`), because erasures do not reach it.
 */
export const KEEP_COPY_DAYS = 7;

/** Where and when; a test hears of each step. */
export interface PrepareParts {
  readonly folder: string;
  readonly nowMs: number;
  readonly onStep?: () => void;
}

/** Refuses all of them before it touches one, if one is of a newer release. */
export function prepareFiles({ folder, nowMs, onStep }: PrepareParts): void {
  const plans = STORE_FILES.map((file) => ({ file, migrations: MIGRATIONS[file], ...(onStep ? { onStep } : {}) }));
  const versions = plans.map((plan) => {
    const version = existsSync(join(folder, plan.file)) ? readVersionOf(join(folder, plan.file)) : 0;
    requireKnownVersion(version, plan);
    return version;
  });
  for (const [at, plan] of plans.entries()) {
    const version = versions[at] ?? 0;
    if (version > 0 && version < plan.migrations.length) copyBefore({ folder, nowMs, ...plan }, version);
  }
  for (const plan of plans) {
    const connection = openConnection(join(folder, plan.file));
    try {
      migrate(connection, plan);
    } finally {
      connection.close();
    }
  }
}

/** Deletes copies that are older than they may be. @returns their names */
export function removeOldCopies(folder: string, nowMs: number): readonly string[] {
  const copies = join(folder, BEFORE_UPGRADE_FOLDER);
  const oldest = new Date(nowMs - KEEP_COPY_DAYS * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const names = existsSync(copies) ? readdirSync(copies) : [];
  // What does not end with a day is half of a copy.
  const old = names.filter((name) => (/\d{4}-\d\d-\d\d$/.exec(name)?.[0] ?? '') < oldest);
  for (const name of old) rmSync(join(copies, name));
  return old;
}

function readVersionOf(path: string): number {
  const connection = openConnection(path);
  try {
    return readVersion(connection);
  } finally {
    connection.close();
  }
}

/** The copy is whole and on disk before anything is changed. One of the same day is made anew: nothing was changed since. */
function copyBefore(
  { folder, file, nowMs, onStep }: PrepareParts & { readonly file: StoreFile },
  version: number,
): void {
  const copies = join(folder, BEFORE_UPGRADE_FOLDER);
  mkdirSync(copies, { recursive: true, mode: 0o700 });
  const path = join(copies, `${file}.v${version}.${new Date(nowMs).toISOString().slice(0, 10)}`);
  const begun = join(copies, `${file}.begun`);
  closeSync(openSync(begun, 'w', 0o600));
  const connection = openConnection(join(folder, file));
  try {
    onStep?.();
    connection.prepare('VACUUM INTO ?').run(begun);
  } finally {
    connection.close();
  }
  syncToDisk(begun);
  onStep?.();
  renameSync(begun, path);
  syncToDisk(copies);
}
