/** A connection to a disk on which one operation fails. */

import type { Connection } from '../../../collector/store/sqlite/connection.ts';

/** Which operation fails, counted from 1 over all files; 0 for none. `ran` counts on. */
export interface Fault {
  failAt: number;
  ran: number;
}

/** A connection whose n-th statement, execution, pragma, begin or commit fails as a disk would make it fail. */
export function toFaulty(connection: Connection, fault: Fault): Connection {
  const step = () => {
    if (++fault.ran === fault.failAt) throw new Error('disk I/O error');
  };
  // The engine begins and commits these by itself. What fails before or after the body fails the whole.
  const toWhole =
    (body: (...values: unknown[]) => unknown) =>
    (...values: unknown[]) => {
      step();
      const result = body(...values);
      step();
      return result;
    };
  const counted = <Target extends object>(
    target: Target,
    names: readonly string[],
    wrap?: (made: object) => object,
  ): Target =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (typeof value !== 'function') return value;
        if (name === 'transaction')
          return (body: (...values: unknown[]) => unknown) => Reflect.apply(value, object, [toWhole(body)]);
        return (...values: unknown[]) => {
          if (names.includes(String(name))) step();
          const made: unknown = Reflect.apply(value, object, values);
          if (made === object) return toChained(object);
          return wrap && name === 'prepare' ? wrap(made as object) : made; // What `prepare` makes is a statement.
        };
      },
    });
  const statements = (made: object): object => counted(made, ['run', 'get', 'all', 'iterate']);
  // `pluck` and `raw` give the statement back, which must stay the one that counts.
  const toChained = (made: object): object => (made === connection ? faulty : statements(made));
  const faulty = counted(connection, ['exec', 'pragma'], statements);
  return faulty;
}
