/**
 * One IndexedDB database with one object store, as idb-keyval lays it out. Reading never creates it; a lost connection is
 * opened again; another tab's wish to delete it is granted at once.
 */

import { promisifyRequest, type UseStore } from 'idb-keyval';
import type { Device } from '../device.ts';

/** A database by its ways of being used. */
export interface Database {
  /** Never creates: where the database does not exist, the result is `undefined` whatever the types say. */
  readonly existing: UseStore;
  /** Creates it if need be. Only for use inside the decision lock, else a denial could find it made again. */
  readonly writing: UseStore;
  /** As `writing`, and the promise resolves only when the disk has it. */
  readonly strict: UseStore;
  /** The page is being left: lets go of the connection, so that the back-forward cache takes it. The next use opens it again. */
  hide(): void;
  /** Rejects where no database could be made. Makes none; for a name of its own, since it deletes what WebKit leaves of it. */
  probe(): Promise<unknown>;
  /** Empties, then deletes. Resolves after three seconds even if a frozen tab still holds it open. */
  destroy(): Promise<unknown>;
}

/** Longest wait for the browser to open or delete (T-03: WebKit bug 226547, an open that never answers). Our choice. */
const PATIENCE_MS = 3_000;

/** Failures per page after which the database counts as broken until the next load (T-05, T-08). Our choice. */
const MAX_HEALS = 3;

const STORE = 'keyval';

/** What it wrote is gone, and whoever waits for it hears so. */
function stop(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended meanwhile.
  }
}

/** The value under a key, as it was stored by whoever stored it. */
export function read<Value>(use: UseStore, key: IDBValidKey): Promise<Value | undefined> {
  return use('readonly', (store) => promisifyRequest(store.get(key)));
}

/** The end of a transaction. Where a step before it fails nobody waits for it, and even then the page sees no rejection unheard. */
export function endOf({ transaction }: IDBObjectStore): Promise<void> {
  const ended = promisifyRequest(transaction);
  ended.catch(() => undefined);
  return ended;
}

/** Replaces the value under a key in one transaction by what `change` makes of it. */
export function update<Value>(
  use: UseStore,
  key: IDBValidKey,
  change: (old: Value | undefined) => Value,
): Promise<void> {
  return use('readwrite', async (store) => {
    const ended = endOf(store);
    store.put(change(await promisifyRequest(store.get(key))), key);
    return ended;
  });
}

/** Opens nothing before it is used. */
export function openDatabase({ databases, nameOf, page }: Device, prefix: string): Database {
  const name = nameOf(prefix);
  let connection: Promise<IDBDatabase | undefined> | undefined;
  let heals = 0;
  let hides = 0;
  const running = new Set<IDBTransaction>();

  const forget = () => {
    connection = undefined;
  };
  const close = () => {
    // Where it never opened there is nothing to close.
    connection?.then((database) => database?.close(), forget);
    forget();
  };

  const open = (create: boolean, version?: number) =>
    new Promise<IDBDatabase | undefined>((resolve, reject) => {
      let isLate: boolean | undefined;
      page.setTimeout(() => {
        isLate = true;
        // Nobody answered. An aborted transaction has no error either, and is begun again.
        reject(0);
      }, PATIENCE_MS);
      const request = databases().open(name, version);
      request.onupgradeneeded = () => {
        if (create) request.result.createObjectStore(STORE);
        else {
          resolve(undefined);
          // Aborting the very first upgrade leaves no database behind.
          request.transaction?.abort();
        }
      };
      request.onerror = (event) => {
        event.preventDefault();
        reject(request.error);
      };
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = forget;
        database.onversionchange = () => {
          forget();
          database.close();
        };
        if (database.objectStoreNames.contains(STORE)) {
          resolve(database);
          // An answer that came too late is still a connection, unless somebody has asked for another meanwhile.
          if (isLate && connection) database.close();
          connection ??= Promise.resolve(database);
        } else {
          // Half-created by a crash (T-14): the next version gets its store.
          database.close();
          resolve(open(true, database.version + 1));
        }
      };
    });

  /** Is there something to read? WebKit keeps the name of a database whose first upgrade was aborted, with version 0. */
  const exists = async () => {
    const names = await Promise.race([
      // Firefox before 126 has no such list: there the upgrade is aborted.
      (databases() as Partial<IDBFactory>).databases?.(),
      new Promise<undefined>((resolve) => page.setTimeout(resolve, PATIENCE_MS)),
    ]);
    return !names || names.some((listed) => listed.name === name && listed.version);
  };

  const connect = async (create: boolean): Promise<IDBDatabase | undefined> => {
    connection ??= create ? open(create) : exists().then((isThere) => (isThere ? open(create) : undefined));
    const mine = connection;
    let database: IDBDatabase | undefined;
    try {
      database = await mine;
    } finally {
      // What is missing or broken now may be there next time.
      if (!database && connection === mine) forget();
    }
    return database ?? (create ? connect(true) : undefined);
  };

  const run = (transaction: IDBTransaction, callback: (store: IDBObjectStore) => unknown) => {
    // WebKit lets a transaction wait for ever for one of a page that is gone.
    const timer = page.setTimeout(stop, PATIENCE_MS, transaction);
    const ended = () => {
      running.delete(transaction);
      page.clearTimeout(timer);
    };
    running.add(transaction);
    for (const end of ['complete', 'abort']) transaction.addEventListener(end, ended);
    return callback(transaction.objectStore(STORE));
  };

  const use =
    (create: boolean, durability: IDBTransactionDurability = 'default'): UseStore =>
    async (mode, callback) => {
      for (;;) {
        let used: typeof connection;
        const hidesBefore = hides;
        try {
          const opening = connect(create);
          used = connection;
          const database = await opening;
          // The type knows no missing database; every caller here does.
          return (await (database && run(database.transaction(STORE, mode, { durability }), callback))) as never;
        } catch (error) {
          const { name: problem } = (error ?? {}) as Partial<Error>;
          // Somebody else's healing closed it, or the page was left: no failure, and it must not close what was opened since.
          if ((problem === 'InvalidStateError' && used !== connection) || hides !== hidesBefore) continue;
          // A browser that does not answer is not asked again (T-03); a full disk is no lost connection; nor does opening again help for ever.
          if (error === 0 || problem === 'QuotaExceededError' || ++heals > MAX_HEALS) throw error;
          if (used === connection) close();
        }
      }
    };

  const existing = use(false);
  const remove = () =>
    new Promise((resolve) => {
      const request = databases().deleteDatabase(name);
      request.onsuccess = request.onerror = resolve;
      page.setTimeout(resolve, PATIENCE_MS);
    });
  return {
    existing,
    writing: use(true),
    strict: use(true, 'strict'),
    hide() {
      hides++;
      // WebKit freezes what a page in its back-forward cache has begun, and every other page then waits for it. Where the
      // page comes back it is begun again; other engines see it to its end. A decision under way is left alone: an aborted
      // no would be none, and where a decision cannot be read nobody sends (P3).
      if (/^Apple/.test(page.navigator.vendor))
        for (const transaction of running)
          if (prefix !== 'decision' || transaction.mode === 'readonly') stop(transaction);
      close();
    },
    async destroy() {
      // Emptied first: if a frozen tab delays the deletion, the data is gone all the same.
      await existing('readwrite', (store) => promisifyRequest(store.clear())).catch(forget);
      close();
      await remove();
    },
    probe: () => open(false).then(remove),
  };
}
