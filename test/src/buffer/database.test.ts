import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/buffer/database.ts';
import type { Device } from '../../../src/device.ts';

/** A browser's databases, played by hand: every open makes a connection, and a closed one refuses as the browser's does. */
function playDatabases() {
  const connections: { isClosed: boolean }[] = [];
  const open = () => {
    const request: { onsuccess?: () => void; result: unknown } = { result: undefined };
    const connection = {
      isClosed: false,
      objectStoreNames: { contains: () => true },
      close() {
        this.isClosed = true;
      },
      transaction() {
        if (this.isClosed) throw new DOMException('The database connection is closing.', 'InvalidStateError');
        return { objectStore: () => ({}), addEventListener: () => undefined, abort: () => undefined };
      },
    };
    connections.push(connection);
    request.result = connection;
    setTimeout(() => request.onsuccess?.(), 1);
    return request;
  };
  const factory = { open, databases: async () => [{ name: 'askfirst-played', version: 1 }] };
  // Only what `openDatabase` touches is played.
  const device = { databases: () => factory, nameOf: (prefix: string) => `askfirst-${prefix}`, page: globalThis };
  return { connections, database: openDatabase(device as unknown as Device, 'played') };
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('T-04 one lost connection is healed once, however many uses are under way', async () => {
  const { connections, database } = playDatabases();
  let failures = 0;
  const uses = Array.from({ length: 12 }, async (_, at) => {
    // Some come with the others, some while the connection is being healed.
    await later(at);
    return database.writing('readwrite', async () => {
      await later(2);
      if (at !== 0 || ++failures > 1) return at;
      throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
    });
  });
  expect(await Promise.all(uses)).toEqual(uses.map((_, at) => at));
  expect(connections.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
});

it('T-05 counts no failure of storage where a use was only overtaken by a healing', async () => {
  const { connections, database } = playDatabases();
  await database.writing('readwrite', async () => 'warm');
  for (const connection of connections) connection.isClosed = true;
  // All find out in the same moment. If each let go of the connection that the one before it opened, three tries would not do.
  const uses = Array.from({ length: 8 }, (_, at) => database.existing('readonly', async () => at));
  expect(await Promise.all(uses)).toEqual(uses.map((_, at) => at));
  expect(connections.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
});

it('T-05 gives up on storage that fails every time', async () => {
  const { database, connections } = playDatabases();
  let tries = 0;
  const use = database.writing('readwrite', async () => {
    tries += 1;
    throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
  });
  await expect(use).rejects.toThrow('lost');
  expect(tries).toBe(4);
  expect(connections).toHaveLength(4);
});
