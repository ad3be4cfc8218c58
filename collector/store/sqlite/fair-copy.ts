/**
 * Writes a file anew so that it is a function of what it says and of nothing else (design 8): names numbered in the
 * order of their letters, rows in the order of their keys, every page filled from the first, none freed. Two files
 * that say the same become the same bytes, in whatever order and batches it came.
 */

import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { type Connection, openConnection, openReadConnection } from './connection.ts';
import { areNamesInOrder, carryNames, type FilePair, toExpression } from './name-numbers.ts';
import { readTableShapes } from './table-shapes.ts';

/** Where the copy of a file lies until it takes the file's place. */
export function fairCopyPath(path: string): string {
  return `${path}.new`;
}

/** A copy whose names have their new numbers, but whose pages lie as they came. */
function draftPath(path: string): string {
  return `${path}.draft`;
}

/** Deletes copies that never took their file's place, with what the engine left beside them. */
export function removeFairCopy(path: string): void {
  for (const copy of [fairCopyPath(path), draftPath(path)]) remove(copy);
}

/** Copies a file that others may be writing; the copy says what the file said at one moment, and is synced. */
export function writeFairCopy(path: string): void {
  removeFairCopy(path);
  const source = openReadConnection(path);
  try {
    if (areNamesInOrder(source)) {
      pack(source, fairCopyPath(path));
      return;
    }
  } finally {
    source.close();
  }
  const draft = openConnection(draftPath(path));
  try {
    writeDraft(draft, path);
    pack(draft, fairCopyPath(path));
  } finally {
    draft.close();
    remove(draftPath(path));
  }
}

/** Asks the disk to have a file, or the names in a folder, before anything else happens. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** SQLite's own packing: every table in the order of its key, into a file that has never been anything else. */
function pack(connection: Connection, path: string): void {
  // There before, so that it is its owner's only.
  closeSync(openSync(path, 'w', 0o600));
  // What a page does not use is written as noughts.
  connection.pragma('secure_delete = ON');
  connection.prepare('VACUUM INTO ?').run(path);
  const copy = openConnection(path);
  // Each packing counts this on, so that it would tell the number of nights. Only the unsafe mode may set it.
  copy.unsafeMode();
  copy.pragma('schema_version = 1');
  copy.close();
  syncToDisk(path);
}

function writeDraft(draft: Connection, path: string): void {
  // Nobody needs it when it is not whole.
  draft.pragma('journal_mode = OFF');
  draft.pragma('synchronous = OFF');
  draft.prepare('ATTACH ? AS source').run(path);
  const pair: FilePair = { connection: draft, from: 'source', to: 'main' };
  // The first statement that reads the source fixes the moment.
  draft.transaction(() => {
    copySchema(draft);
    carryNames(pair);
    for (const table of readTableShapes(draft, 'source')) {
      const values = table.columns.map((column) => toExpression(column, table)).join(', ');
      draft.exec(`INSERT INTO main.${table.name} SELECT ${values} FROM source.${table.name}`);
    }
  })();
  draft.exec('DETACH source');
}

function copySchema(draft: Connection): void {
  const statements = draft
    .prepare<[], string>(
      "SELECT sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
    )
    .pluck()
    .all();
  for (const statement of statements) draft.exec(statement);
  for (const name of ['user_version', 'application_id']) {
    draft.pragma(`main.${name} = ${Number(draft.pragma(`source.${name}`, { simple: true }))}`);
  }
}

function remove(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(path + ending, { force: true });
}
