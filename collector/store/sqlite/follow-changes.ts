/**
 * Notes which rows change while a fair copy is being written, and brings the copy up to date. The notes are temporary
 * tables of the writer's connection, in memory, filled by temporary triggers: nothing that writes need know of them.
 */

import type { Connection } from './connection.ts';
import { fairCopyPath } from './fair-copy.ts';
import { carryNames, toExpression } from './name-numbers.ts';
import { readTableShapes, type TableShape } from './table-shapes.ts';

/** Begins; to be called before the copy is begun. */
export function followChanges(connection: Connection): void {
  // A row that gives way to another (INSERT OR REPLACE) is a change as well.
  connection.pragma('recursive_triggers = ON');
  for (const { name, key } of readTableShapes(connection, 'main')) {
    connection.exec(
      `CREATE TEMP TABLE changed_${name} (${key.join(', ')}, PRIMARY KEY (${key.join(', ')})) WITHOUT ROWID`,
    );
    const note = (row: 'NEW' | 'OLD') =>
      `INSERT OR IGNORE INTO changed_${name} VALUES (${key.map((column) => `${row}.${column}`).join(', ')});`;
    const notes = { INSERT: note('NEW'), DELETE: note('OLD'), UPDATE: note('OLD') + note('NEW') };
    for (const [event, statements] of Object.entries(notes)) {
      connection.exec(
        `CREATE TEMP TRIGGER follow_${name}_${event} AFTER ${event} ON main.${name} BEGIN ${statements} END`,
      );
    }
  }
}

/** Ends without a copy. Does nothing where nothing was begun. */
export function forgetChanges(connection: Connection): void {
  const drop = connection
    .prepare<[], string>(
      `SELECT 'DROP ' || type || ' temp.' || name FROM temp.sqlite_schema
       WHERE name LIKE 'follow\\_%' ESCAPE '\\' OR name LIKE 'changed\\_%' ESCAPE '\\' ORDER BY type DESC`,
    )
    .pluck()
    .all();
  for (const statement of drop) connection.exec(statement);
  connection.pragma('recursive_triggers = OFF');
}

/** Writes what has changed into the copy and syncs it. May be called again when more has changed. */
export function applyChanges(connection: Connection, path: string): void {
  // Left by a step that failed when it was nearly done.
  const isAttached = connection.prepare("SELECT 1 FROM pragma_database_list WHERE name = 'copy'").get() !== undefined;
  if (isAttached) connection.exec('DETACH copy');
  connection.prepare('ATTACH ? AS copy').run(fairCopyPath(path));
  try {
    connection.pragma('copy.synchronous = FULL');
    connection.pragma('copy.secure_delete = ON');
    connection.transaction(() => {
      carryNames({ connection, from: 'main', to: 'copy' });
      for (const table of readTableShapes(connection, 'main')) applyTable(connection, table);
    })();
    connection.pragma('copy.wal_checkpoint(TRUNCATE)');
  } finally {
    connection.exec('DETACH copy');
  }
}

function applyTable(connection: Connection, table: TableShape): void {
  const { name, columns, key } = table;
  const list = (from: readonly string[], of = '') =>
    from.map((column) => toExpression(`${of}${column}`, table, column)).join(', ');
  const changed = connection
    .prepare<[], unknown[]>(`SELECT ${list(key)} FROM temp.changed_${name}`)
    .raw()
    .all();
  const remove = connection.prepare(
    `DELETE FROM copy.${name} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`,
  );
  for (const values of changed) remove.run(...values);
  // The few that changed are looked up in the table, which is never walked.
  connection.exec(
    `INSERT INTO copy.${name} SELECT ${list(columns, 'kept.')}
     FROM temp.changed_${name} AS noted CROSS JOIN main.${name} AS kept
     ON ${key.map((column) => `kept.${column} = noted.${column}`).join(' AND ')}
     ORDER BY ${key.map((column) => `kept.${column}`).join(', ')}`,
  );
}
