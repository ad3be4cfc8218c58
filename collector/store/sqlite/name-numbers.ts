/** From the numbers that names have in one file to those they have in its fair copy. */

import type { Connection } from './connection.ts';
import { packProperties, unpackProperties } from './pack-properties.ts';
import { NAMES_TABLE, readTableNames, type TableShape } from './table-shapes.ts';

/** Two files on one connection: `main`, and one that is attached to it. */
export interface FilePair {
  readonly connection: Connection;
  /** Schema that is read. */
  readonly from: string;
  /** Schema that is written. */
  readonly to: string;
}

interface Name {
  readonly id: number;
  readonly name: string;
}

/**
 * Gives the copy a number for each name that it lacks, in the order of the names themselves: in an empty copy 1, 2,
 * 3 …, so that no number tells which metric was seen first, or together with which (P7). Then the connection knows
 * the functions that `toExpression` writes.
 */
export function carryNames({ connection, from, to }: FilePair): void {
  const numbers = new Map<number, number>();
  if (readTableNames(connection, from).includes(NAMES_TABLE)) {
    const read = (schema: string) =>
      connection.prepare<[], Name>(`SELECT id, name FROM ${schema}.${NAMES_TABLE} ORDER BY name`).all();
    const known = new Map(read(to).map(({ id, name }) => [name, id]));
    const insert = connection.prepare<[string], number>(
      `INSERT INTO ${to}.${NAMES_TABLE} (name) VALUES (?) RETURNING id`,
    );
    for (const { id, name } of read(from)) numbers.set(id, known.get(name) ?? insert.pluck().get(name) ?? 0);
  }
  const toNumber = (number: number): number => {
    const found = numbers.get(number);
    if (found === undefined) throw new Error(`There is no name number ${number}.`);
    return found;
  };
  const pure = { deterministic: true };
  connection.function('number_in_copy', pure, (number) => toNumber(Number(number)));
  connection.function('properties_in_copy', pure, (packed) =>
    // The column is declared BLOB in a STRICT table.
    packProperties(
      unpackProperties(packed as Buffer, (number) => String(toNumber(number))),
      Number,
    ),
  );
}

/** Are the names numbered 1, 2, 3 … in the order of their letters, or are there none? */
export function areNamesInOrder(connection: Connection): boolean {
  if (!readTableNames(connection, 'main').includes(NAMES_TABLE)) return true;
  const names = connection.prepare<[], Name>(`SELECT id, name FROM ${NAMES_TABLE} ORDER BY name`).all();
  return names.every(({ id }, at) => id === at + 1);
}

/** SQL for a column's value as the copy writes it. `sql` is how the column is named in the statement. */
export function toExpression(sql: string, { numbered, packed }: TableShape, column: string = sql): string {
  if (numbered.has(column)) return `number_in_copy(${sql})`;
  return packed.has(column) ? `properties_in_copy(${sql})` : sql;
}
