import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/buffer/database.ts';
import type { Device } from '../../../src/device.ts';

/** A browser's databases, played by hand: every open makes a connection, and a closed one refuses as the browser's does. */
function playDatabases({ prefix = 'played', page = globalThis as unknown } = {}) {
  const aborted: string[] = [];
  const connections: { isClosed: boolean }[] = [];
  const open = () => {
    const request: { onsuccess?: () => void; result: unknown } = { result: undefined };
    const connection = {
      isClosed: false,
      objectStoreNames: { contains: () => true },
      close() {
        this.isClosed = true;
      },
      transaction(_store?: string, mode = 'readonly') {
        if (this.isClosed) throw new DOMException('The database connection is closing.', 'InvalidStateError');
        return {
          mode,
          objectStore: () => ({}),
          addEventListener: () => undefined,
          abort: () => aborted.push(mode),
        };
      },
    };
    connections.push(connection);
    request.result = connection;
    setTimeout(() => request.onsuccess?.(), 1);
    return request;
  };
  const factory = { open, databases: async () => [{ name: `askfirst-${prefix}`, version: 1 }] };
  // Only what `openDatabase` touches is played.
  const device = { databases: () => factory, nameOf: (name: string) => `askfirst-${name}`, page };
  return { aborted, connections, database: openDatabase(device as unknown as Device, prefix) };
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

describe('a page that is left in WebKit', () => {
  const page = { setTimeout, clearTimeout, navigator: { vendor: 'Apple Computer, Inc.' } };
  const leave = async (prefix: string, where: unknown) => {
    const { aborted, database } = playDatabases({ prefix, page: where });
    for (const mode of ['readonly', 'readwrite'] as const)
      void database.writing(mode, () => new Promise<void>(() => undefined));
    await later(10);
    database.hide();
    return aborted;
  };

  it('ends what would be frozen with it, and what others would wait for', async () => {
    expect(await leave('buffer', page)).toEqual(['readonly', 'readwrite']);
  });

  it('P2 lets a decision under way go on, for an aborted no would be none', async () => {
    expect(await leave('decision', page)).toEqual(['readonly']);
  });

  it('leaves all of it to other engines, which see it to its end', async () => {
    expect(await leave('buffer', { ...page, navigator: { vendor: 'Google Inc.' } })).toEqual([]);
  });
});
