import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/buffer/database.ts';
import type { Device } from '../../../src/device.ts';

/** What a test sees and does of a connection. */
interface PlayedConnection {
  isClosed: boolean;
  /** The browser ends it on its own. */
  onclose?: () => void;
}

/**
 * A browser's databases, played by hand: every open makes a connection, and a closed one refuses as the browser's does.
 * `isSilent`: an open answers only when its one of `answers` is called
 */
function playDatabases({ prefix = 'played', page = globalThis as unknown, isSilent = false } = {}) {
  const aborted: string[] = [];
  const connections: PlayedConnection[] = [];
  const answers: (() => void)[] = [];
  const open = () => {
    const request: { onsuccess?: () => void; result: unknown } = { result: undefined };
    const connection: PlayedConnection & Record<string, unknown> = {
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
    const answer = () => request.onsuccess?.();
    if (isSilent) answers.push(answer);
    else setTimeout(answer, 1);
    return request;
  };
  const factory = { open, databases: async () => [{ name: `askfirst-${prefix}`, version: 1 }] };
  // Only what `openDatabase` touches is played.
  const device = { databases: () => factory, nameOf: (name: string) => `askfirst-${name}`, page };
  return { aborted, answers, connections, database: openDatabase(device as unknown as Device, prefix) };
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

describe('an open that does not answer', () => {
  /** The three seconds are over when the test says so. */
  const playTimers = () => {
    const timers: ((...given: unknown[]) => unknown)[] = [];
    const page = {
      setTimeout: (end: () => unknown) => timers.push(end),
      clearTimeout: () => undefined,
      navigator: { vendor: '' },
    };
    return { page, runOut: () => timers.splice(0).forEach((end) => void end()) };
  };
  const write = (database: ReturnType<typeof playDatabases>['database'], rows: string[], row: string) =>
    database.writing('readwrite', async () => {
      rows.push(row);
      return row;
    });

  /** A first row is to be written, which waits for three seconds in vain. */
  const giveUpOnce = async () => {
    const { page, runOut } = playTimers();
    const played = playDatabases({ page, isSilent: true });
    const rows: string[] = [];
    const first = write(played.database, rows, 'first').catch(() => 'given up');
    await later(0);
    runOut();
    expect(await first).toBe('given up');
    return { ...played, rows };
  };

  it('T-03 is waited for once; when it does answer, whoever comes next takes its connection', async () => {
    const { answers, connections, database, rows } = await giveUpOnce();
    for (const answer of answers) answer();
    expect(await write(database, rows, 'second')).toBe('second');
    expect(rows).toEqual(['second']);
    expect(connections).toEqual([expect.objectContaining({ isClosed: false })]);
  });

  it('T-03 and answers after another did leaves no second connection open', async () => {
    const { answers, connections, database, rows } = await giveUpOnce();
    const second = write(database, rows, 'second');
    await later(0);
    for (const answer of answers.reverse()) answer();
    expect(await second).toBe('second');
    expect(rows).toEqual(['second']);
    expect(connections.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });
});

it('T-04 a transaction that ends without an error of its own is begun again: one that was given up after three seconds', async () => {
  const { connections, database } = playDatabases();
  let tries = 0;
  const use = database.writing('readwrite', async () => {
    tries += 1;
    // What an aborted transaction has.
    if (tries === 1) throw null;
    return tries;
  });
  expect(await use).toBe(2);
  expect(connections.map(({ isClosed }) => isClosed)).toEqual([true, false]);
});

it('T-06 a connection that the browser closes is opened again by the next use, which spends no heal', async () => {
  const { connections, database } = playDatabases();
  await database.writing('readwrite', async () => 'warm');
  const [connection] = connections;
  if (connection) connection.isClosed = true;
  connection?.onclose?.();
  expect(await database.writing('readwrite', async () => 'again')).toBe('again');
  expect(connections).toHaveLength(2);
  let tries = 0;
  const use = database.writing('readwrite', async () => {
    tries += 1;
    throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
  });
  await expect(use).rejects.toThrow('lost');
  expect(tries).toBe(4);
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
