/** Several texts as one, so that no two lists look alike: `ab, c` is not `a, bc`. */

/** Each text after its length in bytes, four bytes long. */
export function toLengthPrefixed(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
