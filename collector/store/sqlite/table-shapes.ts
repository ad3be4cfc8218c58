/** What a file's tables look like to code that must treat all of them alike: columns, keys, and which of them are numbers of names. */

import type { Connection } from './connection.ts';

/** One table. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** Columns that hold the number of a name (`names` of the same file). */
  readonly numbered: ReadonlySet<string>;
  /** Columns that hold packed properties, whose names are numbers too. */
  readonly packed: ReadonlySet<string>;
}

/** Turns sites, metrics and names of properties into small integers, in files that have it. */
export const NAMES_TABLE = 'names';

/** In a file with names these columns hold their numbers, whatever the table. */
const NUMBERED = ['site', 'metric'];

/**
 * Every table but `names`, in the order of their names. Throws for one without a primary key: its rows would lie in
 * the order in which they came.
 * @param schema `main`, or the name under which the file is attached
 */
export function readTableShapes(connection: Connection, schema: string): readonly TableShape[] {
  const tables = readTableNames(connection, schema);
  const readColumns = connection.prepare<[string, string], { name: string; type: string; pk: number }>(
    'SELECT name, type, pk FROM pragma_table_info(?, ?) ORDER BY cid',
  );
  const hasNames = tables.includes(NAMES_TABLE);
  return tables
    .filter((name) => name !== NAMES_TABLE)
    .map((name) => {
      const columns = readColumns.all(name, schema);
      const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
      if (key.length === 0) throw new Error(`The table ${name} has no primary key.`);
      const choose = (type: string, names: readonly string[]) =>
        new Set(
          columns.filter((column) => hasNames && column.type === type && names.includes(column.name)).map(toName),
        );
      return {
        name,
        columns: columns.map(toName),
        key: key.map(toName),
        numbered: choose('INTEGER', NUMBERED),
        packed: choose('BLOB', ['properties']),
      };
    });
}

/** Names of the tables that are ours, sorted. */
export function readTableNames(connection: Connection, schema: string): readonly string[] {
  return connection
    .prepare<[], string>(
      `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all();
}

function toName({ name }: { readonly name: string }): string {
  return name;
}
