/** Ids of the events in a data folder, read from the file by SQL of its own. */

import { join } from 'node:path';
import { openReadConnection } from '../../../collector/store/sqlite/connection.ts';

/** In hex, as the wire has them. */
export function storedIds(folder: string): Set<string> {
  const connection = openReadConnection(join(folder, 'events.sqlite'));
  try {
    return new Set(connection.prepare<[], string>('SELECT lower(hex(id)) FROM events').pluck().all());
  } finally {
    connection.close();
  }
}
