/**
 * IndexedDB as the standard has it, as far as the snippet uses it, in memory and one step at a time: opening, deleting,
 * transactions that run one after another, requests, commits. Any step can be made to fail; a page can die between two.
 */

import type { Turns } from './turns.ts';

/** Asked before each step that can fail: the name of the error to fail with, or nothing. */
export type Failure = (step: string) => string | undefined;

type Records = ReadonlyMap<string, { readonly key: unknown; readonly value: unknown }>;

interface StoredDatabase {
  version: number;
  records: Records;
  readonly connections: Set<PlayedConnection>;
  /** Opening and deleting, in the order asked for. */
  waiting: (() => boolean)[];
  /** Transactions, in the order made; the first runs. */
  readonly transactions: PlayedTransaction[];
}

/** What all tabs of one browser share. */
export class PlayedDisk {
  readonly turns: Turns;
  readonly failure: Failure;
  readonly #stored = new Map<string, StoredDatabase>();
  /** Told after each commit, with the page that made it. */
  onCommit: (database: string, page: number) => void = () => undefined;

  constructor(turns: Turns, failure: Failure) {
    this.turns = turns;
    this.failure = failure;
  }

  /** Names of the databases a script could list. */
  names(): string[] {
    return [...this.#stored].filter(([, { version }]) => version > 0).map(([name]) => name);
  }

  /** What lies in a database, by nobody's transaction. */
  peek(name: string): readonly { readonly key: unknown; readonly value: unknown }[] {
    return [...(this.#stored.get(name)?.records.values() ?? [])];
  }

  /** Puts something there by hand, as a fault of the disk would. */
  damage(name: string, key: unknown, value: unknown): void {
    const stored = this.#stored.get(name);
    if (stored?.version) stored.records = new Map(stored.records).set(encodeKey(key), { key, value });
  }

  stored(name: string): StoredDatabase {
    let stored = this.#stored.get(name);
    if (stored === undefined) {
      stored = { version: 0, records: new Map(), connections: new Set(), waiting: [], transactions: [] };
      this.#stored.set(name, stored);
    }
    return stored;
  }

  nameOf(stored: StoredDatabase): string {
    return [...this.#stored].find(([, other]) => other === stored)?.[0] ?? '';
  }

  /** After every turn: transactions without anything left to do commit, and who waited for them goes on. */
  settle(): void {
    for (const stored of this.#stored.values()) {
      for (const transaction of [...stored.transactions]) transaction.settle();
      while (stored.waiting[0]?.()) stored.waiting.shift();
    }
  }

  /** The page's connections are gone; what it had not committed is as if it had never been. */
  killPage(page: number): void {
    for (const stored of this.#stored.values()) {
      for (const transaction of [...stored.transactions]) if (transaction.page === page) transaction.vanish();
      for (const connection of [...stored.connections])
        if (connection.page === page) stored.connections.delete(connection);
    }
    this.settle();
  }

  /** The factory of one page. */
  factoryFor(page: number): IDBFactory {
    const factory = {
      databases: async () => this.names().map((name) => ({ name, version: this.stored(name).version })),
      open: (name: string, version?: number) => this.#open(page, name, version),
      deleteDatabase: (name: string) => this.#delete(page, name),
    };
    // As much of a factory as the snippet touches.
    return factory as unknown as IDBFactory;
  }

  #open(page: number, name: string, wanted?: number): PlayedRequest {
    const request = new PlayedRequest();
    const stored = this.stored(name);
    const tell = (what: string, run: () => void) => this.turns.add(page, `${name}: ${what}`, run);
    const open = () => {
      if (this.turns.isDead(page)) return true;
      const error = this.failure('open');
      if (error !== undefined) {
        tell(`open fails with ${error}`, () => request.fail(error));
        return true;
      }
      const before = stored.version;
      const connection = new PlayedConnection(this, stored, page);
      stored.connections.add(connection);
      if (before > 0 && (wanted ?? before) <= before) {
        tell('opened', () => request.succeed(connection));
        return true;
      }
      stored.version = wanted ?? 1;
      let isUpgraded = false;
      tell('upgrade', () => {
        let isAborted = false;
        const abort = () => {
          isAborted = true;
        };
        Object.assign(request, { result: connection, transaction: { abort } });
        request.onupgradeneeded?.({});
        isUpgraded = true;
        if (isAborted) {
          stored.version = before;
          stored.connections.delete(connection);
          tell('upgrade aborted', () => request.fail('AbortError'));
        } else {
          tell('opened', () => request.succeed(connection));
        }
      });
      // Nobody else gets at the database while it is made; if the page dies meanwhile, it was never made.
      stored.waiting.splice(1, 0, () => {
        if (!isUpgraded && !stored.connections.has(connection)) stored.version = before;
        return isUpgraded || !stored.connections.has(connection);
      });
      return true;
    };
    if (!this.turns.isDead(page))
      this.turns.add(undefined, `${name}: open is asked for`, () => stored.waiting.push(open));
    return request;
  }

  #delete(page: number, name: string): PlayedRequest {
    const request = new PlayedRequest();
    const stored = this.stored(name);
    const told = new Set<PlayedConnection>();
    const remove = () => {
      for (const connection of stored.connections) {
        if (told.has(connection)) continue;
        told.add(connection);
        this.turns.add(connection.page, `${name}: versionchange`, () => connection.onversionchange?.({}));
      }
      if (stored.connections.size > 0 || stored.transactions.length > 0) return false;
      const error = this.failure('delete');
      if (error === undefined) {
        stored.version = 0;
        stored.records = new Map();
        this.onCommit(name, page);
      }
      this.turns.add(page, `${name}: deleted`, () =>
        error === undefined ? request.succeed(undefined) : request.fail(error),
      );
      return true;
    };
    if (!this.turns.isDead(page))
      this.turns.add(undefined, `${name}: deletion is asked for`, () => stored.waiting.push(remove));
    return request;
  }
}

type Handler = ((event: object) => unknown) | null;

/** A request that is answered once. */
class PlayedRequest {
  result: unknown;
  error: DOMException | null = null;
  transaction: unknown = null;
  onsuccess: Handler = null;
  onerror: Handler = null;
  onupgradeneeded: Handler = null;

  succeed(result: unknown): void {
    this.result = result;
    this.onsuccess?.({ target: this });
  }

  fail(name: string): void {
    this.error = new DOMException('played', name);
    this.onerror?.({ target: this, preventDefault: () => undefined });
  }
}

class PlayedConnection {
  readonly page: number;
  readonly #disk: PlayedDisk;
  readonly #stored: StoredDatabase;
  isClosed = false;
  onclose: Handler = null;
  onversionchange: Handler = null;
  readonly objectStoreNames = { contains: () => true };

  constructor(disk: PlayedDisk, stored: StoredDatabase, page: number) {
    this.#disk = disk;
    this.#stored = stored;
    this.page = page;
  }

  get version(): number {
    return this.#stored.version;
  }

  createObjectStore(): void {
    // There is one, and it has no settings.
  }

  transaction(_names: unknown, mode: IDBTransactionMode): PlayedTransaction {
    if (this.isClosed || !this.#stored.connections.has(this)) throw new DOMException('closed', 'InvalidStateError');
    const transaction = new PlayedTransaction(this.#disk, this.#stored, this, mode);
    this.#stored.transactions.push(transaction);
    return transaction;
  }

  close(): void {
    this.isClosed = true;
    this.leaveIfDone();
  }

  /** A closing connection stays until its transactions have ended. */
  leaveIfDone(): void {
    if (this.isClosed && !this.#stored.transactions.some(({ connection }) => connection === this))
      this.#stored.connections.delete(this);
  }
}

interface Step {
  readonly request: PlayedRequest;
  run(records: Map<string, { key: unknown; value: unknown }>): unknown;
}

class PlayedTransaction {
  readonly connection: PlayedConnection;
  readonly page: number;
  readonly #disk: PlayedDisk;
  readonly #stored: StoredDatabase;
  readonly #mode: IDBTransactionMode;
  #steps: Step[] = [];
  #records: Map<string, { key: unknown; value: unknown }> | undefined;
  #asked: PlayedRequest | undefined;
  #isWorking = false;
  #isOver = false;
  #isCommitting = false;
  #mayEnd = false;
  error: DOMException | null = null;
  oncomplete: Handler = null;
  onabort: Handler = null;
  onerror: Handler = null;
  readonly #listeners: [type: string, listener: () => void][] = [];

  constructor(disk: PlayedDisk, stored: StoredDatabase, connection: PlayedConnection, mode: IDBTransactionMode) {
    this.#disk = disk;
    this.#stored = stored;
    this.connection = connection;
    this.page = connection.page;
    this.#mode = mode;
  }

  objectStore(): object {
    const ask = (run: Step['run']): PlayedRequest => {
      if (this.#isOver || this.#isCommitting) throw new DOMException('over', 'TransactionInactiveError');
      const request = new PlayedRequest();
      this.#steps.push({ request, run });
      return request;
    };
    const sorted = (records: Records) => [...records.values()].sort((a, b) => compareKeys(a.key, b.key));
    return {
      transaction: this,
      get: (key: unknown) => ask((records) => records.get(encodeKey(key))?.value),
      put: (value: unknown, key: unknown) => {
        const copy: unknown = structuredClone(value);
        return ask((records) => void records.set(encodeKey(key), { key, value: copy }));
      },
      delete: (key: unknown) => ask((records) => void records.delete(encodeKey(key))),
      clear: () => ask((records) => void records.clear()),
      getAll: () => ask((records) => sorted(records).map(({ value }) => value)),
      getAllKeys: () => ask((records) => sorted(records).map(({ key }) => key)),
    };
  }

  commit(): void {
    this.#mayEnd = true;
  }

  addEventListener(type: string, listener: () => void): void {
    this.#listeners.push([type, listener]);
  }

  /** Asked for by the page: nothing of it lands, and what waits for it hears so. */
  abort(): void {
    if (this.#isOver) throw new DOMException('over', 'InvalidStateError');
    this.#abort('AbortError');
  }

  #tell(type: 'complete' | 'abort'): void {
    for (const [wished, listener] of this.#listeners) if (wished === type) listener();
    (type === 'abort' ? this.onabort : this.oncomplete)?.({ target: this });
  }

  /** Its turn has come and it is idle: takes its next step, or ends if there is none. */
  settle(): void {
    if (this.#stored.transactions[0] !== this || this.#isWorking || this.#isOver) return;
    this.#isWorking = true;
    const step = this.#steps.shift();
    this.#asked = step?.request;
    this.#isCommitting = step === undefined;
    this.#disk.turns.add(undefined, step ? 'a step of a transaction' : 'commit', () => {
      if (this.#isOver) return;
      const error = this.#disk.failure(step ? 'request' : 'commit');
      if (error !== undefined) this.#abort(error);
      else if (step) this.#takeStep(step);
      else this.#commit();
    });
  }

  #takeStep({ request, run }: Step): void {
    this.#records ??= new Map(this.#stored.records);
    const result = run(this.#records);
    const tell = this.#disk.turns.add(this.page, 'a step has been taken', () => {
      this.#asked = undefined;
      if (!this.#isOver) request.succeed(result);
      this.#isWorking = false;
    });
    // After `commit()` nothing more can be asked, so the browser need not wait for the page.
    if (this.#mayEnd) {
      this.#disk.turns.drop(tell);
      this.#isWorking = false;
    }
  }

  #commit(): void {
    if (this.#mode === 'readwrite' && this.#records) this.#stored.records = this.#records;
    this.#end();
    if (this.#mode === 'readwrite') this.#disk.onCommit(this.#nameOfDatabase(), this.page);
    this.#disk.turns.add(this.page, 'complete', () => this.#tell('complete'));
  }

  /** Every request that has no answer yet hears of it. */
  #abort(name: string): void {
    this.error = new DOMException('played', name);
    const unanswered = [...(this.#asked ? [this.#asked] : []), ...this.#steps.map(({ request }) => request)];
    this.#end();
    this.#disk.turns.add(this.page, `abort with ${name}`, () => {
      for (const request of unanswered) request.fail(name);
      this.#tell('abort');
    });
  }

  /** Its page has died. */
  vanish(): void {
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#stored.transactions.splice(this.#stored.transactions.indexOf(this), 1);
    this.connection.leaveIfDone();
  }

  #nameOfDatabase(): string {
    return this.#disk.nameOf(this.#stored);
  }
}

function encodeKey(key: unknown): string {
  return JSON.stringify(key, (_name, value: unknown) =>
    value instanceof Uint8Array ? `bytes ${Buffer.from(value).toString('hex')}` : value,
  );
}

/** Numbers, then text, then bytes, then lists, each in its own order. */
function compareKeys(a: unknown, b: unknown): number {
  const rank = (key: unknown) =>
    Array.isArray(key) ? 3 : key instanceof Uint8Array ? 2 : typeof key === 'string' ? 1 : 0;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      const order = compareKeys(a[at], b[at]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = typeof a === 'string' && typeof b === 'string' ? [a, b] : [encodeKey(a), encodeKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
