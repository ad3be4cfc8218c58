/** Breaks the body of a request in ways that a program, a proxy or somebody with bad intent would. The same seed breaks the same. */

/** Values at a limit, of another type, or with a meaning somewhere else. */
const ODD_VALUES: readonly (() => unknown)[] = [
  ...[0, -0, -1, 1.5, 23, 24, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, 2 ** 53, 2 ** 64, 5e-324, 1e308, -1e308],
  ...['', ' ', '\0', '/\0', '\ud800', '/\ud800x', '\udc00\ud800', '💩', '\u202e/', '\ufeff', 'a'.repeat(70_000)],
  ...['__proto__', 'constructor', 'toString', 'page.view', 'note.left', '/hats?email=a@b.example', '/orders/123456'],
  ...['2026-11-21', '2026-02-30', '0000-00-00', '275760-09-13', 'ab'.repeat(16), 'AB'.repeat(16), 'ab'.repeat(17)],
  ...[null, true, false],
]
  .map(
    (value): (() => unknown) =>
      () =>
        value,
  )
  .concat(
    () => [],
    () => ({}),
    () => nested('['),
    () => nested('{'),
    () => Array.from({ length: 60 }, () => null),
    () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  );

const ODD_KEYS = [
  ...['__proto__', 'constructor', 'prototype', 'toJSON', 'toString', 'length', 'hasOwnProperty', 'then', '', '\0'],
  ...['\ud800', 'Metric', 'metric ', 'metric', 'id', 'first', 'hour', 'session', 'sequence', 'pass', 'version', 'held'],
];

/** Bytes that mean something to whoever reads JSON or UTF-8, or should not be there. */
const ODD_BYTES = [
  ...['\0', '\\u0000', '\\ud800', '\\udfff\\ud800', '1e999', '-1e999', '-0', '9007199254740993', '00', '0x10', 'NaN'],
  ...['"__proto__":{"polluted":true},', '{', '}', '[', ']', '[[[[[[[[', '"', '\\', ',', ':', '/*', '\u2028', '\ufeff'],
]
  .map((text) => Buffer.from(text))
  .concat([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]].map((bytes) => Buffer.from(bytes)));

/** Picks a whole number from 0 up to, not including, `below`. */
export type Pick = (below: number) => number;

/** A sequence of choices that a seed decides (mulberry32). */
export function createPick(seed: number): Pick {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Holder = Record<string, unknown>;
type Change = (place: { readonly holder: Holder; readonly key: string }, pick: Pick) => void;

const VALUE_CHANGES: Readonly<Record<string, Change>> = {
  'an odd value': ({ holder, key }, pick) => set(holder, key, oneOf(ODD_VALUES, pick)()),
  'no value': ({ holder, key }) => void delete holder[key],
  'another name': ({ holder, key }, pick) => {
    const value = holder[key];
    delete holder[key];
    set(holder, oneOf(ODD_KEYS, pick), value);
  },
  'one more name': ({ holder }, pick) => set(holder, oneOf(ODD_KEYS, pick), oneOf(ODD_VALUES, pick)()),
  'a list of it': ({ holder, key }, pick) => set(holder, key, Array(1 + pick(60)).fill(holder[key])),
  'an object around it': ({ holder, key }, pick) => set(holder, key, { [oneOf(ODD_KEYS, pick)]: holder[key] }),
  'half of a text': ({ holder, key }, pick) => {
    const value = holder[key];
    // Cut between any two units, so that pairs break too.
    if (typeof value === 'string') set(holder, key, `${value}💩`.slice(0, pick(value.length + 2)));
  },
};

const BYTE_CHANGES: Readonly<Record<string, (bytes: Buffer, at: number, pick: Pick) => Buffer>> = {
  'a flipped bit': (bytes, at, pick) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ (1 << pick(8));
    return changed;
  },
  'another byte': (bytes, at, pick) => splice(bytes, at, 1, Buffer.from([pick(256)])),
  'an end too early': (bytes, at) => bytes.subarray(0, at),
  'a piece cut out': (bytes, at, pick) => splice(bytes, at, 1 + pick(40), Buffer.alloc(0)),
  'a piece twice': (bytes, at, pick) => splice(bytes, at, 0, bytes.subarray(at, at + 1 + pick(200))),
  'odd bytes between': (bytes, at, pick) => splice(bytes, at, 0, oneOf(ODD_BYTES, pick)),
  'odd bytes instead': (bytes, at, pick) => splice(bytes, at, 1 + pick(4), oneOf(ODD_BYTES, pick)),
};

/** Every way to break a body. */
export const KINDS: readonly string[] = [...Object.keys(VALUE_CHANGES), ...Object.keys(BYTE_CHANGES)];

/** A body that was broken up to three times, and how. `body` itself is changed. */
export function mutate(body: Holder, pick: Pick): { readonly bytes: Buffer; readonly kinds: readonly string[] } {
  const kinds = Array.from({ length: 1 + pick(3) }, () => oneOf(KINDS, pick));
  for (const kind of kinds) VALUE_CHANGES[kind]?.(oneOf(placesOf(body), pick), pick);
  let bytes: Buffer = Buffer.from(JSON.stringify(body));
  for (const kind of kinds) bytes = BYTE_CHANGES[kind]?.(bytes, pick(bytes.length + 1), pick) ?? bytes;
  return { bytes, kinds };
}

/** Every value of the body by what holds it; a name may have gone, so that one for the body itself is always there. */
function placesOf(body: Holder): { holder: Holder; key: string }[] {
  const places = [{ holder: body, key: Object.keys(body)[0] ?? 'version' }];
  const walk = (holder: Holder, depth: number) => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      const value = holder[key];
      if (typeof value === 'object' && value !== null && depth < 4) walk(value as Holder, depth + 1);
    }
  };
  walk(body, 0);
  return places;
}

/** As `JSON.parse` would: `__proto__` is a name like any other. */
function set(holder: Holder, key: string, value: unknown): void {
  // Of a list it is no name of JSON.
  if (key === 'length' && Array.isArray(holder)) return;
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function nested(bracket: '[' | '{'): unknown {
  const depth = 300;
  return JSON.parse(
    bracket === '[' ? `${'['.repeat(depth)}${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  );
}

function splice(bytes: Buffer, at: number, gone: number, instead: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), instead, bytes.subarray(at + gone)]);
}

function oneOf<Item>(items: readonly Item[], pick: Pick): Item {
  return items[pick(items.length)] as Item; // None of the lists is empty.
}
