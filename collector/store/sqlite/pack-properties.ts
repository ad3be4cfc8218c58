/**
 * Properties as few bytes, not JSON (design 8). Equal properties give equal bytes, whatever order they came in, so
 * that rows can be grouped by them. Layout, for each property in the order of its name's number:
 *   varint number of the name · varint (value × 4 + kind) · for text its UTF-8 bytes, for fractions 8 bytes
 */

import type { PropertyValue } from '../../../contract/check-event.ts';

type Properties = Readonly<Record<string, PropertyValue>>;

const BOOLEAN = 0;
const WHOLE = 1;
const FRACTION = 2;
const TEXT = 3;

/** Room for one event's properties; the collector takes none whose JSON is larger than 4 KiB. */
const scratch = Buffer.alloc(64 * 1024);

/** @param numberOf the small integer that stands for a property's name */
export function packProperties(properties: Properties, numberOf: (name: string) => number): Buffer {
  const names = Object.keys(properties);
  let at = 0;
  const entries = names.map((name) => [numberOf(name), properties[name] as PropertyValue] as const);
  if (entries.length > 1) entries.sort((a, b) => a[0] - b[0]);
  for (const [number, value] of entries) {
    at = writeVarint(number, at);
    if (typeof value === 'boolean') {
      at = writeVarint((value ? 4 : 0) + BOOLEAN, at);
    } else if (typeof value === 'string') {
      at = writeVarint(Buffer.byteLength(value) * 4 + TEXT, at);
      at += scratch.write(value, at);
    } else if (Number.isInteger(value) && Number.isSafeInteger(value * 4) && value >= 0) {
      at = writeVarint(value * 4 + WHOLE, at);
    } else {
      at = scratch.writeDoubleLE(value, writeVarint(FRACTION, at));
    }
  }
  return Buffer.from(scratch.subarray(0, at));
}

/** The inverse of `packProperties`. Throws RangeError for bytes it did not make. */
export function unpackProperties(bytes: Buffer, nameOf: (number: number) => string): Properties {
  const entries: [string, PropertyValue][] = [];
  let at = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const name = nameOf(readVarint());
    const head = readVarint();
    const value = Math.floor(head / 4);
    const kind = head % 4;
    if (kind === BOOLEAN) entries.push([name, value === 1]);
    else if (kind === WHOLE) entries.push([name, value]);
    else if (kind === FRACTION) {
      entries.push([name, bytes.readDoubleLE(at)]);
      at += 8;
    } else {
      entries.push([name, bytes.toString('utf8', at, at + value)]);
      at += value;
    }
  }
  return Object.fromEntries(entries);
}

function writeVarint(value: number, start: number): number {
  let at = start;
  let rest = value;
  while (rest >= 128) {
    scratch[at++] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  scratch[at++] = rest;
  return at;
}
