/** What the files really look like inside: tables and columns as the engine tells them, never a row. For the schema page. */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TableDescription } from '../store.ts';
import { openReadConnection } from './connection.ts';

/** Every table of every database in the folder, in the order of file, then table. */
export function readTables(folder: string): readonly TableDescription[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sqlite')) : [];
  return files.sort().flatMap((file) => {
    const connection = openReadConnection(join(folder, file));
    try {
      const names = connection
        .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .pluck()
        .all();
      const readColumns = connection.prepare<[string], { name: string; type: string; isKey: number }>(
        'SELECT name, type, pk > 0 AS isKey FROM pragma_table_info(?) ORDER BY cid',
      );
      return names.map((table) => ({
        file,
        table,
        columns: readColumns.all(table).map(({ name, type, isKey }) => ({ name, type, isKey: isKey === 1 })),
      }));
    } finally {
      connection.close();
    }
  });
}
